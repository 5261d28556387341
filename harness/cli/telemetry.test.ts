import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../domain/events.ts";
import { loadExperiments } from "../load/index.ts";
import { serialise } from "../store/redact.ts";
import { project } from "../testing/child-cli.ts";
import { root, runInMemory } from "../testing/run-in-memory.ts";
import { type Files, small } from "../testing/small-project.ts";
import { registry } from "./registry.ts";

/** Runs a small experiment, its target started for real, and gives what was journalled and seen. */
async function tried(files: Files) {
  using folder = project(files);
  const experiments = await loadExperiments([join(folder.cwd, "experiment.yaml")], registry, { cwd: folder.cwd });
  const { report, events } = await runInMemory(experiments, { route: "gateway", concurrency: 2 });
  const failed = events.find((event) => event.type === "trial-failed");
  if (failed?.type === "trial-failed") throw new Error(failed.error);
  const evidence = Object.fromEntries(
    (report.experiments[0]?.evidence ?? []).map(({ id, about, conclusion }) => [`${id} ${about}`, conclusion]),
  );
  return { events, evidence, journal: events.map(serialise).join("\n") };
}
const ofType = <T extends RunEvent["type"]>(events: readonly RunEvent[], type: T) =>
  events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);

const oneTask = small["experiment.yaml"].replace("repeats: 3", "repeats: 1");
const port = 18_761;

describe("the telemetry of a target behind the gateway", () => {
  it("comes from a server that exports in batches, after its answer, and is matched by trace context", async () => {
    const { events, evidence, journal } = await tried({
      "experiment.yaml": oneTask,
      "target.yaml": `name: traced
kind: http
url: http://127.0.0.1:${port}/tasks
start: [node, ${join(root, "harness/testing/targets/traced-server.ts")}]
environment: { PORT: "${port}" }
readyWithin: 60s
systemMap: system-map.yaml
`,
    });
    const spans = ofType(events, "span-received");
    const calls = ofType(events, "call-started");
    expect(calls.map(({ trace }) => trace).sort()).toEqual(
      spans.map(({ traceId, spanId }) => `${traceId}-${spanId}`).sort(),
    );
    expect(spans).toHaveLength(4);
    const trials = new Map(calls.map(({ trial, trace }) => [trace, trial]));
    for (const { traceId, spanId, trial } of spans) expect(trials.get(`${traceId}-${spanId}`)).toBe(trial);
    for (const { trial, status } of spans) expect(status).toBe(trial.endsWith("/treatment") ? "error" : "unset");
    expect(evidence).toMatchObject({ "E26 orders": "present", "E29 orders": "present" });
    expect(journal).not.toMatch(/Mrs Private|abcdefghijklmnop/);
  }, 120_000);

  it("comes from Strands as it is, with its conventions for generative AI", async () => {
    const { events, evidence, journal } = await tried({
      "experiment.yaml": oneTask.replace("deadline: 20s", "deadline: 90s"),
      "target.yaml": `name: strands
kind: command
command: [node, ${join(root, "fixtures/frameworks/strands-traced.ts")}]
systemMap: system-map.yaml
`,
      "system-map.yaml": small["system-map.yaml"].replace(
        "mocks:",
        "  model:\n    boundary: model\n    protocol: openai\n    url: https://api.openai.com/v1\n    env: OPENAI_BASE_URL\nmocks:",
      ),
      "tasks.yaml": `tasks:
  - id: where
    prompt: Where is order 17 of Mrs Private?
    expect: { facts: [shipped] }
    playbook:
      steps: [{ call: get_order, with: { order_id: "17" }, as: order }]
      reads: { status: { from: order, matches: '(shipped)' } }
      answers: [{ say: "Your order is {{status}}." }]
`,
    });
    const names = ofType(events, "span-received").map(({ attributes }) => attributes["gen_ai.operation.name"]);
    expect(names).toEqual(expect.arrayContaining(["chat", "execute_tool", "invoke_agent"]));
    expect(evidence).toMatchObject({ "E26 orders": "present", "E29 orders": "present", "E29 model": "present" });
    expect(
      ofType(events, "span-received")
        .map((span) => JSON.stringify(span))
        .join("\n"),
    ).not.toContain("Mrs Private");
    expect(journal).toContain("Mrs Private");
  }, 180_000);
});
