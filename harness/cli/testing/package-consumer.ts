/** What an author writes against the types of the installed package. */
export const consumer = `
import { defineExperiment, defineFault, defineProbe, defineTarget, type RunReport, type WorldContext } from "brownout";
import { HttpResponse, http } from "brownout/msw";
import schema from "brownout/schema.json" with { type: "json" };

export const experiment = defineExperiment({
  title: "Orders are down",
  question: "Does the agent say so?",
  failureMode: "single-point-of-failure",
  dimension: "tools",
  target: "./brownout/target.yaml",
  tasks: "./brownout/tasks.yaml",
  hypothesis: [{ "silent-wrong-rate": { atMost: 0 } }],
  method: [{ inject: "unavailable", into: { tool: "orders" } }],
});
export const target = defineTarget({ boot: (env) => ({ perform: (task) => (env["NAME"] ?? "") + task.prompt }) });
export const mocks = (context: WorldContext) => [http.get("http://x.test/", () => HttpResponse.json(context.now()))];
export const verdict = (report: RunReport): "held" | "degraded" | "inconclusive" | "broken" => report.verdict;
export const keys: string[] = Object.keys(schema);
export { defineFault, defineProbe };

// @ts-expect-error: there is no such failure mode
defineExperiment({ ...experiment, failureMode: "nonsense" });
// @ts-expect-error: an agent must be able to perform
defineTarget({ boot: () => ({}) });
`;

/** A test of theirs. */
export const vitestConsumer = `import { expect, test } from "vitest";
import { experiment } from "brownout/vitest";
const stale = experiment("experiments/stale-docs.yaml", { repeats: 2 });
test("loads", async () => {
  await expect(expect(stale).toFind("no-such-finding")).rejects.toThrow("There is no finding");
  await expect(stale).toHold({ allowInconclusive: true });
}, 60_000);
`;

/** The same in Playwright. */
export const playwrightConsumer = `import { expect, test } from "brownout/playwright";
test("loads", async ({ brownout }) => {
  test.setTimeout(60_000);
  const stale = brownout("experiments/stale-docs.yaml", { repeats: 2 });
  await expect(stale).toHold({ allowInconclusive: true });
  await expect(stale).not.toFind("retry-storm");
});
`;
