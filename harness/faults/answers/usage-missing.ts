import type { Call } from "../../domain/call.ts";
import { defineFault, type FaultContext } from "../../domain/fault.ts";
import type { Frame } from "../../domain/wire.ts";
import { isBreak } from "../../domain/wire.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { changeTurn } from "../shared/change-answer.ts";
import { noParams } from "../shared/no-params.ts";

/** How the protocol drops usage from a stream as it passes; without, the answer is decoded and said anew. */
const dropping = (call: Call, { protocol }: FaultContext): ((frame: Frame) => Frame | undefined) | undefined =>
  call.stream ? protocol.midStream?.withoutUsage : undefined;

export const usageMissing = defineFault({
  name: "usage-missing",
  summary: "The model's reply does not say how many tokens it took, though the provider always says so.",
  boundaries: onlyModel,
  params: noParams,
  describe: () => "no usage",
  async inject(call, forward, context) {
    if (dropping(call, context) === undefined) {
      return changeTurn(forward, context, (turn) => ({ to: { ...turn, withoutUsage: true }, note: "usage left out" }));
    }
    const reply = await forward();
    context.idle("no event of the stream has told its usage yet");
    return reply;
  },
  async *transmit(pieces, call, context) {
    const without = dropping(call, context);
    if (without === undefined) {
      yield* pieces;
      return;
    }
    let told = false;
    for await (const piece of pieces) {
      const left = isBreak(piece) || piece.mark === "whole" ? piece : without(piece);
      if (left !== piece && !told) context.note("usage left out of the stream");
      told ||= left !== piece;
      if (left !== undefined) yield left;
    }
  },
});
