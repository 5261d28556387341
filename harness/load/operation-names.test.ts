import { expect, test } from "vitest";
import { loadExperiments } from "./index.ts";
import { complaints, project, valid } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

const stale = valid["experiments/stale.yaml"];
const declared = valid["system-map.yaml"].replace(
  "url: https://orders.example.com",
  "url: https://orders.example.com\n    options: { operations: [get_order, create_refund, 'GET /orders/{id}'] }",
);
const into = (selector: string, map = declared) =>
  project({
    ...valid,
    "system-map.yaml": map,
    "experiments/stale.yaml": stale.replace(
      "  - inject: stale-results",
      `  - { inject: latency, with: { delay: 1s }, into: ${selector} }\n  - inject: stale-results`,
    ),
  });

test.each([
  [
    "{ tool: orders, operation: creat_refund }",
    'experiments/stale.yaml:13:78 There is no operation "creat_refund" at "orders". Did you mean "create_refund"?',
  ],
  [
    "{ tool: '*', operation: [get_order, put_*] }",
    'experiments/stale.yaml:13:87 There is no operation that "put_*" matches at "orders". There is "get_order", "create_refund" and "GET /orders/{id}".',
  ],
  [
    "{ retrieval: policies, operation: Search }",
    'experiments/stale.yaml:13:85 There is no operation "Search" at "policies". Did you mean "search"?',
  ],
])("refuses an operation that is not there: %s", async (selector, said) => {
  await using at = await into(selector);
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([said]);
});

test.each([
  ["one of the names", "{ tool: orders, operation: [get_order, create_refund] }"],
  ["a glob that matches some", "{ tool: orders, operation: '*_refund' }"],
  ["a request that is relayed unread", "{ tool: orders, operation: [GET /health, 'GET *', 'POST*', '*'] }"],
  ["what only one of several has", "{ retrieval: '*', operation: suggest }"],
  ["whatever is asked of a service whose operations are its own", "{ model: gpt, operation: complte }"],
])("takes %s: %s", async (_, selector) => {
  await using at = await into(selector);
  expect(await loadExperiments(["experiments"], registry, at)).toHaveLength(1);
});

test("takes anything where nothing is declared", async () => {
  await using at = await into("{ tool: orders, operation: creat_refund }", valid["system-map.yaml"]);
  expect(await loadExperiments(["experiments"], registry, at)).toHaveLength(1);
});

test("says nothing of a dependency that could not be read", async () => {
  await using at = await into(
    "{ tool: '*', operation: creat_refund }",
    declared.replace("protocol: http-tool", "protocl: http-tool"),
  );
  expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual([
    'system-map.yaml:10:5 Unknown key "protocl". Did you mean "protocol"?',
  ]);
});
