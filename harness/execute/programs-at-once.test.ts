import { expect, it } from "vitest";
import type { TargetSpec } from "../domain/experiment.ts";
import { fakeRun, fakeTask } from "../testing/fake-run.ts";

const program: TargetSpec = { kind: "command", command: ["node", "agent.ts"], cwd: "/", environment: {} };

/** The most trials that were open at once. */
async function mostAtOnce(more: { readonly target?: TargetSpec; readonly programs?: number }): Promise<number> {
  let [open, most] = [0, 0];
  await fakeRun({
    ...more,
    clock: "real",
    concurrency: 4,
    experiment: { tasks: [1, 2, 3, 4].map((n) => fakeTask(`t${n}`)) },
    agent: async () => "done",
    onEvent: ({ type }) => {
      if (type === "trial-started") most = Math.max(most, ++open);
      if (type === "trial-ended" || type === "trial-failed") open -= 1;
    },
  });
  return most;
}

it("agents that are programs run no more at once than the machine has processors", async () => {
  expect(await mostAtOnce({ target: program, programs: 2 })).toBe(2);
  expect(await mostAtOnce({ target: program })).toBe(4);
});

it("agents in this process run as many at once as ever", async () => {
  expect(await mostAtOnce({ programs: 2 })).toBe(4);
});
