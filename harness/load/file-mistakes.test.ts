import { describe, expect, test } from "vitest";
import { loadExperiments } from "./index.ts";
import { changed, complaints, project } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

/** What stands in the valid file, what is put in its place, and everything that is then said. */
type Row = readonly [from: string, to: string, ...said: string[]];

const wrongAgentsTargetYaml: readonly Row[] = [
  [
    "kind: module",
    "kind: modul",
    'agents/target.yaml:2:7 "kind" must be one of "module", "command", "http" or "browser", not "modul". Did you mean "module"?',
  ],
  ["kind: module\n", "", 'agents/target.yaml:1:1 "kind" is missing. It is "module", "command", "http" or "browser".'],
  ["module: ./agent.ts", "modul: ./agent.ts", 'agents/target.yaml:3:1 Unknown key "modul". Did you mean "module"?'],
  [
    "./agent.ts",
    "./agnt.ts",
    'agents/target.yaml:3:9 Cannot find the module: there is no file agents/agnt.ts. Did you mean "./agent.ts"?',
  ],
  [
    "module: ./agent.ts",
    "module: ./agent.ts\nclock: fake",
    'agents/target.yaml:4:8 "clock" must be "virtual" or "real", not "fake".',
  ],
  [
    "kind: module\nmodule: ./agent.ts",
    "kind: command\ncommand: node 'x",
    'agents/target.yaml:3:10 "command" must be a program and its arguments, every quote closed, not "node \'x".',
  ],
  [
    "kind: module\nmodule: ./agent.ts",
    "kind: http\nurl: localhost:3",
    'agents/target.yaml:3:6 "url" must be an absolute http or https address without a query, such as "https://api.example.com/v1", not "localhost:3".',
  ],
  [
    "systemMap: ../system-map.yaml\n",
    "",
    'agents/target.yaml:1:1 "systemMap" is missing. What the target depends on: a path relative to this file, or the map itself.',
  ],
  [
    "systemMap: ../system-map.yaml",
    "systemMap: { dependencies: { x: { boundary: model } } }",
    'agents/target.yaml:4:33 "protocol" is missing. Its wire protocol: see "brownout list protocols".',
    'agents/target.yaml:4:33 "url" is missing. Its base address as the agent would call it in production, or stdio://name for an MCP server that it starts.',
    'experiments/stale.yaml:14:24 Cannot reach "policies": agents/target.yaml has no such dependency. There is "x".',
  ],
];

describe("mistakes in a target", () => {
  test.each(wrongAgentsTargetYaml)("%j → %j", async (from, to, ...said) => {
    await using at = await project(changed("agents/target.yaml", from, to));
    expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual(said);
  });
});

const wrongSystemMapYaml: readonly Row[] = [
  [
    "env: OPENAI_BASE_URL",
    'env: "PARCELS URL"',
    'system-map.yaml:2:84 "env" must be the name of an environment variable, not "PARCELS URL".',
  ],
  [
    "protocol: chat",
    "protocol: caht",
    'system-map.yaml:2:37 Cannot reach "gpt": no such protocol as "caht". Did you mean "chat"?',
  ],
  [
    "protocol: chat",
    "protocol: http-tool",
    'system-map.yaml:2:37 Cannot reach "gpt": the protocol "http-tool" is for the tool boundary, and "gpt" is a model dependency.',
  ],
  [
    "env: OPENAI_BASE_URL",
    "options: { broken: 1 }",
    'system-map.yaml:2:90 Cannot use these options for the protocol "chat": "broken" is not an option.',
  ],
  [
    "boundary: tool",
    "boundary: tol",
    'system-map.yaml:9:15 "boundary" must be one of "model", "embedding", "retrieval", "tool", "memory", "guardrail", "identity" or "agent", not "tol". Did you mean "tool"?',
  ],
  [
    "https://orders.example.com",
    "https://kb.example.com/",
    'system-map.yaml:11:10 "policies" has the address "https://kb.example.com" already, so calls to it could not be told apart.',
  ],
  [
    "https://orders.example.com",
    "orders.example.com",
    'system-map.yaml:11:10 "url" must be an absolute http or https address without a query, such as "https://api.example.com/v1", not "orders.example.com".',
  ],
  [
    "./world.ts",
    "./wrld.ts",
    'system-map.yaml:12:8 Cannot find the mocks: there is no file wrld.ts. Did you mean "./world.ts"?',
  ],
  [
    "./knowledge.yaml",
    "./knowlege.yaml",
    'system-map.yaml:7:13 Cannot find the corpus: there is no file or folder knowlege.yaml. Did you mean "./knowledge.yaml"?',
  ],
  [
    "    corpus: ./knowledge.yaml\n",
    "",
    'experiments/stale.yaml:16:11 Cannot arm "stale-results" at "policies": with these parameters the fault takes from the knowledge base\'s own documents, and system-map.yaml names none. Add "corpus: <path>" to "policies" there.',
  ],
  [
    "  gpt:",
    "  my gpt:",
    'system-map.yaml:2:3 The key "my gpt" must be a name of letters, digits, ".", "_", ":" and "-" that begins with a letter or digit.',
  ],
];

