import { z } from "zod";
import { formatDuration } from "../../domain/duration.ts";
import { defineFault, type FaultContext } from "../../domain/fault.ts";
import type { Piece } from "../../domain/wire.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { duration } from "../shared/duration.ts";
import { afterContent, interrupt } from "./interrupt.ts";

const params = z.strictObject({
  afterContent: afterContent(),
  keepAlive: z
    .boolean()
    .default(false)
    .describe("Keep-alive comments arrive during the stall, so that timeouts which wait for any byte never fire."),
  every: duration()
    .refine((ms) => ms > 0, "Keep-alive comments need a gap above zero")
    .prefault("15s")
    .describe("Gap between keep-alive comments."),
  for: z
    .union([z.literal("forever"), duration()])
    .prefault("forever")
    .describe("How long the stall lasts; `forever` = until the client gives up or the trial is over."),
});
type Params = z.output<typeof params>;

const length = (stall: Params["for"]): string => (stall === "forever" ? "for good" : `for ${formatDuration(stall)}`);

async function* stall(given: Params, context: FaultContext): AsyncGenerator<Piece> {
  const { clock, signal, protocol } = context;
  const beat = given.keepAlive ? protocol.midStream?.keepAlive : undefined;
  const until = given.for === "forever" ? Number.POSITIVE_INFINITY : clock.now() + given.for;
  if (beat === undefined && given.for === "forever") {
    yield { ending: "silence" };
    return;
  }
  for (let left = until - clock.now(); left > 0; left = until - clock.now()) {
    await clock.sleep(beat === undefined ? left : Math.min(left, given.every), signal);
    if (beat !== undefined && clock.now() < until) yield beat();
  }
}

export const stalledStream = defineFault({
  name: "stalled-stream",
  summary: "A stream stops in the middle without ending, in silence or behind keep-alive comments.",
  boundaries: onlyModel,
  params,
  streamsOnly: true,
  describe: (given) =>
    `stalls after ${given.afterContent} content events ${length(given.for)}, ` +
    (given.keepAlive ? `keep-alive every ${formatDuration(given.every)}` : "silent"),
  transmit(pieces, _call, context, given) {
    if (given.for === 0) {
      context.idle("the stall lasts 0 ms");
      return pieces;
    }
    return interrupt(pieces, given.afterContent, context, {
      async *streamed(where, rest) {
        const mute = given.keepAlive && context.protocol.midStream?.keepAlive === undefined;
        const how = given.keepAlive && !mute ? "behind keep-alive comments" : "in silence";
        const why = mute ? ` (${context.protocol.name} has no keep-alive)` : "";
        context.note(`stalled ${where} ${length(given.for)}, ${how}${why}`);
        yield* stall(given, context);
        if (given.for !== "forever") yield* rest();
      },
    });
  },
});
