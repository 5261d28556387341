import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { failureKinds } from "../../domain/vocabulary.ts";
import { failureOf } from "../failures/failing.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { afterContent, interrupt } from "./interrupt.ts";

const params = z.strictObject({
  afterContent: afterContent(),
  kind: z
    .enum(failureKinds)
    .default("server-error")
    .describe("Which failure the stream reports, as the provider words it."),
  message: z.string().optional().describe("The error message to show; the provider's own by default."),
});

export const midStreamError = defineFault({
  name: "mid-stream-error",
  summary: "A stream that began well, with status 200, reports an error in the middle and ends.",
  boundaries: onlyModel,
  params,
  streamsOnly: true,
  requires: ({ kind }) => [`in-stream:${kind}`],
  describe: ({ kind, afterContent: n }) => `${kind} reported after ${n} content events`,
  transmit: (pieces, call, context, given) =>
    interrupt(pieces, given.afterContent, context, {
      async *streamed(where) {
        const { midStream } = context.protocol;
        if (midStream === undefined) {
          context.note(`${context.protocol.name} has no error inside a stream: connection reset ${where} instead`);
          yield { ending: "reset" };
          return;
        }
        context.note(`${given.kind} reported ${where}`);
        yield midStream.failure(failureOf(given.kind, { message: given.message }), context.encode, call);
      },
    }),
});
