import type { Call, Reply } from "../../domain/call.ts";
import { defineFault, type FaultContext } from "../../domain/fault.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { describeReply, settle } from "../shared/change-answer.ts";
import { noParams } from "../shared/no-params.ts";

/** An answer has its id only once it is written down, and another one each time that it is. */
const written = (reply: Reply, call: Call, { protocol, binding, encode }: FaultContext): Reply =>
  reply.kind === "answer" ? { kind: "raw", wire: protocol.encodeReply(call, reply, binding, encode) } : reply;

export const staleResponseId = defineFault({
  name: "stale-response-id",
  summary:
    "The model's reply shows the id of an earlier reply of this trial, as from a cache: that of the first reply which the fault meets.",
  boundaries: onlyModel,
  params: noParams,
  requires: () => ["response-id"],
  describe: () => "the id of an earlier reply",
  async inject(call, forward, context) {
    const first = context.state((): { id?: string } => ({}));
    const reply = await settle(await forward());
    const shown = written(reply, call, context);
    const read = await context.decode(shown);
    const id = read?.kind === "model" ? read.turn.responseId : undefined;
    const stale = first.id;
    if (id === undefined || read?.kind !== "model") {
      context.idle(read ? `${context.protocol.name} reads no id in this reply` : describeReply(reply));
      return shown;
    }
    first.id ??= id;
    if (stale === undefined || stale === id) {
      context.idle("there was no earlier reply");
      return shown;
    }
    context.note(`id ${id} became ${stale}, that of an earlier reply`);
    const { turn } = reply.kind === "answer" && reply.payload.kind === "model" ? reply.payload : read;
    return { kind: "answer", payload: { kind: "model", turn: { ...turn, responseId: stale } } };
  },
});
