import type { TargetDefinition } from "../domain/experiment.ts";
import { currentTrial, type RouteResult, type Router, type Scope } from "../domain/ports.ts";
import type { Dependency } from "../domain/system-map.ts";
import { startsProgram } from "../domain/target-spec.ts";
import { telemetryName } from "../domain/telemetry.ts";
import type { WireRequest } from "../domain/wire.ts";
import { type ActiveTrial, trialTime } from "./active-trial.ts";
import { type BoundDependency, isLoopback } from "./dependency-table.ts";
import { serveCall } from "./serve-call.ts";
import { isTelemetry, type TelemetryInbox, telemetryUrl } from "./telemetry-inbox.ts";
import { readsResults, throughContext } from "./through-context.ts";

export interface TrialRouter extends Router {
  /** From now on the trial's calls are answered; until the returned function is called. */
  register(active: ActiveTrial): () => void;
}

/** Trials that are over and may still be called. */
const remembered = 1000;
const nowhere = "http://trial-over.invalid/";

export function createRouter(telemetry?: TelemetryInbox): TrialRouter {
  const running = new Map<string, ActiveTrial>();
  const over = new Set<string>();

  /** The scope with the trial that it really means. */
  const meant = <S extends Scope | undefined>(scope: S): S => {
    const [only, ...others] = running.keys();
    return scope?.trial === currentTrial && only !== undefined && others.length === 0
      ? { ...scope, trial: only }
      : scope;
  };

  return {
    register(active) {
      running.set(active.trial.id, active);
      return () => {
        running.delete(active.trial.id);
        over.add(active.trial.id);
        const [oldest] = over;
        if (over.size > remembered && oldest !== undefined) over.delete(oldest);
      };
    },
    resolve(scope, dependency, rest) {
      if (telemetry && dependency === telemetryName) return telemetryUrl(meant(scope).trial, rest);
      // What an agent left behind by its trial still calls is not refused: it would ask again and again. It waits.
      if (over.has(scope.trial)) return nowhere;
      const bound = running.get(meant(scope).trial)?.dependencies.named(dependency);
      return bound && bound.dependency.url + rest;
    },
    claims(origin, given) {
      const scope = meant(given);
      if (scope && over.has(scope.trial)) return true;
      const active = scope && running.get(scope.trial);
      const trials = active ? [active] : [...running.values()];
      return (
        trials.some(({ dependencies }) => dependencies.at(origin)) ||
        outside({ method: "CONNECT", url: origin }, trials).kind !== "pass"
      );
    },
    async route(request, given, signal) {
      if (telemetry && isTelemetry(request.url) && request.method !== "CONNECT")
        return { kind: "reply", wire: telemetry.take(request) };
      const scope = meant(given);
      const active = scope && running.get(scope.trial);
      if (!active) {
        // An agent that its trial has left behind must neither reach anything nor spin on errors.
        if (scope && over.has(scope.trial)) return { kind: "disconnect", code: "hang" };
        return fromNobody(request, [...running.values()]);
      }
      const performance = scope.performance ?? active.current;
      if (request.method === "CONNECT") {
        const there = active.dependencies.at(request.url);
        if (there) return { kind: "blocked", message: ownConnection(there.dependency.name) };
      }
      const bound = active.dependencies.find(request.url);
      if (bound) {
        return answered(active, bound, request, performance, signal).catch((error: unknown) => {
          active.fail(
            `Cannot read ${request.method} ${request.url} as a call to "${bound.dependency.name}": ${error instanceof Error ? error.message : String(error)}`,
          );
          return { kind: "disconnect", code: "hang" };
        });
      }
      const verdict = outside(request, [active]);
      if (verdict.kind === "blocked") escaped(active, request, scope);
      return verdict;
    },
    lookup(host, given) {
      const scope = meant(given);
      if (scope && over.has(scope.trial)) return false;
      const active = scope && running.get(scope.trial);
      return mayBeLookedUp(host, active ? [active] : [...running.values()]);
    },
    tunnel(origin, given, seen) {
      const scope = meant(given);
      if (scope && over.has(scope.trial)) return { kind: "disconnect", code: "hang" };
      const active = scope && running.get(scope.trial);
      const asked = { method: "CONNECT", url: origin };
      const trials = active ? [active] : [...running.values()];
      if (seen && trials.some(({ dependencies }) => dependencies.at(origin))) return { kind: "pass" };
      if (!active) return fromNobody(asked, trials);
      const there = active.dependencies.at(origin);
      if (there) {
        const message = unseen(there.dependency, active.experiment.target);
        active.fail(message);
        return { kind: "blocked", message };
      }
      const verdict = outside(asked, [active]);
      if (verdict.kind === "blocked") escaped(active, asked, scope);
      return verdict;
    },
  };
}

