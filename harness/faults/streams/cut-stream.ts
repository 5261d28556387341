import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { everywhere } from "../shared/boundaries.ts";
import { afterContent, interrupt } from "./interrupt.ts";

const params = z.strictObject({
  afterContent: afterContent(),
  how: z
    .enum(["end", "reset"])
    .default("reset")
    .describe("`end`: the connection closes cleanly before the terminal events. `reset`: TCP reset."),
});

const manner = { end: "clean end of the connection", reset: "connection reset" } as const;

export const cutStream = defineFault({
  name: "cut-stream",
  summary:
    "The reply breaks off in the middle: a stream after some of its events, any other body after half of its bytes.",
  boundaries: everywhere,
  params,
  describe: ({ afterContent: n, how }) => `cut after ${n} content events, ${manner[how]}`,
  transmit: (pieces, _call, context, { afterContent: wanted, how }) =>
    interrupt(pieces, wanted, context, {
      async *streamed(where) {
        context.note(`cut ${where}: ${manner[how]}`);
        yield { ending: how };
      },
      async *whole(frame) {
        const kept = Math.floor(frame.bytes.length / 2);
        context.note(`cut after ${kept} of ${frame.bytes.length} bytes: ${manner[how]}`);
        yield { bytes: frame.bytes.subarray(0, kept), mark: "whole" };
        yield { ending: how };
      },
    }),
});
