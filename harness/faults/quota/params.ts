import { z } from "zod";
import { reservations } from "../../domain/quota.ts";

const limit = z.int().min(1).optional();

const perMinute = ["requestsPerMinute", "tokensPerMinute", "inputTokensPerMinute", "outputTokensPerMinute"] as const;

export const params = z
  .strictObject({
    requestsPerMinute: limit.describe("Calls admitted a minute; absent = not limited."),
    tokensPerMinute: limit.describe(
      "Tokens of input and output together, a minute (model calls only); absent = not limited. What a call will use is counted in tokens of o200k_base: exact for its models, an estimate for others. What it has used is as its reply says.",
    ),
    inputTokensPerMinute: limit.describe("Tokens of input a minute, for providers that limit them apart."),
    outputTokensPerMinute: limit.describe("Tokens of output a minute, for providers that limit them apart."),
    requestsPerDay: limit.describe("Calls admitted a day; whole again at midnight UTC."),
    tokensPerDay: limit.describe("Tokens of input and output together, a day."),
    burst: z.number().positive().default(1).describe("How much may be used at once: 1 = a whole minute's quota."),
    reserve: z
      .enum(reservations)
      .optional()
      .describe(
        "What a call holds until its reply is over. `output-limit`: its input and its output limit. `larger`: the larger of the two. `nothing`: its input. As the provider does by default. It is held whole until the reply is over: some providers give it back little by little while output is generated, which frees it sooner than here.",
      ),
    modelMaxTokens: z.int().min(1).default(64_000).describe("Reserved for output by a call that sets no output limit."),
    burndown: z
      .number()
      .positive()
      .optional()
      .describe("Quota that one token of output uses up in the end; as the provider counts the model by default."),
    shared: z
      .boolean()
      .default(false)
      .describe(
        "All models of the dependency share the limits; by default each model, or cross-Region profile, has its own.",
      ),
    keptForPriority: z
      .number()
      .min(0)
      .max(0.95)
      .default(0)
      .describe(
        "Share of every limit that only calls of a priority service tier may use; those of a flex tier get half of the rest. By the provider's own names of its tiers; none where it has none.",
      ),
    announce: z
      .boolean()
      .default(true)
      .describe("A refusal says when enough will be free, where the provider ever does."),
  })
  .refine((given) => Object.keys(given).some((key) => key.includes("Per")), {
    error:
      "A quota needs a limit: requestsPerMinute, tokensPerMinute, inputTokensPerMinute, outputTokensPerMinute, requestsPerDay or tokensPerDay",
    path: ["requestsPerMinute"],
  })
  .superRefine((given, context) => {
    // Less than one unit at once admits no call, however long it waits.
    const [least] = perMinute.flatMap((key) => given[key] ?? []).toSorted((a, b) => a - b);
    if (least === undefined || least * given.burst >= 1) return;
    context.addIssue({
      code: "custom",
      path: ["burst"],
      message: `must leave at least one of ${least} a minute to be used at once: ${Math.ceil(1e4 / least) / 1e4} or more`,
    });
  });
export type Params = z.output<typeof params>;
