import { expect, test } from "vitest";
import { loadExperiments } from "./index.ts";
import { complaints, project, valid } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

const map = valid["system-map.yaml"];
const stale = valid["experiments/stale.yaml"];
const injecting = (written: string): string =>
  stale.replace("  - inject: stale-results", `  - ${written}\n  - inject: stale-results`);

test("a misspelt key of one dependency hides nothing else of the map, nor of the experiments", async () => {
  await using at = await project({
    ...valid,
    "system-map.yaml": map
      .replace("boundary: model", "boundry: model")
      .replace("env: OPENAI_BASE_URL", "options: { broken: 1 }")
      .replace("protocol: http-tool", "protocol: htp-tool")
      .replace("./knowledge.yaml", "./knowlege.yaml"),
    "experiments/stale.yaml": injecting("{ inject: latency, into: { tool: stock }, with: { delay: 1s } }"),
    "experiments/blast.yaml": stale.replace("seed: 7", "blastRadius: { dependencies: [policies, oders] }"),
  });
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    'experiments/blast.yaml:18:41 system-map.yaml has no dependency "oders". Did you mean "orders"?',
    'experiments/stale.yaml:13:38 Cannot reach "stock": system-map.yaml has no such dependency. There is "gpt", "policies" and "orders".',
    'system-map.yaml:2:10 Unknown key "boundry". Did you mean "boundary"?',
    'system-map.yaml:2:78 Cannot use these options for the protocol "chat": "broken" is not an option.',
    'system-map.yaml:7:13 Cannot find the corpus: there is no file or folder knowlege.yaml. Did you mean "./knowledge.yaml"?',
    'system-map.yaml:10:15 Cannot reach "orders": no such protocol as "htp-tool". Did you mean "http-tool"?',
  ]);
});

test("what refers to a dependency that cannot be read is not called wrong for it", async () => {
  await using at = await project({
    ...valid,
    "system-map.yaml": map.replace("corpus:", "corpsu:").replace("boundary: tool", "boundary: tol"),
    "experiments/stale.yaml": injecting("{ inject: throttled, into: { tool: '*' } }"),
  });
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    'system-map.yaml:7:5 Unknown key "corpsu". Did you mean "corpus"?',
    'system-map.yaml:9:15 "boundary" must be one of "model", "embedding", "retrieval", "tool", "memory", "guardrail", "identity" or "agent", not "tol". Did you mean "tool"?',
  ]);
});

test("a mistake in the target, or in a map that is extended, does not hide the method's", async () => {
  await using at = await project({
    ...valid,
    "agents/target.yaml": valid["agents/target.yaml"].replace("module: ./agent.ts", "modul: ./agent.ts"),
    "base.yaml": map.replace("boundary: tool", "boundry: tool"),
    "system-map.yaml": "extends: base.yaml\ndependencies: {}\n",
    "experiments/stale.yaml": stale.replace("policies }", "polices }"),
  });
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    'agents/target.yaml:3:1 Unknown key "modul". Did you mean "module"?',
    'base.yaml:9:5 Unknown key "boundry". Did you mean "boundary"?',
    'experiments/stale.yaml:14:24 Cannot reach "polices": system-map.yaml has no such dependency. Did you mean "policies"?',
  ]);
});
