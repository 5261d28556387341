import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { failureKinds } from "../../domain/vocabulary.ts";
import { failureOf } from "../failures/failing.ts";
import { everywhere } from "../shared/boundaries.ts";
import { interrupt } from "./interrupt.ts";
import { where as at, positioned } from "./position.ts";

const params = positioned({
  kind: z
    .enum(failureKinds)
    .default("server-error")
    .describe("Which failure the stream reports, as the provider words it."),
  message: z.string().optional().describe("The error message to show; the provider's own by default."),
});

export const midStreamError = defineFault({
  name: "mid-stream-error",
  summary: "A stream that began well, with status 200, reports an error in the middle and ends.",
  boundaries: everywhere,
  params,
  streamsOnly: true,
  requires: ({ kind }) => ["stream", `in-stream:${kind}`],
  describe: ({ kind, message: _, ...position }) => `${kind} reported ${at(position)}`,
  transmit: (pieces, call, context, { kind, message, ...position }) =>
    interrupt(pieces, call, position, context, {
      async *streamed({ where }) {
        const { midStream } = context.protocol;
        if (midStream === undefined) {
          context.note(`${context.protocol.name} has no error inside a stream: connection reset ${where} instead`);
          yield { ending: "reset" };
          return;
        }
        context.note(`${kind} reported ${where}`);
        yield midStream.failure(failureOf(kind, { message }), context.encode, call);
      },
    }),
});
