import { z } from "zod";
import { formatDuration } from "../../domain/duration.ts";
import { defineFault } from "../../domain/fault.ts";
import { everywhere } from "../shared/boundaries.ts";
import { duration } from "../shared/duration.ts";

const params = z.strictObject({
  signal: z
    .enum(["SIGKILL", "SIGTERM"])
    .default("SIGKILL")
    .describe(
      "SIGKILL: a crash, out of memory, a lost machine. SIGTERM: a deployment or an eviction, which it may prepare for.",
    ),
  moment: z
    .enum(["before", "open"])
    .default("open")
    .describe(
      "before: the dependency has not heard of the call. open: it has done its work, and the reply is on its way.",
    ),
  grace: duration().default(10_000).describe("How long after SIGTERM it is ended by SIGKILL."),
  down: duration().default(0).describe("How long it stays away."),
});

export const targetRestarts = defineFault({
  name: "target-restarts",
  summary: "The agent's own process is ended at this call and started again; whoever waits for its answer asks again.",
  boundaries: everywhere,
  params,
  needsProcess: true,
  describe: ({ signal, moment, down }) =>
    `the agent is ended by ${signal} ${moment === "before" ? "before the call arrives" : "while the call is open"}${down > 0 ? `, back after ${formatDuration(down)}` : ""}`,
  async inject(_call, forward, context, { signal, moment, grace, down }) {
    const { restartTarget } = context;
    if (!restartTarget) {
      context.idle("no process of the agent was started by Brownout");
      return forward();
    }
    const done = moment === "open" ? await forward() : undefined;
    context.note(
      `${signal} to the agent ${moment === "open" ? "after the work was done, before it heard of it" : "before the call arrived"}`,
    );
    await restartTarget({ signal, graceMs: grace, downMs: down });
    // After SIGKILL there is nobody left to be answered.
    if (signal === "SIGKILL") return { kind: "disconnect", code: "reset" };
    return done ?? forward();
  },
});
