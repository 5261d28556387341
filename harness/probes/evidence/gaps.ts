import { inContext } from "../../domain/attempts.ts";
import type { CallRecord } from "../../domain/events.ts";
import type { ArmView } from "../../domain/pair.ts";
import { answeredBetween } from "./layers.ts";

/** The wait between two attempts at one call. */
export interface Gap {
  readonly before: CallRecord;
  readonly after: CallRecord;
  readonly ms: number;
  /** What the dependency asked for. */
  readonly announced?: number;
  /** A model was asked meanwhile: what passed is no wait. */
  readonly asked: boolean;
}

/** The chains of attempts at which a fault fired, by dependency, with their waits. */
export function waitsOf(arm: ArmView): ReadonlyMap<string, readonly (readonly Gap[])[]> {
  if (arm.faulted.size === 0) return new Map();
  const chains = arm.chains.filter(
    (chain) => chain.length > 1 && chain.some(({ faults }) => faults.length > 0) && !chain.some(inContext),
  );
  const byDependency = Map.groupBy(chains, ([first]) => first?.started.dependency ?? "");
  return new Map([...byDependency].map(([name, own]) => [name, own.map((chain) => gapsOf(chain, arm.calls))]));
}

const gapsOf = (chain: readonly CallRecord[], all: readonly CallRecord[]): readonly Gap[] =>
  chain.slice(1).flatMap((after, index) => {
    const before = chain[index];
    if (!before) return [];
    const announced = before.ended?.retryAfterMs;
    const ms = Math.max(0, after.started.t - (before.ended?.t ?? before.started.t));
    const asked = after.started.boundary !== "model" && answeredBetween(before, after, all);
    return [{ before, after, ms, asked, ...(announced === undefined ? {} : { announced }) }];
  });
