import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { isBreak } from "../../domain/wire.ts";
import { everywhere } from "../shared/boundaries.ts";
import { changeNext } from "../shared/next-event.ts";
import { middleOfPayload } from "../shared/spoil.ts";
import { interrupt } from "./interrupt.ts";
import { where as at, positioned } from "./position.ts";

const params = positioned({
  how: z
    .enum(["end", "reset", "stream-reset", "goaway"])
    .default("reset")
    .describe(
      "`end`: the connection closes cleanly before the terminal events. `reset`: TCP reset. `stream-reset` and `goaway`: HTTP/2's RST_STREAM and GOAWAY, each with INTERNAL_ERROR; to a client on HTTP/1.1 they are resets.",
    ),
  within: z
    .literal("event")
    .optional()
    .describe("`event`: half of the next event still comes. Left out: the cut is between events."),
});

const manner = {
  end: "clean end of the connection",
  reset: "connection reset",
  "stream-reset": "HTTP/2 stream reset (over HTTP/1.1 a connection reset)",
  goaway: "HTTP/2 GOAWAY (over HTTP/1.1 a connection reset)",
} as const;

export const cutStream = defineFault({
  name: "cut-stream",
  summary:
    "The reply breaks off in the middle: a stream after some of its events, any other body after half of its bytes.",
  boundaries: everywhere,
  params,
  describe: ({ how, within, ...position }) =>
    `cut ${at(position)}${within ? ", inside the next event" : ""}, ${manner[how]}`,
  transmit: (pieces, call, context, { how, within, ...position }) =>
    interrupt(pieces, call, position, context, {
      splits: within === undefined,
      async *streamed({ where, rest }) {
        if (within === undefined) {
          context.note(`cut ${where}: ${manner[how]}`);
          yield { ending: how };
          return;
        }
        const cut = changeNext(rest(), ({ bytes }) => {
          const kept = middleOfPayload(bytes);
          context.note(`cut ${where} and ${kept} of the next event's ${bytes.length} bytes: ${manner[how]}`);
          return [{ bytes: bytes.subarray(0, kept), mark: "comment" }, { ending: how }];
        });
        for await (const piece of cut) {
          yield piece;
          if (isBreak(piece)) return;
        }
        context.idle(`no event came ${where}`);
      },
      async *whole(frame) {
        const kept = Math.floor(frame.bytes.length / 2);
        context.note(`cut after ${kept} of ${frame.bytes.length} bytes: ${manner[how]}`);
        yield { bytes: frame.bytes.subarray(0, kept), mark: "whole" };
        yield { ending: how };
      },
    }),
});
