import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadExperiments } from "../load/index.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { small } from "../testing/small-project.ts";
import { registry } from "./registry.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "brownout-graded-"));
  for (const [name, text] of Object.entries(small)) await writeFile(join(folder, name), text);
  await writeFile(
    join(folder, "throttled.mjs"),
    'export default class { id() { return "judge"; } async callApi() { return { error: "429 Too Many Requests" }; } }',
  );
});
afterAll(() => rm(folder, { recursive: true }));

/** The small project with this task, on virtual time; the fault is at the only tool. */
async function run(task: string) {
  await writeFile(join(folder, "tasks.yaml"), `tasks:\n  - id: where\n    prompt: Where is my order?\n${task}`);
  await writeFile(
    join(folder, "experiment.yaml"),
    small["experiment.yaml"]
      .replace("completion-rate: { atLeast: 0.5, decide: point }", "wrong-rate: { atMost: 0.1, decide: point }")
      .replace("repeats: 3", "repeats: 8"),
  );
  const { report, events } = await runInMemory(
    await loadExperiments([join(folder, "experiment.yaml")], registry, { cwd: folder }),
  );
  const [result] = report.experiments;
  if (!result) throw new Error("no result");
  return { result, events };
}

describe("a task with assertions", () => {
  it("is judged by them, in both arms", async () => {
    const { result, events } = await run(
      '    assert: [{ type: contains, value: "Your order is" }, { type: javascript, value: "output.length < 100" }]\n',
    );
    expect(result.outcomes).toMatchObject({ control: { correct: 8 }, treatment: { degraded: 8 } });
    expect(events.filter(({ type }) => type === "answer-graded")).toHaveLength(16);
    expect(result.verdict).toBe("held");
  });

  it("ends wrong where an assertion fails and nothing is disclosed", async () => {
    const { result } = await run(
      '    assert: [{ type: not-icontains, value: "could not" }, { type: icontains-any, value: [shipped, look] }]\n',
    );
    expect(result.outcomes.control.correct).toBe(8);
    expect(result.outcomes.treatment).toMatchObject({ degraded: 8 });
  });

  it.each([
    ["there is no judge", "{ type: llm-rubric, value: is polite }", /needs a judge/],
    ["the judge is throttled", "{ type: llm-rubric, value: is polite, provider: file://throttled.mjs }", /429/],
  ])("is inconclusive where %s, and never passed", async (_, assertion, why) => {
    const { result } = await run(`    expect: { forbids: [lost] }\n    assert: [${assertion}]\n`);
    expect(result.verdict).toBe("inconclusive");
    expect(result.reasons.join(" ")).toMatch(why);
    expect(result.outcomes.control.correct).toBe(0);
  });
});
