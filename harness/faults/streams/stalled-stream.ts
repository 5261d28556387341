import { z } from "zod";
import type { Call } from "../../domain/call.ts";
import { formatDuration } from "../../domain/duration.ts";
import { defineFault, type FaultContext } from "../../domain/fault.ts";
import type { Frame, Piece } from "../../domain/wire.ts";
import { everywhere } from "../shared/boundaries.ts";
import { duration } from "../shared/duration.ts";
import { interrupt } from "./interrupt.ts";
import { where as at, positioned } from "./position.ts";

const fronts = ["silence", "keep-alives", "empty-deltas"] as const;
type Front = (typeof fronts)[number];

const params = positioned({
  behind: z
    .enum(fronts)
    .default("silence")
    .describe(
      "What comes during the stall. `silence`: nothing. `keep-alives`: comments or pings, so that timeouts which wait for any byte never fire. `empty-deltas`: events that carry nothing, so that those which wait for any event never fire.",
    ),
  every: duration()
    .refine((ms) => ms > 0, "What comes during a stall needs a gap above zero")
    .prefault("15s")
    .describe("Gap between keep-alives or empty deltas."),
  for: z
    .union([z.literal("forever"), duration()])
    .prefault("forever")
    .describe("How long the stall lasts; `forever` = until the client gives up or the trial is over."),
});
type Stall = Pick<z.output<typeof params>, "behind" | "every" | "for">;

const length = (stall: Stall["for"]): string => (stall === "forever" ? "for good" : `for ${formatDuration(stall)}`);
const words = {
  silence: "in silence",
  "keep-alives": "behind keep-alives",
  "empty-deltas": "behind empty deltas",
} as const;

/** What the protocol can send during a stall, after the last event that has passed; undefined = nothing. */
function beatOf(
  behind: Front,
  { protocol, encode }: FaultContext,
  call: Call,
): ((last: Frame | undefined, nth: number) => Frame) | undefined {
  const { keepAlive, emptyDelta } = protocol.midStream ?? {};
  if (behind === "keep-alives") return keepAlive;
  return behind === "empty-deltas" && emptyDelta ? (last, nth) => emptyDelta(encode, call, last, nth) : undefined;
}

async function* stall(
  given: Stall,
  beat: ((nth: number) => Frame) | undefined,
  context: FaultContext,
): AsyncGenerator<Piece> {
  const { clock, signal } = context;
  const until = given.for === "forever" ? Number.POSITIVE_INFINITY : clock.now() + given.for;
  if (beat === undefined && given.for === "forever") {
    yield { ending: "silence" };
    return;
  }
  for (let nth = 1, left = until - clock.now(); left > 0; nth += 1, left = until - clock.now()) {
    await clock.sleep(beat === undefined ? left : Math.min(left, given.every), signal);
    if (beat !== undefined && clock.now() < until) yield beat(nth);
  }
}

export const stalledStream = defineFault({
  name: "stalled-stream",
  summary: "A stream stops in the middle without ending: in silence, or behind events that bring nothing.",
  boundaries: everywhere,
  params,
  streamsOnly: true,
  requires: ({ behind }) => [
    "stream",
    ...(behind === "keep-alives" ? (["keep-alive"] as const) : []),
    ...(behind === "empty-deltas" ? (["empty-delta"] as const) : []),
  ],
  describe: ({ behind, every, for: time, ...position }) =>
    `stalls ${at(position)} ${length(time)}, ${words[behind]}` +
    (behind === "silence" ? "" : `, one every ${formatDuration(every)}`),
  transmit(pieces, call, context, given) {
    if (given.for === 0) {
      context.idle("the stall lasts 0 ms");
      return pieces;
    }
    const { behind, every, for: time, ...position } = given;
    const beat = beatOf(behind, context, call);
    return interrupt(pieces, call, position, context, {
      splits: beat === undefined,
      async *streamed({ where, last, rest }) {
        const lacking = behind !== "silence" && beat === undefined;
        const why = lacking ? ` (${context.protocol.name} has no ${behind})` : "";
        context.note(`stalled ${where} ${length(time)}, ${words[lacking ? "silence" : behind]}${why}`);
        yield* stall({ behind, every, for: time }, beat && ((nth) => beat(last, nth)), context);
        if (time !== "forever") yield* rest();
      },
    });
  },
});
