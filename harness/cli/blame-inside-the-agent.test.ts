import { expect, it } from "vitest";
import type { Conversation } from "../domain/conversation.ts";
import type { Experiment, Injection } from "../domain/experiment.ts";
import type { Dependency } from "../domain/system-map.ts";
import { findFault } from "../faults/index.ts";
import { at, jsonBody, right, runSmall, says } from "../testing/small-agents.ts";

/**
 * A fault in a conversation is put behind all that the agent's code does with a result. What this agent's code would do about a
 * failure it never had occasion to show, so that nothing is said of it; what its model made of it is.
 */

const dependency = { alsoAt: [], options: {} } as const;
const model: Dependency = {
  ...dependency,
  name: "openai",
  boundary: "model",
  protocol: "openai",
  url: at.openai,
  dimension: "foundation-model",
};
const inside: Dependency = {
  ...dependency,
  name: "orders",
  boundary: "tool",
  via: "context",
  protocol: "context-tool",
  url: "http://in-context.invalid/orders",
  dimension: "tools",
  options: { tools: "get_order" },
};
const spare: Dependency = {
  ...dependency,
  name: "backup",
  boundary: "tool",
  protocol: "http-json",
  url: at.backup,
  dimension: "tools",
  standsInFor: ["orders"],
};

/** Asks for the same order so often, whatever it reads. */
const asking =
  (times: number) =>
  async ({ messages }: Conversation) => {
    const results = messages.filter(({ role }) => role === "tool");
    const last = results.at(-1);
    if (results.length >= times) return says(last?.role === "tool" && last.text.includes("shipped") ? right : "Done.");
    return says("", [{ id: `call_${results.length}`, name: "get_order", arguments: '{"id":"1"}' }]);
  };

interface Turn {
  readonly content: string | null;
  readonly tool_calls?: readonly { readonly id: string }[];
}

/** Its tool is a constant: it cannot fail. */
const agent = () => async (task: { readonly prompt: string }) => {
  const messages: unknown[] = [{ role: "user", content: task.prompt }];
  for (;;) {
    const response = await fetch(`${at.openai}/chat/completions`, jsonBody({ model: "m", messages }));
    const { choices } = (await response.json()) as { choices: readonly { message: Turn }[] };
    const turn = choices[0]?.message;
    if (!turn?.tool_calls) return turn?.content ?? "";
    messages.push({ role: "assistant", ...turn });
    for (const { id } of turn.tool_calls)
      messages.push({ role: "tool", tool_call_id: id, content: '{"id":"1","status":"shipped","total":89.5}' });
  }
};

function run(fault: string, params: object, times: number) {
  const injection: Injection = {
    id: fault,
    fault,
    into: { boundary: "tool", dependencies: ["orders"] },
    via: "context",
    when: {},
    params: findFault(fault)?.params.parse(params),
    description: fault,
    at: "blame.yaml:1:1",
  };
  const target: Experiment["target"] = {
    name: "inside",
    file: "target.yaml",
    spec: { kind: "module", module: "/inside.ts", clock: "virtual" },
    brain: { kind: "script", persona: "careful" },
    map: { file: "m.yaml", allowHosts: [], mocks: "/mocks.ts", dependencies: [model, inside, spare] },
  };
  return runSmall({
    agent,
    method: [],
    brain: asking(times),
    experiment: { target, cells: [{ values: {}, method: [injection] }] },
  });
}

it("says nothing of retries, waits or breakers where the model asks for the same again and again", async () => {
  const { result, calls, conclusion } = await run("unavailable", {}, 14);
  expect(calls.filter(({ via }) => via === "context").map(({ attempt }) => attempt)).toHaveLength(14);
  const codes = result.findings.map(({ code }) => code);
  for (const code of ["retry-storm", "no-backoff", "no-breaker", "transient-not-retried", "retried-non-retryable"])
    expect(codes).not.toContain(code);
  for (const id of ["E1", "E2", "E3", "E4"] as const) expect(conclusion(id, "orders")).toBeUndefined();
});

it("blames no stand-in that code would ask: its own call went well", async () => {
  const { result, conclusion } = await run("unavailable", {}, 1);
  expect(result.findings.map(({ code }) => code)).not.toContain("fallback-missing");
  expect(conclusion("E7", "orders")).toBe("cannot-tell");
});

it("misses no gate for a malformed result that was put behind it", async () => {
  const { events, conclusion } = await run("wrong-types", { share: 1 }, 1);
  expect(events.filter(({ type }) => type === "fault-fired")).toHaveLength(1);
  expect(conclusion("E10", "orders.get_order")).toBe("cannot-tell");
});
