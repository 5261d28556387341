import { z } from "zod";
import type { Failure } from "../../domain/call.ts";
import { defineFault } from "../../domain/fault.ts";
import { everywhere } from "../shared/boundaries.ts";
import { announcing, describeFailure, failureOf, failureParams } from "./failing.ts";

const params = z.strictObject({
  ...failureParams,
  retryAfter: failureParams.retryAfter.describe("The wait that Retry-After announces; absent = no such header."),
  limit: z.enum(["requests", "tokens"]).default("requests").describe("Which limit the provider says was hit."),
});

const read = (given: z.output<typeof params>): Failure => ({ ...failureOf("throttled", given), limit: given.limit });

export const throttled = defineFault({
  name: "throttled",
  summary:
    "The dependency refuses the call because too much was asked of it (429), with or without saying how long to wait.",
  boundaries: everywhere,
  params,
  requires: ({ retryAfter }) => ["failure:throttled", ...announcing(retryAfter)],
  describe: (given) => describeFailure(read(given)),
  async inject(_call, _forward, context, given) {
    context.note(describeFailure(read(given)));
    return { kind: "failure", failure: read(given) };
  },
});
