import { z } from "zod";
import type { Failure } from "../../domain/call.ts";
import { defineFault } from "../../domain/fault.ts";
import { failureKinds } from "../../domain/vocabulary.ts";
import { everywhere } from "../shared/boundaries.ts";
import { announcing, describeFailure, failureOf, failureParams } from "./failing.ts";

const params = z.strictObject({
  kind: z.enum(failureKinds).describe("Which failure, in the words that every protocol maps to its own wire."),
  ...failureParams,
  status: z
    .int()
    .min(400)
    .max(599)
    .optional()
    .describe("HTTP status instead of the kind's usual one (plain HTTP tools)."),
});

const read = (given: z.output<typeof params>): Failure => ({
  ...failureOf(given.kind, given),
  ...(given.status === undefined ? {} : { status: given.status }),
});

export const failure = defineFault({
  name: "failure",
  summary: "The dependency fails with any failure that its protocol has, by kind.",
  boundaries: everywhere,
  params,
  requires: ({ kind, retryAfter }) => [`failure:${kind}`, ...announcing(retryAfter)],
  describe: (given) => describeFailure(read(given)),
  async inject(_call, _forward, context, given) {
    context.note(describeFailure(read(given)));
    return { kind: "failure", failure: read(given) };
  },
});