describe("mistakes in a system map", () => {
  test.each(wrongSystemMapYaml)("%j → %j", async (from, to, ...said) => {
    await using at = await project(changed("system-map.yaml", from, to));
    expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual(said);
  });
});

const wrongKnowledgeYaml: readonly Row[] = [
  [
    "date: 2024-05-01",
    "date: 2022-05-01",
    "knowledge.yaml:7:31 Versions must stand oldest first: 2022-05-01 comes after 2023-01-01.",
  ],
  [
    "date: 2024-05-01",
    "date: May",
    'knowledge.yaml:7:31 "date" must be an ISO 8601 date such as "2024-05-31", not "May".',
  ],
  [
    "id: shipping",
    "id: returns",
    'knowledge.yaml:8:11 There is another document with the id "returns". Ids must be unique.',
  ],
  [
    "text: Parcels leave in two days.",
    "topic: x",
    'knowledge.yaml:8:5 Item 2 of "documents" must have "versions", or a "text" of its own.',
  ],
  [
    "topic: returns",
    "text: returns",
    'knowledge.yaml:2:5 Item 1 of "documents" must not have both "versions" and a "text", "date" or "version" of its own.',
  ],
  ['version: "2"', "version: 1", 'knowledge.yaml:7:20 Document "returns" has another version "1".'],
];

describe("mistakes in a corpus", () => {
  test.each(wrongKnowledgeYaml)("%j → %j", async (from, to, ...said) => {
    await using at = await project(changed("knowledge.yaml", from, to));
    expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual(said);
  });
});

const wrongTasksSupportYaml: readonly Row[] = [
  [
    "id: order-status",
    "id: return-window",
    'tasks/support.yaml:9:9 There is another task with the id "return-window". Ids must be unique.',
  ],
  [
    "ship(ped|ping)",
    "ship(ped",
    'tasks/support.yaml:12:34 "matches" must be a valid regular expression, not "ship(ped".',
  ],
  [
    "    playbook: []",
    "    assert: [{ type: contians-any, value: [a] }]\n    playbook: []",
    'tasks/support.yaml:8:22 "type" must be an assertion type of promptfoo (did you mean "contains-any"?), not "contians-any".',
  ],
  ["playbook: []", "playbook: {}", 'tasks/support.yaml:8:15 "playbook" must be a list, not a mapping.'],
  [
    "    playbook: []\n",
    "",
    'experiments/stale.yaml:8:1 Task "return-window" of tasks/support.yaml has no playbook, and the script brain cannot solve it without one. Write one, or "brain: passthrough".',
  ],
  [
    '{ facts: [{ matches: "ship(ped|ping)" }] }',
    "{}",
    'tasks/support.yaml:12:5 Task "order-status" has no ground truth, so no answer to it can be wrong. Write what it must contain under "facts", must not contain under "forbids", must change under "effects", or pass under "assert".',
  ],
  ["facts: [30 days]", "facts: [{ textt: x }]", 'tasks/support.yaml:6:17 Unknown key "textt". Did you mean "text"?'],
  ["facts: [30 days]", "facts: [{ number: x }]", 'tasks/support.yaml:6:25 "number" must be a number, not "x".'],
  [
    "facts: [30 days]",
    "facts: [true]",
    'tasks/support.yaml:6:15 Item 1 of "facts" must be text, a number or a mapping, not true.',
  ],
  [
    "facts: [30 days]",
    "effects: [{ order: x }]",
    'tasks/support.yaml:6:17 "kind" is missing. What was changed: refund, return, …',
  ],
  [
    "    prompt: Where is my order?\n",
    "",
    'tasks/support.yaml:9:5 Task "order-status" says nothing to the agent. Write what the user says under "prompt", or under "turns" if it is more than one message.',
  ],
  ["tasks:", "task:", 'tasks/support.yaml:1:1 Unknown key "task". Did you mean "tasks"?'],
  ["tasks:", "note: x\ntasks:", 'tasks/support.yaml:1:1 Unknown key "note". There is "$schema" and "tasks".'],
];

describe("mistakes in tasks", () => {
  test.each(wrongTasksSupportYaml)("%j → %j", async (from, to, ...said) => {
    await using at = await project(changed("tasks/support.yaml", from, to));
    expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual(said);
  });
});
