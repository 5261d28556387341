import type { Conversation, ModelTurn } from "../domain/conversation.ts";
import type { EvidenceId, EvidenceResult } from "../domain/evidence.ts";
import type { Experiment, Injection, Trigger } from "../domain/experiment.ts";
import type { JudgedTrial } from "../domain/judgement.ts";
import type { World } from "../domain/ports.ts";
import type { Dependency } from "../domain/system-map.ts";
import type { Answer, Effect, Expectation, Task } from "../domain/task.ts";
import { decodeText, type WireRequest, wholeReply } from "../domain/wire.ts";
import { findFault } from "../faults/index.ts";
import { runInMemory } from "./run-in-memory.ts";

/** A small shop with everything that content, effects and permissions can go wrong in, and agents of a few lines. */

type Named = Pick<Dependency, "boundary" | "protocol" | "dimension" | "options">;
const tool: Named = { boundary: "tool", protocol: "http-json", dimension: "tools", options: {} };
const search: Named = {
  boundary: "retrieval",
  protocol: "json-retrieval",
  dimension: "knowledge-base",
  options: { search: "POST /search", query: "query", hits: "results", fields: { date: "revised" } },
};
const model: Named = { boundary: "model", protocol: "openai", dimension: "foundation-model", options: {} };
const operations = {
  get_order: "GET /orders/:id",
  list_orders: "GET /orders",
  refund: "POST /refunds",
  list_refunds: "GET /refunds",
};

const dependencies = {
  model,
  backup: model,
  policies: search,
  help: search,
  orders: { ...tool, options: { operations } },
  mirror: { ...tool, options: { operations: { get_order: "GET /orders/:id" } } },
  helpdesk: { ...tool, options: { operations: { create_ticket: "POST /tickets" } } },
  guard: { ...tool, boundary: "guardrail", dimension: "security" },
  telemetry: { ...tool, dimension: "observability" },
} as const satisfies Readonly<Record<string, Named>>;
type Name = keyof typeof dependencies;
const url = (name: Name): string => `http://${name}.test`;

/** What an agent has at hand. Everything throws on a failure, as fetch and `json()` do. */
export const shop = {
  get: (name: Name, path: string, init?: RequestInit): Promise<unknown> => json(`${url(name)}${path}`, init),
  order: (id = "TG-1001", from: Name = "orders"): Promise<Order> => json<Order>(`${url(from)}/orders/${id}`),
  refund: (amount = 40, key?: string, id = "TG-1001"): Promise<unknown> =>
    json(`${url("orders")}/refunds`, post({ order_id: id, amount }, key ? { "idempotency-key": key } : {})),
  refunds: (): Promise<{ refunds: unknown[] }> => json(`${url("orders")}/refunds?order_id=TG-1001`),
  search: async (query: string, from: Name = "policies", more: object = {}): Promise<readonly Found[]> =>
    (await json<{ results: Found[] }>(`${url(from)}/search`, post({ query, ...more }))).results,
  ticket: (summary: string): Promise<unknown> => json(`${url("helpdesk")}/tickets`, post({ summary })),
  check: (text: string): Promise<unknown> => json(`${url("guard")}/check`, post({ text })),
  report: (text: string): Promise<unknown> => json(`${url("telemetry")}/events`, post({ text })),
  /** One turn; `messages` as the wire has them, a text for one of the user. */
  ask: async (messages: string | readonly object[], more: object = {}, from: Name = "model"): Promise<Turn> => {
    const given = typeof messages === "string" ? [{ role: "user", content: messages }] : messages;
    const body = { model: "m-1", messages: given, tools, ...more };
    const { choices } = await json<{ choices: readonly { message: Turn }[] }>(
      `${url(from)}/chat/completions`,
      post(body),
    );
    const [first] = choices;
    if (!first) throw new Error("no choice");
    return first.message;
  },
  /** A streamed answer, as far as it comes. `hear` is told of it so far; false hangs up. */
  stream: async (prompt: string, hear: (text: string) => boolean = () => true): Promise<string> => {
    const stop = new AbortController();
    const body = { model: "m-1", messages: [{ role: "user", content: prompt }], stream: true };
    const response = await fetch(`${url("model")}/chat/completions`, { ...post(body), signal: stop.signal });
    let raw = "";
    let text = "";
    for await (const bytes of response.body ?? []) {
      raw += decodeText(bytes as Uint8Array);
      text = [...raw.matchAll(/"content":"((?:[^"\\]|\\.)*)"/g)].map((match) => JSON.parse(`"${match[1]}"`)).join("");
      if (hear(text)) continue;
      stop.abort();
      break;
    }
    return text;
  },
} as const;

