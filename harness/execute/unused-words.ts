import { mistakes } from "../domain/nearest.ts";
import type { WireRequest } from "../domain/wire.ts";

/** Handlers that are named. */
const most = 3;

/** ` No request has met … so far …`: the handlers that the request was perhaps meant for, the nearest first. Begins with a space. */
export function unusedWords({ method, url }: WireRequest, unused: readonly string[]): string {
  const asked = `${method} ${url}`;
  const near = [...new Set(unused)]
    .map((handler) => ({ handler, cost: mistakes(handler, asked) }))
    .sort((a, b) => a.cost - b.cost || (a.handler < b.handler ? -1 : 1));
  if (near.length === 0) return "";
  const named = near.slice(0, most).map(({ handler }) => `"${handler}"`);
  const more = near.length > most ? ` and ${near.length - most} more` : "";
  return ` No request has met the ${near.length === 1 ? "handler" : "handlers"} ${named.join(", ")}${more} so far: is ${near.length === 1 ? "it" : "one of them"} meant for this one?`;
}
