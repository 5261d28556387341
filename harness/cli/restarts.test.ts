import { join } from "node:path";
import { expect, it } from "vitest";
import { loadShipped, root, runInMemory } from "../testing/run-in-memory.ts";

const folder = "fixtures/agents/restarts";
const against = async (agent: string) => {
  const target = join(root, folder, `${agent}.yaml`);
  const { report, events } = await runInMemory(await loadShipped([`${folder}/experiments`], { target }), {
    concurrency: 4,
  });
  const [experiment] = report.experiments;
  return { verdict: experiment?.verdict, codes: experiment?.findings.map(({ code }) => code), events };
};

it("convicts the agent that forgets with its process, and acquits the one that resumes from disk", async () => {
  const forgetful = await against("forgetful");
  expect([forgetful.verdict, forgetful.codes]).toEqual(["broken", ["work-repeated-after-restart"]]);
  const resuming = await against("resuming");
  expect([resuming.verdict, resuming.codes]).toEqual(["held", []]);
  // Both were really ended, and came back.
  for (const { events } of [forgetful, resuming]) {
    const restarts = events.filter((event) => event.type === "target-restarted");
    expect(restarts).toHaveLength(5);
    for (const restart of restarts) expect(restart).toMatchObject({ ended: "ended by SIGKILL" });
  }
  // The one that resumes does not look the order up again: its model is asked as often as without the fault.
  const asked = (arm: string): number =>
    resuming.events.filter(
      (event) => event.type === "call-started" && event.trial.endsWith(arm) && event.boundary === "model",
    ).length;
  expect(asked("/treatment")).toBe(asked("/control"));
}, 180_000);
