import { z } from "zod";
import type { FaultContext } from "../../domain/fault.ts";
import { defineFault } from "../../domain/fault.ts";
import type { Frame } from "../../domain/wire.ts";
import { everywhere } from "../shared/boundaries.ts";
import { changeNext } from "../shared/next-event.ts";
import { spoil } from "../shared/spoil.ts";
import { interrupt } from "./interrupt.ts";
import { where as at, positioned } from "./position.ts";

const ways = ["truncated", "noise", "checksum"] as const;
const params = positioned({
  how: z
    .enum(ways)
    .default("truncated")
    .describe(
      "`truncated`: the event loses the second half of its payload. `noise`: random bytes stand in its place. `checksum`: the event is whole and its checksum is wrong (binary streams).",
    ),
});

function damage(frame: Frame, how: (typeof ways)[number], { protocol, chance }: FaultContext): Frame {
  const { breakChecksum, garble } = protocol.midStream ?? {};
  // Where validation was passed by, a damaged payload is the nearest: it fails the same check.
  if (how === "checksum" && breakChecksum) return breakChecksum(frame);
  const way = how === "checksum" ? "noise" : how;
  return garble?.(frame, way, chance) ?? { bytes: spoil(frame.bytes, way, chance), mark: frame.mark };
}

export const garbageInStream = defineFault({
  name: "garbage-in-stream",
  summary: "One event in the middle of a stream arrives damaged, and the stream goes on.",
  boundaries: everywhere,
  params,
  streamsOnly: true,
  requires: ({ how }) => ["stream", ...(how === "checksum" ? (["checksum"] as const) : [])],
  describe: ({ how, ...position }) => `one damaged event (${how}) ${at(position)}`,
  transmit: (pieces, call, context, { how, ...position }) =>
    interrupt(pieces, call, position, context, {
      async *streamed({ where, rest }) {
        const damaged = yield* changeNext(rest(), (event) => {
          context.note(`1 event damaged (${how}) ${where}`);
          return [damage(event, how, context)];
        });
        if (!damaged) context.idle(`no event came ${where}`);
      },
    }),
});
