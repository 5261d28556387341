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

type Waits = ReadonlyMap<string, readonly (readonly Gap[])[]>;

const none: Waits = new Map();
/** Of an arm that several detectors look at. */
const known = new WeakMap<ArmView, Waits>();

/** The chains of attempts at which a fault fired, by dependency, with their waits. */
export function waitsOf(arm: ArmView): Waits {
  let some = false;
  for (const chains of arm.struck.values()) some ||= chains.some(isRetried);
  if (!some) return none;
  const waits = known.get(arm) ?? gather(arm);
  known.set(arm, waits);
  return waits;
}

function gather({ struck, calls }: ArmView): Waits {
  const waits = new Map<string, readonly (readonly Gap[])[]>();
  for (const [dependency, chains] of struck) {
    const retried = chains.filter(isRetried);
    if (retried.length > 0)
      waits.set(
        dependency,
        retried.map((chain) => gapsOf(chain, calls)),
      );
  }
  return waits;
}

const isRetried = (chain: readonly CallRecord[]): boolean => chain.length > 1 && !chain.some(inContext);

const gapsOf = (chain: readonly CallRecord[], all: readonly CallRecord[]): readonly Gap[] =>
  chain.slice(1).flatMap((after, index) => {
    const before = chain[index];
    if (!before) return [];
    const announced = before.ended?.retryAfterMs;
    const ms = Math.max(0, after.started.t - (before.ended?.t ?? before.started.t));
    const asked = after.started.boundary !== "model" && answeredBetween(before, after, all);
    return [{ before, after, ms, asked, ...(announced === undefined ? {} : { announced }) }];
  });
