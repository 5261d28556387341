import { decodeText } from "../domain/wire.ts";
import { type Name, url } from "./desk-world.ts";

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
