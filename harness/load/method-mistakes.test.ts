import { describe, expect, test } from "vitest";
import { loadExperiments } from "./index.ts";
import { changed, complaints, project } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

/** What stands in the valid file, what is put in its place, and everything that is then said. */
type Row = readonly [from: string, to: string, ...said: string[]];

const wrongMethod: readonly Row[] = [
  [
    "inject: stale-results",
    "inject: stale-result",
    'experiments/stale.yaml:13:13 Cannot arm "stale-result": no such fault. Did you mean "stale-results"?',
  ],
  [
    "inject: stale-results",
    "inject: explode",
    'experiments/stale.yaml:13:13 Cannot arm "explode": no such fault. There is "latency", "throttled" and "stale-results".',
  ],
  [
    "inject: stale-results",
    "injekt: stale-results",
    'experiments/stale.yaml:13:5 Unknown key "injekt". Did you mean "inject"?',
  ],
  [
    "{ retrieval: policies }",
    "{ retrieval: polices }",
    'experiments/stale.yaml:14:24 Cannot reach "polices": system-map.yaml has no such dependency. Did you mean "policies"?',
  ],
  [
    "{ retrieval: policies }",
    "{ retrieval: policies.search }",
    'experiments/stale.yaml:14:24 Cannot reach "policies.search": system-map.yaml has no such dependency. Did you mean { retrieval: policies, operation: search }?',
  ],
  [
    "{ retrieval: policies }",
    "{ tool: policies }",
    'experiments/stale.yaml:14:13 Cannot arm "stale-results" at the tool boundary. It applies to: retrieval.',
    'experiments/stale.yaml:14:19 Cannot reach "policies" at the tool boundary: it is a retrieval dependency. Write { retrieval: policies }.',
  ],
  [
    "{ retrieval: policies }",
    "{ retreival: policies }",
    'experiments/stale.yaml:14:13 Unknown key "retreival". Did you mean "retrieval"?',
  ],
  [
    "{ retrieval: policies }",
    "{ retrieval: policies, tool: orders }",
    'experiments/stale.yaml:14:11 "into" must name one boundary only. Write one injection for each of retrieval, tool.',
  ],
  [
    "{ retrieval: policies }",
    "{ memory: '*' }",
    'experiments/stale.yaml:14:13 Cannot arm "stale-results" at the memory boundary. It applies to: retrieval.',
    "experiments/stale.yaml:14:21 system-map.yaml has no memory dependency.",
  ],
  [
    "{ retrieval: policies }",
    "[{ retrieval: policies }, { tool: orders }]",
    'experiments/stale.yaml:14:11 "into": It must be one mapping, not a list. Write { tool: [a, b], operation: [x, y] } for several of one boundary, and one injection for each boundary.',
  ],
  [
    "{ retrieval: policies }",
    "{ retrieval: policies, where: { query.topk: 3 } }",
    'experiments/stale.yaml:14:43 No call has "query.topk", so that this would match none. Did you mean "query.topK"?',
  ],
  [
    "{ probability: 0.5 }",
    "{ where: { request.argument.id: RX-12, kind: tool, topK: 3, query.filter.lang: de, conversation.modle: x } }",
    'experiments/stale.yaml:15:22 No call has "request.argument.id", so that this would match none. Did you mean "request.arguments.id"?',
    'experiments/stale.yaml:15:62 No call has "topK", so that this would match none. Did you mean "query.topK"?',
    'experiments/stale.yaml:15:94 No call has "conversation.modle", so that this would match none. Did you mean "conversation.model"?',
  ],
  [
    "{ retrieval: policies }",
    "policies",
    'experiments/stale.yaml:14:11 "into": It must be a mapping that names a boundary, not "policies". Write its boundary too, such as { tool: "policies" }.',
  ],
  [
    "{ retrieval: policies }",
    '"*"',
    'experiments/stale.yaml:14:11 "into": It must be a mapping that names a boundary, not "*". Write { tool: "*" } for every tool, and one injection for each boundary.',
  ],
  [
    "{ retrieval: policies }",
    "{ tool: orders }",
    'experiments/stale.yaml:14:13 Cannot arm "stale-results" at the tool boundary. It applies to: retrieval.',
  ],
  [
    "{ retrieval: policies }",
    "{ operation: x }",
    'experiments/stale.yaml:14:11 "into" must name one boundary (model, embedding, retrieval, tool, memory, guardrail, identity, agent) and its dependencies, such as { tool: orders }.',
  ],
  ["probability: 0.5", "probability: 1.5", 'experiments/stale.yaml:15:26 "probability" must be at most 1, not 1.5.'],
  [
    "probability: 0.5",
    "probabilty: 0.5",
    'experiments/stale.yaml:15:13 Unknown key "probabilty". Did you mean "probability"?',
  ],
  [
    "{ probability: 0.5 }",
    "sometimes",
    'experiments/stale.yaml:15:11 "when" must be "always", "never" or a mapping, not "sometimes".',
  ],
  ["probability: 0.5", "nth: 0", 'experiments/stale.yaml:15:18 "nth" must be at least 1, not 0.'],
  ["probability: 0.5", "nth: [1, x]", 'experiments/stale.yaml:15:22 Item 2 of "nth" must be a number, not "x".'],
  [
    "probability: 0.5",
    "window: {from: 3s, to: 2s}",
    'experiments/stale.yaml:15:21 "window" must end after it begins: "from" is not before "to".',
  ],
  ["probability: 0.5", "duty: {on: 3s}", 'experiments/stale.yaml:15:19 "off" is missing. How long it is then off.'],
  [
    "probability: 0.5",
    "after: latency",
    'experiments/stale.yaml:15:20 This method has no injection "latency" to wait for. It has no other: give it one, with that id.',
  ],
  [
    "probability: 0.5",
    "after: { injection: stale-results }",
    'experiments/stale.yaml:15:33 "stale-results" cannot wait for itself.',
  ],
  [
    "probability: 0.5",
    "after: { injection: x, within: 3 weeks }",
    'experiments/stale.yaml:15:33 This method has no injection "x" to wait for. It has no other: give it one, with that id.',
    'experiments/stale.yaml:15:44 "within" must be a duration such as "250ms", "2s", "1.5m", "3h" or "400d", not "3 weeks".',
  ],
  [
    "age: 400d",
    "age: long",
    'experiments/stale.yaml:16:18 "age" must be a duration such as "250ms", "2s", "1.5m", "3h" or "400d", not "long".',
  ],
  ["age: 400d", "agee: 400d", 'experiments/stale.yaml:16:13 Unknown key "agee". Did you mean "age"?'],
  [
    "age: 400d",
    "mode: histry",
    'experiments/stale.yaml:16:19 "mode" must be "history" or "ageing", not "histry". Did you mean "history"?',
  ],
  ["with: { age: 400d }", "with: 400d", 'experiments/stale.yaml:16:11 "with" must be a mapping, not "400d".'],
  ["age: 400d", `age: '\${matrix.dely}'`, 'experiments/stale.yaml:16:18 The matrix has no "dely".'],
  [
    "seed: 7",
    "blastRadius: { dependencies: [orders] }",
    'experiments/stale.yaml:14:11 This reaches "policies", and blastRadius.dependencies allows only "orders".',
  ],
  [
    "  - inject: stale-results",
    "  - { inject: latency, id: a, into: {tool: orders}, with: {delay: 1s}}\n  - { inject: latency, id: a, into: {tool: orders}, with: {delay: 1s}}\n  - inject: stale-results",
    'experiments/stale.yaml:14:28 There is another injection with the id "a". Ids must be unique in a method.',
  ],
  [
    "  - inject: stale-results",
    "  - { inject: throttled, into: {tool: '*'}, with: {kind: model-timeout}}\n  - inject: stale-results",
    'experiments/stale.yaml:13:52 Cannot arm "throttled" at "orders": its protocol "http-tool" has no "model-timeout" failure. The nearest that it has is "gateway-timeout".',
  ],
  [
    "  - inject: stale-results",
    "  - { inject: latency, into: {tool: '*'}}\n  - inject: stale-results",
    'experiments/stale.yaml:13:5 "delay" is missing.',
  ],
];

describe("mistakes in a method", () => {
  test.each(wrongMethod)("%j → %j", async (from, to, ...said) => {
    await using at = await project(changed("experiments/stale.yaml", from, to));
    expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual(said);
  });
});
