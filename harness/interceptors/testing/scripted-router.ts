import type { RouteResult, Router, Scope } from "../../domain/ports.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { scenarios } from "./scenarios.ts";

export interface Asked {
  readonly request: WireRequest;
  readonly scope: Scope | undefined;
  readonly signal: AbortSignal;
}
type Answer = (
  request: WireRequest,
  scope: Scope | undefined,
  signal: AbortSignal,
) => RouteResult | Promise<RouteResult>;

export const upstream = "http://dependency.example/v1";

/** A router that notes what it was asked. Without an `answer` of the test's own it plays the scenario named by the path. */
export function scriptedRouter(answer: Answer = playScenario): Router & { readonly asked: Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    async route(request, scope, signal) {
      asked.push({ request, scope, signal });
      return answer(request, scope, signal);
    },
    claims: (origin) => new URL(origin).hostname !== "127.0.0.1",
    resolve: (_scope, dependency, rest) => (["dep", "neighbour"].includes(dependency) ? upstream + rest : undefined),
  };
}

const playScenario: Answer = ({ url }) => {
  const { hostname, pathname } = new URL(url);
  if (hostname === "127.0.0.1") return { kind: "pass" };
  const name = decodeURIComponent(pathname.split("/").at(-1) ?? "");
  return scenarios[name]?.result ?? { kind: "blocked", message: `no scenario "${name}"` };
};
