import { describe, expect, test } from "vitest";
import { registry } from "../cli/registry.ts";
import { loadExperiments } from "./index.ts";
import { complaints, type Files, project } from "./testing/project.ts";

const files = {
  "inside.yaml": `title: Tools inside the agent
question: What does it say when they fail?
failureMode: single-point-of-failure
dimension: tools
target: target.yaml
tasks:
  - { id: ask, prompt: Where is it?, expect: { facts: [shipped] } }
hypothesis:
  - silent-wrong-rate: { atMost: 0 }
method:
  - inject: unavailable
    into: { tool: orders, operation: get_order }
    via: context
`,
  "target.yaml": "name: desk\nkind: module\nmodule: ./agent.ts\nsystemMap: ./system-map.yaml\nbrain: passthrough\n",
  "agent.ts": "export default {};\n",
  "system-map.yaml": `dependencies:
  gpt: { boundary: model, protocol: openai, url: "https://api.openai.com/v1" }
  policies: { boundary: retrieval, via: context, options: { tools: search } }
  orders: { boundary: tool, via: context, options: { tools: [get_order, list_orders] } }
  stock: { boundary: tool, protocol: http-json, url: "https://stock.example.com" }
`,
} satisfies Files;

const load = async (changed: Files = {}) => {
  await using place = await project({ ...files, ...changed });
  return await loadExperiments(["inside.yaml"], registry, { cwd: place.cwd });
};
const experiment = (from: string, to: string): Files => ({
  "inside.yaml": files["inside.yaml"].replace(from, () => to),
});
const map = (from: string, to: string): Files => ({
  "system-map.yaml": files["system-map.yaml"].replace(from, () => to),
});

describe("a dependency inside the agent", () => {
  test("needs no protocol and no url, and an injection may say where it is reached, or not", async () => {
    for (const changed of [{}, experiment("    via: context\n", "")]) {
      const [loaded] = await load(changed);
      const orders = loaded?.target.map.dependencies.find(({ name }) => name === "orders");
      expect(orders).toMatchObject({ via: "context", protocol: "context-tool", dimension: "tools" });
      expect(loaded?.cells[0]?.method[0]?.into.dependencies).toEqual(["orders"]);
    }
  });

  const said: readonly (readonly [Files, ...string[]])[] = [
    [
      experiment("inject: unavailable", "inject: latency"),
      'inside.yaml:11:13 Cannot arm "latency" at "orders" through the conversation. Nobody waits for a result that is there already. Nearest is an error that says that it took too long: "failure" with kind: gateway-timeout.',
    ],
    [
      experiment("inject: unavailable", "inject: refused"),
      'inside.yaml:11:13 Cannot arm "refused" at "orders" through the conversation. A result in a conversation has no connection that could fail. Nearest is the error that the tool would have shown: "failure" with kind: unavailable, and its message.',
    ],
    [
      experiment("inject: unavailable", "inject: cut-stream"),
      'inside.yaml:11:13 Cannot arm "cut-stream" at "orders" through the conversation. It changes a reply on its way, and a result in a conversation has arrived whole. Nearest is a result that breaks off: "hollow-success" with kind: invalid-json, or "truncated-results".',
    ],
    [
      experiment("inject: unavailable", "inject: success-without-effect"),
      'inside.yaml:11:13 Cannot arm "success-without-effect" at "orders" through the conversation. The tool has run before its result is seen, once. To reach what the tool itself calls, declare that with its own protocol and url.',
    ],
    [
      experiment("{ tool: orders, operation: get_order }", "{ tool: stock }"),
      'inside.yaml:13:10 Cannot reach "stock" through the conversation: the system map says where its wire is. Leave out "via", or declare "stock" there with "via: context" and the tools by which the model calls it.',
    ],
    [
      experiment("operation: get_order", "operation: get_oder"),
      'inside.yaml:12:38 There is no operation "get_oder" at "orders". Did you mean "get_order"?',
    ],
    [experiment("via: context", "via: wire"), 'inside.yaml:13:10 "via" must be "context", not "wire".'],
    [
      map(
        'gpt: { boundary: model, protocol: openai, url: "https://api.openai.com/v1" }',
        "old: { boundary: tool, via: context }",
      ),
      'inside.yaml:12:11 Cannot reach "orders" through the conversation: system-map.yaml has no model dependency in whose requests its results could be seen.',
    ],
    [
      map(
        "orders: { boundary: tool, via: context,",
        'orders: { boundary: tool, via: context, url: "http://a.test", env: A,',
      ),
      'system-map.yaml:4:43 "orders" lives in the agent\'s own process: it has no "url". Leave it out.',
      'system-map.yaml:4:65 "orders" lives in the agent\'s own process: it has no "env". Leave it out.',
    ],
    [
      map("orders: { boundary: tool, via: context,", "orders: { boundary: tool, via: context, protocol: mcp,"),
      'system-map.yaml:4:53 "orders" has no wire, and "mcp" is the protocol of one. Leave it out, or leave out "via: context".',
    ],
    [
      map("protocol: http-json", "protocol: context-tool"),
      'system-map.yaml:5:38 The protocol "context-tool" reads results in a conversation. Write "via: context" at "stock" and leave out its url.',
    ],
  ];
  const rows = said.map(([changed, ...lines]) => ({ changed, lines }));
  test.each(rows)("says what does not fit: $lines", async ({ changed, lines }) => {
    const given = await complaints(load(changed));
    expect(given).toEqual(expect.arrayContaining(lines));
  });
});
