import { z } from "zod";
import { formatDuration } from "../../domain/duration.ts";
import type { FaultContext } from "../../domain/fault.ts";
import { defineFault } from "../../domain/fault.ts";
import { everywhere } from "../shared/boundaries.ts";
import { describeDistribution, distribution, middle, sample } from "../shared/distribution.ts";
import { duration } from "../shared/duration.ts";

const params = z
  .strictObject({
    delay: distribution()
      .prefault("2s")
      .describe(
        "How long: a duration, or {kind: normal, mean, sd}, {kind: log-normal, median, sigma} or {kind: pareto, scale, shape}, each with min and max.",
      ),
    where: z
      .enum(["before", "after"])
      .default("before")
      .describe("Wait before the dependency works, or after it has worked and before its reply."),
    rampTo: duration().optional().describe("The delay grows (or shrinks) from `delay` to this."),
    rampOver: duration().optional().describe("How long the ramp takes, from when the injection began to fire."),
  })
  .refine(({ rampTo, rampOver }) => (rampTo === undefined) === (rampOver === undefined), {
    error: "A ramp needs both rampTo and rampOver",
    path: ["rampOver"],
  });
type Params = z.output<typeof params>;

function waitFor({ delay, rampTo, rampOver }: Params, context: FaultContext): number {
  const base = Math.round(sample(delay, context.chance));
  if (rampTo === undefined || rampOver === undefined) return base;
  const done = rampOver === 0 ? 1 : Math.min(1, (context.at - context.firingSince) / rampOver);
  return Math.max(0, base + Math.round((rampTo - middle(delay)) * done));
}

export const latency = defineFault({
  name: "latency",
  summary: "The dependency is slow: each call waits for a fixed or random time, which may grow.",
  boundaries: everywhere,
  params,
  beyondContext: () =>
    'Nobody waits for a result that is there already. Nearest is an error that says that it took too long: "failure" with kind: gateway-timeout.',
  describe: ({ delay, where, rampTo, rampOver }) =>
    [
      `${describeDistribution(delay)} slower`,
      ...(rampTo === undefined ? [] : [`ramping to ${formatDuration(rampTo)} over ${formatDuration(rampOver ?? 0)}`]),
      ...(where === "after" ? ["after the work is done"] : []),
    ].join(", "),
  async inject(_call, forward, context, given) {
    const wait = waitFor(given, context);
    if (wait === 0) {
      context.idle("the wait is 0 ms");
      return forward();
    }
    context.note(`${formatDuration(wait)} slower${given.where === "after" ? ", after the work was done" : ""}`);
    if (given.where === "before") {
      await context.clock.sleep(wait, context.signal);
      return forward();
    }
    const reply = await forward();
    await context.clock.sleep(wait, context.signal);
    return reply;
  },
});
