import type { Call } from "../domain/call.ts";
import type { Chance } from "../domain/chance.ts";
import type { Selector, Trigger } from "../domain/experiment.ts";
import { matchesGlob } from "../domain/glob.ts";
import { hasValues } from "./has-values.ts";

/** What a trigger may look at. */
export interface TriggerMoment {
  /** How many calls the selector has matched in this trial, this one included. */
  readonly matched: number;
  /** Trial time in ms. */
  readonly at: number;
  readonly call: Call;
  readonly chance: Chance;
  /** When another injection last fired, in trial time. */
  lastFired(injection: string): number | undefined;
}

export function selects(selector: Selector, call: Call): boolean {
  return (
    selector.boundary === call.boundary &&
    selector.dependencies.some((name) => matchesGlob(name, call.dependency)) &&
    (selector.operations === undefined || selector.operations.some((glob) => matchesGlob(glob, call.operation))) &&
    (selector.where === undefined || hasValues(call.payload, selector.where))
  );
}

/** Every part that the trigger has must agree. One random number at most is drawn, from the named source. */
export function fires(trigger: Trigger, moment: TriggerMoment): boolean {
  const { matched, at } = moment;
  if (trigger.never) return false;
  if (trigger.nth && !trigger.nth.includes(matched)) return false;
  if (trigger.every !== undefined && matched % trigger.every !== 0) return false;
  if (trigger.first !== undefined && matched > trigger.first) return false;
  if (trigger.afterFirst !== undefined && matched <= trigger.afterFirst) return false;
  if (trigger.window && (at < trigger.window.from || at >= trigger.window.to)) return false;
  if (trigger.duty && at % (trigger.duty.on + trigger.duty.off) >= trigger.duty.on) return false;
  if (trigger.where && !hasValues(moment.call.payload, trigger.where)) return false;
  if (trigger.after) {
    const fired = moment.lastFired(trigger.after.injection);
    if (fired === undefined || (trigger.after.within !== undefined && at - fired > trigger.after.within)) return false;
  }
  const probability = (trigger.probability ?? 1) * rampAt(trigger, at);
  return probability >= 1 || (probability > 0 && moment.chance() < probability);
}

function rampAt(trigger: Trigger, at: number): number {
  if (!trigger.ramp) return 1;
  const { from, to, over } = trigger.ramp;
  return from + (to - from) * Math.min(1, over === 0 ? 1 : at / over);
}
