import { expect, test } from "vitest";
import { loadExperiments } from "./index.ts";
import { complaints, project, valid } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

const map = valid["system-map.yaml"];
const stale = valid["experiments/stale.yaml"];
const injecting = (written: string): string =>
  stale.replace("  - inject: stale-results", `  - ${written}\n  - inject: stale-results`);

/** All the experiments' complaints, each by words of its own. */
async function saysOf(at: { readonly cwd: string }, words: readonly string[]): Promise<void> {
  const said = await complaints(loadExperiments(["experiments"], registry, at));
  for (const one of words) expect(said).toContainEqual(expect.stringContaining(one));
  expect(said).toHaveLength(words.length);
}

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
    'system-map.yaml:2:89 Cannot use these options for the protocol "chat": "broken" is not an option.',
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

test("a misspelt key of an injection hides nothing of what it refers to, and is not taken for a missing one", async () => {
  await using at = await project({
    ...valid,
    "experiments/stale.yaml": stale
      .replace("    into: { retrieval: policies }", "    into: { retrieval: polices }")
      .replace("    when: { probability: 0.5 }", "    wen: { probability: 0.5 }")
      .replace(
        "    with: { age: 400d }",
        "    wth: { aeg: 400d }\n  - { inject: latancy, into: { tool: stock }, with: { delay: 1s }, for: 3s }",
      ),
  });
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    'experiments/stale.yaml:14:24 Cannot reach "polices": system-map.yaml has no such dependency. Did you mean "policies"?',
    'experiments/stale.yaml:15:5 Unknown key "wen". Did you mean "when"?',
    'experiments/stale.yaml:16:5 Unknown key "wth". Did you mean "with"?',
    'experiments/stale.yaml:16:12 Unknown key "aeg". Did you mean "age"?',
    'experiments/stale.yaml:17:15 Cannot arm "latancy": no such fault. Did you mean "latency"?',
    'experiments/stale.yaml:17:38 Cannot reach "stock": system-map.yaml has no such dependency. There is "orders".',
    'experiments/stale.yaml:17:68 Unknown key "for". There is "inject", "id", "into", "via", "when" and "with".',
  ]);
});

test("a mistake at the top of an experiment hides nothing of its blast radius, its target and its tasks", async () => {
  await using at = await project({
    ...valid,
    "experiments/stale.yaml": stale
      .replace(
        "repeats: 3",
        "repeets: 3\nbrain: passthrough\nblastRadius: { dependencies: [policies, oders], maxTrails: 10 }",
      )
      .replace("tags: [policy]", "tag: [policy]")
      .replace("failureMode: incorrect-response", "failureMode: incorrect-respons"),
    "tasks/support.yaml": valid["tasks/support.yaml"].replace("prompt:", "promt:"),
  });
  await saysOf(at, [
    'Unknown key "repeets". Did you mean "repeats"?',
    'Unknown key "maxTrails". Did you mean "maxTrials"?',
    'has no dependency "oders". Did you mean "orders"?',
    'not "incorrect-respons". Did you mean "incorrect-response"?',
    'Unknown key "tag". Did you mean "tags"?',
    'Unknown key "promt". Did you mean "prompt"?',
  ]);
});

test("what is left out for being wrong is not held against what refers to it", async () => {
  await using at = await project({
    ...valid,
    "experiments/stale.yaml": stale.replace(
      "    with: { age: 400d }",
      "    with: 400d\n    id: [first]\n  - { inject: throttled, into: { model: gpt }, when: { after: { injection: first } } }",
    ),
  });
  const said = await complaints(loadExperiments(["experiments"], registry, at));
  expect(said.map((one) => one.replace(/^\S+ /, "").split(" ", 1)[0])).toEqual(['"with"', '"id"']);
});

test("a misspelt fault hides no parameter, a misspelt kind nothing of the target, and a misspelt hypothesis no claim", async () => {
  await using at = await project({
    ...valid,
    "agents/target.yaml": valid["agents/target.yaml"]
      .replace("kind: module", "kind: modul")
      .replace("./agent.ts", "./agnt.ts"),
    "experiments/stale.yaml": injecting("{ inject: latancy, into: { tool: orders }, with: { dealy: 1s } }")
      .replace("incorrect-response", "incorrect-respons")
      .replace("hypothesis:", "hypotesis:")
      .replace("silent-wrong-rate: { atMost: 0 }", "silent-wrong-rat: { atMost: 0 }"),
  });
  await saysOf(at, [
    'not "modul". Did you mean "module"?',
    "Cannot find the module",
    'Unknown key "hypotesis". Did you mean "hypothesis"?',
    'Cannot claim anything of "silent-wrong-rat": no such probe. Did you mean "silent-wrong-rate"?',
    'Cannot arm "latancy": no such fault. Did you mean "latency"?',
    'Unknown key "dealy". Did you mean "delay"?',
    'not "incorrect-respons". Did you mean "incorrect-response"?',
  ]);
});

test("a misspelt placeholder is said once, and not its axis too", async () => {
  await using at = await project({
    ...valid,
    "experiments/stale.yaml": `${stale.replace("age: 400d", `age: "\${matrix.aeg}"`)}matrix: { age: [1d, 400d] }\n`,
  });
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    expect.stringContaining('The matrix has no "aeg". Did you mean "age"?'),
  ]);
});
