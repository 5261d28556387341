import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { registry } from "../cli/registry.ts";
import type { ExperimentResult } from "../domain/judgement.ts";
import { outcomes } from "../domain/vocabulary.ts";
import { loadExperiments } from "../load/index.ts";
import { root, runInMemory } from "../testing/run-in-memory.ts";
import { versionsIn } from "./more.ts";

/** LangChain's own agent is LangGraph underneath: it is in the table, and not here, for the time that it takes. */
const core = ["ai-sdk", "openai-agents", "langgraph", "strands", "strands-bedrock"];
const experiments = await loadExperiments([join(root, "experiments", "frameworks")], registry, { cwd: root });
const targets = core.map((name) => `fixtures/frameworks/${name}/target.yaml`);
const faults = ["model-throttled", "model-errors", "stale-policies", "orders-down", "model-slow"];

let results: readonly ExperimentResult[] = [];
const resultOf = (fault: string, agent: string): ExperimentResult => {
  const file = `fixtures/frameworks/${agent}/target.yaml`;
  const found = results.find(
    ({ experiment }) => experiment.id.startsWith(`frameworks/${fault}/`) && experiment.target.file === file,
  );
  if (!found) throw new Error(`Nothing was measured of ${agent} at ${fault}.`);
  return found;
};

describe("unmodified agents of the core frameworks", () => {
  beforeAll(async () => {
    const runs = targets.map((file) =>
      runInMemory(
        experiments
          .filter(({ target }) => target.file === file)
          .map((experiment) => ({ ...experiment, tasks: experiment.tasks.slice(0, 1) })),
        { route: "gateway", concurrency: 2 },
      ),
    );
    results = (await Promise.all(runs)).flatMap(({ report }) => report.experiments);
  }, 600_000);

  it.each(core)("%s meets all five injections, is right without them, and calls nobody else", (agent) => {
    for (const fault of faults) {
      const { trials, outcomes: ended, attempts, escaped } = resultOf(fault, agent);
      expect({ fault, trials, escaped }).toEqual({
        fault,
        trials: { planned: 2, finished: 2, failed: 0, exposed: 1 },
        escaped: [],
      });
      expect({ fault, right: ended.control.correct }).toEqual({ fault, right: 1 });
      expect(outcomes.reduce((sum, outcome) => sum + ended.treatment[outcome], 0)).toBe(1);
      expect(attempts?.most).toBeGreaterThanOrEqual(1);
    }
  });

  // `maxRetries` is 2 in the documentation of both, and in that of the client that the second uses.
  it.each(["ai-sdk", "openai-agents"])("%s makes the three attempts that its documentation says", (agent) => {
    for (const fault of ["model-throttled", "model-errors"])
      expect(resultOf(fault, agent).attempts).toMatchObject({ calls: 1, fewest: 3, most: 3 });
  });

  it("LangChain's client outlasts three server errors, for it makes up to six retries", () => {
    expect(resultOf("model-errors", "langgraph").attempts).toMatchObject({ most: 4 });
  });

  it("finds the version of each package of the workspace", () => {
    for (const line of versionsIn(join(root, "fixtures", "frameworks"))) expect(line).toMatch(/ \d+\.\d+\.\d+$/);
  });
});