/** Nobody can connect to a name that does not exist: of other hosts the lookup is all that will be seen. */
function mayBeLookedUp(host: string, trials: readonly ActiveTrial[]): boolean {
  const named = (address: string): boolean => hostOf(address) === host;
  const may = trials.some(({ experiment: { target } }) =>
    [
      ...target.map.dependencies.flatMap(({ url, alsoAt }) => [url, ...alsoAt]),
      ...target.map.allowHosts.map((name) => `tcp://${name}`),
    ].some(named),
  );
  if (!may)
    for (const active of trials)
      escaped(active, { method: "LOOKUP", url: `dns://${host}` }, { trial: active.trial.id });
  return may;
}
const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).hostname.toLowerCase() : "");

/** What tools inside the agent have answered is served first, so that whatever answers for the model reads what the faults left of it. */
function answered(
  active: ActiveTrial,
  bound: BoundDependency,
  request: WireRequest,
  performance: string,
  signal: AbortSignal,
): Promise<RouteResult> {
  if (!readsResults(active, bound)) return serveCall(active, bound, request, performance, signal);
  return throughContext(active, bound, request, performance, (inside, call, given) =>
    // What is decided outlives this attempt at the model call.
    serveCall(active, inside, call, performance, active.signal, given),
  ).then((seen) => serveCall(active, bound, seen, performance, signal));
}

/** A call of which nobody can say to which of the running trials it belongs. It is blocked all the same, and all of them name it. */
function fromNobody(request: Pick<WireRequest, "method" | "url">, trials: readonly ActiveTrial[]): RouteResult {
  const there = trials.map(({ dependencies }) => dependencies.at(request.url)).find((bound) => bound !== undefined);
  if (there)
    return {
      kind: "blocked",
      message: `Brownout blocked ${request.method} ${request.url} to "${there.dependency.name}": it cannot tell which running trial the call belongs to. Let the agent use the variables that it is handed as they are, or run one trial at a time with --concurrency 1.`,
    };
  const verdict = outside(request, trials);
  if (verdict.kind === "blocked") for (const active of trials) escaped(active, request, { trial: active.trial.id });
  return verdict;
}

/** A connection that would have carried the calls past every fault. */
const unseen = ({ name, url, env }: Dependency, target: TargetDefinition): string =>
  `The agent connects to "${name}" at ${url} by itself${env === undefined ? "" : ` and not through ${env}`}, over TLS or without HTTP, where no fault can reach it. ` +
  remedy(target);

/** A module runs in this process, a page's server and one that runs already are not started with our variables: they know no other interception. */
const remedy = ({ spec, file }: TargetDefinition): string => {
  const variable = 'read its address from a variable ("env" in the system map)';
  if (spec.kind === "module")
    return `Let the agent ${variable}, which a module finds in the "env" that it is handed; or start it as a program of its own ("kind: command" or "kind: http" with "start" in ${file}), which may have "interception: preload".`;
  return spec.kind === "browser" || !startsProgram(spec)
    ? `Let the agent ${variable}.`
    : `Set "interception: preload" (Node) or "interception: proxy" (any language) in ${file}, or let the agent ${variable}.`;
};

/** The socket-level interceptor asks about connections that do not speak HTTP/1.1 as CONNECT. */
const ownConnection = (dependency: string): string =>
  `Brownout cannot intercept the connection to "${dependency}" in process: its client makes HTTP/2 connections of its own (gRPC does) or speaks no HTTP. ` +
  "Let the client use HTTP/1.1 or http2.connect, run with --gateway and a base URL, or declare the tool that uses it instead.";

/** A call to no declared dependency: loopback and hosts allowed by name pass, everything else is blocked. */
function outside(request: Pick<WireRequest, "method" | "url">, trials: readonly ActiveTrial[]): RouteResult {
  const { host, hostname } = new URL(request.url);
  const allowed = trials.some(({ experiment }) =>
    experiment.target.map.allowHosts.some((name) => name === host || name === hostname),
  );
  if (allowed || isLoopback(request.url)) return { kind: "pass" };
  return {
    kind: "blocked",
    message: `Brownout blocked ${request.method} ${request.url}: the system map declares no dependency at ${host}. Declare it under "dependencies", or add "${host}" to "allowHosts".`,
  };
}

function escaped(active: ActiveTrial, request: Pick<WireRequest, "method" | "url">, scope: Scope): void {
  active.journal({
    type: "call-escaped",
    trial: scope.trial,
    ...(scope.performance ? { performance: scope.performance } : {}),
    t: trialTime(active),
    host: new URL(request.url).host,
    method: request.method,
  });
}