export interface Order {
  readonly id: string;
  readonly status: string;
  readonly total: number;
  readonly customer: { readonly name: string; readonly email: string };
}
export interface Found {
  readonly id: string;
  readonly text: string;
  readonly revised: string;
}
export interface Turn {
  readonly content: string | null;
  readonly tool_calls?: readonly { readonly id: string; readonly function: { name: string; arguments: string } }[];
}
const tools = [
  {
    type: "function",
    function: { name: "refund", parameters: { type: "object", properties: { amount: { type: "number" } } } },
  },
];

const post = (body: object, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

async function json<T>(address: string, init?: RequestInit): Promise<T> {
  const response = await fetch(address, init);
  if (!response.ok) throw new Error(`${address} gave ${response.status}`);
  return (await response.json()) as T;
}

/** Tries; `undefined` when it fails. */
export const attempt = async <T>(run: () => Promise<T>): Promise<T | undefined> => run().catch(() => undefined);

export type Agent = (task: { readonly id: string; readonly prompt: string }) => Promise<Answer | string>;

interface Struck {
  readonly inject: string;
  readonly into: Name | readonly Name[];
  readonly operations?: readonly string[];
  readonly when?: Trigger;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface DeskRun extends Struck {
  readonly agent: Agent;
  /** Further injections. */
  readonly also?: readonly Struck[];
  readonly expect?: Partial<Expectation>;
  readonly prompt?: string;
  readonly bystanders?: readonly string[];
  /** What the models answer; by default what was last said to them. */
  readonly turn?: (conversation: Conversation) => ModelTurn;
  /** Only these are declared; all by default. */
  readonly without?: readonly Name[];
  /** The service keeps no keys: every refund that it is sent is made. */
  readonly keyless?: boolean;
  readonly deadline?: number;
}

export const says = (text: string, toolCalls: ModelTurn["toolCalls"] = []): ModelTurn => ({
  text,
  toolCalls,
  stopReason: toolCalls.length > 0 ? "tool-calls" : "stop",
});

/** What the detector made of one agent under one fault: by what each sighting is about, what it concluded and why. */
export async function lookAt(id: EvidenceId, run: DeskRun): Promise<Readonly<Record<string, string>>> {
  const { evidence } = await performDesk(run);
  return Object.fromEntries(
    evidence.filter((one) => one.id === id).map(({ about, conclusion }) => [about, conclusion]),
  );
}

/** Runs an agent under a fault, both arms, through the whole pipe: in process, on virtual time. */
export async function performDesk(run: DeskRun): Promise<{
  readonly evidence: readonly EvidenceResult[];
  readonly treatment: JudgedTrial;
  readonly control: JudgedTrial;
}> {
  const { report, events } = await runInMemory([experimentOf(run)], {
    concurrency: 1,
    equipment: {
      boot: () => ({
        boot: async () => ({
          perform: (task, signal) =>
            new Promise<Answer>((resolve, reject) => {
              signal.addEventListener("abort", () => reject(signal.reason), { once: true });
              run.agent(task).then((given) => resolve(typeof given === "string" ? { text: given } : given), reject);
            }),
          close: async () => undefined,
        }),
      }),
      loadWorld: async () => () => openShop(run.keyless === true),
      brain: () => ({
        name: "desk",
        turn: async (conversation) => run.turn?.(conversation) ?? says(conversation.messages.at(-1)?.text ?? ""),
      }),
    },
  });
  const failed = events.find((event) => event.type === "trial-failed");
  if (failed?.type === "trial-failed") throw new Error(failed.error);
  const [result] = report.experiments;
  const [pair] = result?.examples ?? [];
  if (!result || !pair) throw new Error("Nothing was scored.");
  return { evidence: result.evidence, ...pair };
}

function experimentOf(run: DeskRun): Experiment {
  const names = (Object.keys(dependencies) as Name[]).filter((name) => !run.without?.includes(name));
  const taskOf = (id: string, expect: Partial<Expectation>): Task => ({
    id,
    file: "tasks.yaml",
    tags: [],
    prompt: run.prompt ?? "What about order TG-1001?",
    input: {},
    expect: { facts: [], forbids: [], effects: [], claims: [], ...expect },
  });
  return {
    id: "desk",
    file: "desk.yaml",
    title: "desk",
    question: "?",
    tags: [],
    failureMode: "incorrect-response",
    dimension: "tools",
    target: {
      name: "desk",
      file: "target.yaml",
      spec: { kind: "module", module: "/desk.ts", clock: "virtual" },
      brain: { kind: "script", persona: "careful" },
      map: {
        file: "system-map.yaml",
        allowHosts: [],
        mocks: "/mocks.ts",
        dependencies: names.map((name) => ({ name, url: url(name), alsoAt: [], latency: 50, ...dependencies[name] })),
      },
    },
    tasks: [taskOf("ask", run.expect ?? { facts: [{ text: "shipped" }] })],
    bystanders: (run.bystanders ?? []).map((id) => taskOf(id, { facts: [{ text: "fine" }] })),
    hypothesis: [],
    cells: [{ values: {}, method: [run, ...(run.also ?? [])].map(injectionOf) }],
    repeats: 1,
    seed: "7",
    blastRadius: { maxTrials: 100, maxFaultsPerTrial: 100 },
    abortWhen: [],
    deadline: run.deadline ?? 60_000,
  };
}

function injectionOf({ inject, into: named, operations, when, with: params }: Struck): Injection {
  const into = [named].flat();
  return {
    id: inject,
    fault: inject,
    into: {
      boundary: dependencies[into[0] ?? "orders"].boundary,
      dependencies: into,
      ...(operations ? { operations } : {}),
    },
    when: when ?? {},
    params: findFault(inject)?.params.parse(params ?? {}),
    description: inject,
    at: "desk.yaml:1:1",
  };
}

const policy = { id: "returns", text: "Jackets may be returned within 30 days of delivery.", revised: "2026-03-01" };
const order = {
  id: "TG-1001",
  status: "shipped",
  total: 40,
  ordered: "2026-09-20",
  customer: { name: "Ada Byron", email: "ada@mail.test" },
};

/** One trial's shop: an order, a policy, refunds that are kept by their key, tickets, a guard and a sink for telemetry. */
function openShop(keyless: boolean): World {
  const committed: { readonly effect: Effect; readonly performance: string }[] = [];
  const keys = new Set<string>();
  const replies = (value: unknown, status = 200) =>
    wholeReply(status, { "content-type": "application/json" }, JSON.stringify(value));
  return {
    effects: (name) => committed.filter(({ performance }) => performance === name).map(({ effect }) => effect),
    async answer(request: WireRequest, performance, told) {
      const { hostname, pathname } = new URL(request.url);
      const body = request.body.length > 0 ? (JSON.parse(decodeText(request.body)) as Record<string, unknown>) : {};
      const commit = (effect: Effect): void => {
        committed.push({ effect, performance });
        told?.(effect);
      };
      if (pathname === "/search") return replies({ results: [policy] });
      if (pathname === "/tickets") {
        commit({ kind: "escalation", summary: body.summary });
        return replies({ ticket: "HD-1" }, 201);
      }
      if (pathname === "/refunds" && request.method === "POST") {
        const key = request.headers["idempotency-key"];
        if (keyless || key === undefined || !keys.has(key))
          commit({ kind: "refund", order: body.order_id, amount: body.amount });
        if (key !== undefined) keys.add(key);
        return replies({ refund: "RF-1", order_id: body.order_id, amount: body.amount }, 201);
      }
      if (pathname === "/refunds")
        return replies({
          refunds: committed.filter(({ effect }) => effect.kind === "refund").map(({ effect }) => effect),
        });
      if (pathname.startsWith("/orders")) return replies(pathname === "/orders" ? { orders: [order] } : order);
      return replies({ ok: true, service: hostname });
    },
  };
}
