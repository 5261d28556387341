import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { agents } from "../../fixtures/frameworks/inside/agents.ts";
import type { Conversation } from "../domain/conversation.ts";
import type { CallEnded, CallStarted, FaultFired, RunEvent } from "../domain/events.ts";
import type { Injection } from "../domain/experiment.ts";
import type { Dependency } from "../domain/system-map.ts";
import { findFault } from "../faults/index.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { right, runSmall, says } from "../testing/small-agents.ts";

const urls: Readonly<Record<string, string>> = {
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com",
  bedrock: "https://bedrock-runtime.us-east-1.amazonaws.com",
};
const dependency = { alsoAt: [], dimension: "tools", options: {} } as const;
const modelAt = (protocol: string, url = urls[protocol] ?? ""): Dependency => ({
  ...dependency,
  name: "model",
  boundary: "model",
  protocol,
  url,
});
const orders: Dependency = {
  ...dependency,
  name: "orders",
  boundary: "tool",
  via: "context",
  protocol: "context-tool",
  url: "http://in-context.invalid/orders",
  options: { tools: ["get_*"] },
};

const injection = (fault: string, more: Partial<Injection> & { readonly with?: object } = {}): Injection => ({
  id: fault,
  fault,
  into: { boundary: "tool", dependencies: ["orders"] },
  via: "context",
  when: {},
  params: findFault(fault)?.params.parse(more.with ?? {}),
  description: fault,
  at: "inside.yaml:1:1",
  ...more,
});

/** Asks for an order until `times` results are there, and then says what the last one says. */
const brain =
  (times = 1) =>
  async ({ messages }: Conversation) => {
    const results = messages.filter((message) => message.role === "tool");
    const last = results.at(-1);
    if (last?.role === "tool" && results.length >= times)
      return says(`${right}: ${last.isError ? "!" : ""}${last.text}`);
    const id = `call_${String(results.length).padStart(5, "0")}`;
    return says("", [{ id, name: "get_order", arguments: JSON.stringify({ order_id: `TG-${results.length}` }) }]);
  };

interface Given {
  readonly ask: (prompt: string) => Promise<string>;
  readonly model: Dependency;
  readonly method: readonly Injection[];
  readonly times?: number;
}

async function inside({ ask, model, method, times = 1 }: Given) {
  const { events, result } = await runSmall({
    agent: () => (task) => ask(task.prompt),
    method: [],
    brain: brain(times),
    experiment: {
      target: {
        name: "inside",
        file: "target.yaml",
        spec: { kind: "module", module: "/inside.ts", clock: "virtual" },
        brain: { kind: "script", persona: "careful" },
        map: { file: "system-map.yaml", allowHosts: [], mocks: "/mocks.ts", dependencies: [model, orders] },
      },
      cells: [{ values: {}, method }],
    },
  });
  const arm = (name: "control" | "treatment") => {
    const own = events.filter((event) => "trial" in event && String(event.trial).endsWith(`/${name}`));
    const of = <T extends RunEvent["type"]>(type: T) =>
      own.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
    const started: readonly CallStarted[] = of("call-started").filter(({ via }) => via === "context");
    const ended: readonly CallEnded[] = of("call-ended").filter(({ address }) => address.startsWith("tool:"));
    const fired: readonly FaultFired[] = of("fault-fired");
    return { answer: of("performance-ended")[0]?.answer ?? "", started, ended, fired, calls: of("call-started") };
  };
  return { control: arm("control"), treatment: arm("treatment"), result };
}

const parsed = (answer: string): unknown => JSON.parse(answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1));

