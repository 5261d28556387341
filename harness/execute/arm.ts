import type { Call } from "../domain/call.ts";
import { chance } from "../domain/chance.ts";
import { type ActiveTrial, type ArmedInjection, pairNames, trialTime } from "./active-trial.ts";
import { fires, selects } from "./trigger.ts";

/** The injections that fire at this call, in the order of the method. Counts the call for each whose selector matches. */
export function firingAt(active: ActiveTrial, call: Call): ArmedInjection[] {
  if (active.armed.length === 0 || active.halted()) return [];
  const firing: ArmedInjection[] = [];
  for (const armed of active.armed) {
    const { injection } = armed;
    if (!selects(injection.into, call)) continue;
    armed.matched += 1;
    const fired =
      active.faultsFired + active.faultsPending + firing.length < active.experiment.blastRadius.maxFaultsPerTrial &&
      fires(injection.when, {
        matched: armed.matched,
        at: trialTime(active),
        call,
        chance: () => chance(pairNames(active, call).join("/"), injection.id, "trigger")(),
        lastFired: (id) => active.armed.find((other) => other.injection.id === id)?.lastFired,
      });
    if (!fired) {
      armed.firingSince = undefined;
      continue;
    }
    firing.push(armed);
  }
  return firing;
}
