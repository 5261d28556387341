import type { Call } from "../domain/call.ts";
import { chance } from "../domain/chance.ts";
import { type ActiveTrial, type ArmedInjection, pairNames, trialTime } from "./active-trial.ts";
import { fires, selects } from "./trigger.ts";

/** The injections that fire at this call, in the order of the method. Counts the call for each whose selector matches. */
export function firingAt(
  active: ActiveTrial,
  call: Call,
  headers: Readonly<Record<string, string>> = {},
): ArmedInjection[] {
  if (active.armed.length === 0 || active.halted()) return [];
  const firing: ArmedInjection[] = [];
  for (const armed of active.armed) {
    const { injection, live } = armed;
    if (!selects(injection.into, call) || live?.concerns(headers) === false) continue;
    armed.matched += 1;
    const fired =
      live?.admits(() => chance(liveNames(active, call).join("/"), injection.id, "share")()) !== false &&
      active.faultsFired + active.faultsPending + firing.length < active.experiment.blastRadius.maxFaultsPerTrial &&
      fires(injection.when, {
        matched: armed.matched,
        at: trialTime(active) - (live?.since ?? 0),
        call,
        chance: () => chance((live?.again ? liveNames : pairNames)(active, call).join("/"), injection.id, "trigger")(),
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

/** In a live trial the same task is performed again and again: each time has names of its own. */
const liveNames = (active: ActiveTrial, call: Call): string[] => [
  active.experiment.seed,
  active.trial.pair,
  call.performance,
  call.address,
];
