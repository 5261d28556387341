import type { World } from "../domain/ports.ts";
import type { Dependency } from "../domain/system-map.ts";
import type { Effect } from "../domain/task.ts";
import { decodeText, type WireRequest, wholeReply } from "../domain/wire.ts";

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

/** What the shop consists of; each stands at `http://NAME.test`. */
export const dependencies = {
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
export type Name = keyof typeof dependencies;
export const url = (name: Name): string => `http://${name}.test`;

const policy = { id: "returns", text: "Jackets may be returned within 30 days of delivery.", revised: "2026-03-01" };
const order = {
  id: "TG-1001",
  status: "shipped",
  total: 40,
  ordered: "2026-09-20",
  customer: { name: "Ada Byron", email: "ada@mail.test" },
};

/** One trial's shop: an order, a policy, refunds that are kept by their key, tickets, a guard and a sink for telemetry. */
export function openShop(keyless: boolean): World {
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