describe.each(Object.entries(agents))("tools that are functions of an agent on %s", (_name, { model, ask }) => {
  const own = { ask, model: modelAt(model) };

  it("are seen as calls of their dependency, and fail in the treatment arm alone", async () => {
    const { control, treatment } = await inside({ ...own, method: [injection("unavailable")] });
    expect(parsed(control.answer)).toMatchObject({ id: "TG-0", status: "shipped", total: 89.5 });
    expect(control.started.map(({ address }) => address)).toEqual(["tool:orders.get_order[1]#1"]);
    expect(control.started[0]?.request).toEqual({ arguments: { order_id: "TG-0" } });
    expect(control.ended[0]?.status).toBe(200);
    expect(control.fired).toEqual([]);
    expect(treatment.answer).toContain("Error: Service unavailable.");
    expect(treatment.answer).not.toContain("shipped");
    expect(treatment.fired.map(({ address, fault }) => [address, fault])).toEqual([
      ["tool:orders.get_order[1]#1", "unavailable"],
    ]);
    expect(treatment.ended[0]?.status).toBe(503);
  });

  it("answer with wrong values that the model takes for theirs", async () => {
    const method = [injection("wrong-types", { with: { share: 1 } })];
    const { treatment } = await inside({ ...own, method });
    expect(parsed(treatment.answer)).toEqual({ id: { value: "TG-0" }, status: { value: "shipped" }, total: "89.5" });
  });

  it("are decided once each: the second call fails, in every later request alike", async () => {
    const method = [injection("unavailable", { when: { nth: [2] } })];
    const { treatment } = await inside({ ...own, method, times: 3 });
    expect(treatment.started.map(({ address }) => address)).toEqual(
      [1, 2, 3].map((n) => `tool:orders.get_order[${n}]#1`),
    );
    expect(treatment.fired.map(({ address }) => address)).toEqual(["tool:orders.get_order[2]#1"]);
    expect(parsed(treatment.answer)).toMatchObject({ id: "TG-2" });
    const asked = treatment.calls
      .filter(({ boundary }) => boundary === "model")
      .map(({ request }) => JSON.stringify(request));
    expect(asked.map((text) => text.includes("Service unavailable"))).toEqual([false, false, true, false]);
  });

  it("stay as they were decided while the request to the model is made again", async () => {
    const retried: Injection = {
      ...injection("server-error"),
      into: { boundary: "model", dependencies: ["model"] },
      when: { nth: [2] },
    };
    const { treatment } = await inside({ ...own, method: [injection("unavailable", { when: { first: 1 } }), retried] });
    expect(
      treatment.calls
        .filter(({ boundary }) => boundary === "model")
        .map(({ occurrence, attempt }) => [occurrence, attempt]),
    ).toEqual([
      [1, 1],
      [2, 1],
      [2, 2],
    ]);
    expect(treatment.started).toHaveLength(1);
    expect(treatment.answer).toContain("Service unavailable");
  });
});

it("reaches a live model as the faults left it, and all else of its request as the agent sent it", async () => {
  const received: string[] = [];
  const upstream = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    received.push(body);
    const message = { role: "assistant", content: "done" };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ id: "1", object: "chat.completion", choices: [{ index: 0, message, finish_reason: "stop" }] }),
    );
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/v1`;
  const sent = `{ "model" : "m", "seed": 12345678901234567890, "messages": [ {"role":"user","content":"hi"},
    {"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"get_order","arguments":"{}"}}]},
    {"role":"tool","tool_call_id":"c1","content":"it is here"} ] }`;
  const ask = async (): Promise<{ text: string }> => {
    const response = await fetch(`${url}/chat/completions`, { method: "POST", body: sent });
    return { text: await response.text() };
  };
  const { result } = await inside({ ask: async () => right, model: modelAt("openai", url), method: [] });
  const experiment = {
    ...result.experiment,
    target: {
      name: "live",
      file: "target.yaml",
      spec: { kind: "module" as const, module: "/live.ts", clock: "real" as const },
      brain: { kind: "passthrough" as const },
      map: { file: "system-map.yaml", allowHosts: [], dependencies: [modelAt("openai", url), orders] },
    },
    cells: [{ values: {}, method: [injection("unavailable")] }],
  };
  await runInMemory([experiment], {
    concurrency: 1,
    equipment: {
      boot: () => ({ boot: async () => ({ perform: ask, close: async () => undefined }) }),
      brain: () => undefined,
    },
  });
  upstream.close();
  expect(received.toSorted((a, b) => a.length - b.length)).toEqual([
    sent,
    sent.replace('"it is here"', '"Error: Service unavailable."'),
  ]);
});
