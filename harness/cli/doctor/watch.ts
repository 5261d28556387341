import type { RunEvent } from "../../domain/events.ts";
import type { TargetDefinition } from "../../domain/experiment.ts";
import type { Router, Scope, Target } from "../../domain/ports.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { dependencyTable, isLoopback } from "../../execute/dependency-table.ts";
import type { Equipment } from "../../execute/run.ts";
import { isTelemetry } from "../../execute/telemetry-inbox.ts";

/** What is seen of a target while it works without faults. */
export interface Watched {
  readonly events: RunEvent[];
  /** Milliseconds that each boot took. */
  readonly boots: number[];
  /** Why it did not start. */
  readonly bootFailures: string[];
  /** Requests to no dependency that were blocked. */
  readonly blocked: WireRequest[];
  /** Requests to no dependency that were let through: to this machine, or to a host that is allowed. */
  readonly passed: WireRequest[];
  /** Requests to a dependency that came from no trial. */
  readonly strays: { readonly dependency: string; readonly why: string }[];
}

/** The equipment of a run, with an ear at each port. Requests keep no body beyond what protocols are recognised by. */
export function watching(
  base: Equipment,
  target: TargetDefinition,
  now: () => number,
): { readonly equipment: Equipment; readonly watched: Watched } {
  const watched: Watched = { events: [], boots: [], bootFailures: [], blocked: [], passed: [], strays: [] };
  const table = dependencyTable(target.map, base.findProtocol);
  const hear = (router: Router): Router => ({
    ...router,
    async route(request, scope, signal) {
      const result = await router.route(request, scope, signal);
      if (isTelemetry(request.url)) return result;
      const bound = table.find(request.url);
      if (bound && !scope)
        watched.strays.push({ dependency: bound.dependency.name, why: "it came from outside any trial" });
      if (!bound && result.kind === "blocked") watched.blocked.push(request);
      if (!bound && result.kind === "pass" && request.method !== "CONNECT") watched.passed.push(request);
      return result;
    },
    resolve(scope: Scope, dependency, rest) {
      const url = router.resolve(scope, dependency, rest);
      if (url === undefined) watched.strays.push({ dependency, why: `its address names the trial "${scope.trial}"` });
      return url;
    },
    ...(router.tunnel ? { tunnel: listening(router.tunnel) } : {}),
  });
  const listening =
    (tunnel: NonNullable<Router["tunnel"]>): NonNullable<Router["tunnel"]> =>
    (origin, ...more) => {
      const verdict = tunnel(origin, ...more);
      if (verdict.kind === "blocked" && !table.find(origin))
        watched.blocked.push({ method: "CONNECT", url: origin, headers: {}, body: new Uint8Array() });
      return verdict;
    };
  const timed = (inner: Target): Target => ({
    ...inner,
    async boot(environment, signal, more) {
      const from = now();
      try {
        const session = await inner.boot(environment, signal, more);
        watched.boots.push(now() - from);
        return session;
      } catch (error) {
        if (!signal.aborted) watched.bootFailures.push(error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
  });
  const equipment: Equipment = {
    ...base,
    interceptor: (given) => {
      const inner = base.interceptor(given);
      return { open: (router) => inner.open(hear(router)) };
    },
    boot: (given) => timed(base.boot(given)),
    // A task without a playbook is answered too: what counts here is who calls whom.
    brain: (given) => {
      const brain = base.brain(given);
      return (
        brain && {
          name: brain.name,
          turn: (...turn) => (turn[2].task.playbook === undefined ? plain() : brain.turn(...turn)),
        }
      );
    },
    journal: (event) => void watched.events.push(event),
  };
  return { equipment, watched };
}

const plain = async () => ({ text: "All is well.", toolCalls: [], stopReason: "stop" as const });

export const isLocal = ({ url }: WireRequest): boolean => isLoopback(url);
