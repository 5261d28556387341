import type { Injection } from "../domain/experiment.ts";
import type { DisarmReason, LiveRadius } from "../domain/gameday.ts";
import { longestTimer } from "../domain/longest-timer.ts";
import type { Trial } from "../domain/trial.ts";
import { type Activated, activate, type Backstage } from "./activate.ts";
import { type ArmedInjection, trialTime, unfired } from "./active-trial.ts";
import { liveReach } from "./live-reach.ts";

/** What is still remembered of a trial that never ends. */
const remembered = { performances: 2000, calls: 500 } as const;

/** Told that an injection went off by itself. */
export type WentOff = (why: Extract<DisarmReason, "time-to-live" | "cap">, fired: number) => void;

/** One trial whose injections are armed, changed and disarmed while it runs. Nothing is armed at first. */
export interface LiveTrialControl {
  readonly activated: Activated;
  /** @throws {Error} if there is no such fault, or the injection is armed already. */
  arm(injection: Injection, radius: LiveRadius, wentOff: WentOff): void;
  /** The time to live begins anew. False: it is not armed. */
  change(injection: string, radius: LiveRadius): boolean;
  /** From now on it touches no call, and lets go of those that it holds. How often it fired; undefined: it was not armed. */
  disarm(injection: string): number | undefined;
  /** Disarms everything, before it returns: firings by injection. */
  halt(): ReadonlyMap<string, number>;
  fired(injection: string): number;
  /** Disarms, and answers no call of the trial any more. Idempotent. */
  close(): void;
}

interface Entry {
  readonly armed: ArmedInjection & { readonly live: ReturnType<typeof liveReach> };
  readonly off: AbortController;
  readonly wentOff: WentOff;
  until: number;
  timer: NodeJS.Timeout | undefined;
}

/** @param stage its clock must be one that cannot be set, or a jump of the date would prolong a fault. */
export function openLive(stage: Backstage, trial: Trial, signal: AbortSignal): LiveTrialControl {
  /** Read by every call: those that may fire. */
  const armed: ArmedInjection[] = [];
  const entries = new Map<string, Entry>();
  /** Those that may touch no further call and are not done with some. */
  const spent = new Set<Entry>();
  const activated = activate(stage, trial, signal, { armed, ...remembered });
  const { clock } = stage;

  const take = (entry: Entry): void => {
    const { id } = entry.armed.injection;
    if (entries.get(id) === entry) entries.delete(id);
    const at = armed.indexOf(entry.armed);
    if (at !== -1) armed.splice(at, 1);
  };
  const turnOff = (entry: Entry): number => {
    take(entry);
    spent.delete(entry);
    clearTimeout(entry.timer);
    entry.off.abort(new Error(`The injection "${entry.armed.injection.id}" is off.`));
    return entry.armed.firings;
  };
  const decideAnew = (): void => activated.decideAnew();

  const wait = (entry: Entry): void => {
    clearTimeout(entry.timer);
    const left = entry.until - clock.now();
    entry.timer = setTimeout(
      () => {
        if (clock.now() < entry.until) return wait(entry);
        const announced = spent.has(entry);
        const firings = turnOff(entry);
        decideAnew();
        if (!announced) entry.wentOff("time-to-live", firings);
      },
      Math.min(longestTimer, Math.max(0, Math.ceil(left))),
    );
    entry.timer.unref();
  };

  const halt = (): ReadonlyMap<string, number> => {
    const firings = new Map([...entries].map(([id, { armed: one }]) => [id, one.firings]));
    armed.length = 0;
    for (const entry of [...entries.values(), ...spent]) turnOff(entry);
    decideAnew();
    return firings;
  };

  return {
    activated,
    arm(injection, radius, wentOff) {
      const fault = stage.findFault(injection.fault);
      if (!fault) throw new Error(`${injection.at} No fault "${injection.fault}".`);
      if (entries.has(injection.id)) throw new Error(`"${injection.id}" is armed already.`);
      const off = new AbortController();
      const entry: Entry = {
        off,
        wentOff,
        until: clock.now() + radius.for,
        timer: undefined,
        armed: {
          ...unfired(injection, fault),
          live: liveReach({
            again: true,
            since: trialTime(activated.active),
            radius,
            off: off.signal,
            expired: () => clock.now() >= entry.until,
            firings: () => entry.armed.firings,
            spent: () => {
              if (!entries.has(injection.id) || spent.has(entry)) return;
              take(entry);
              spent.add(entry);
              entry.wentOff("cap", entry.armed.firings);
            },
          }),
        },
      };
      entries.set(injection.id, entry);
      armed.push(entry.armed);
      wait(entry);
    },
    change(injection, radius) {
      const entry = entries.get(injection);
      if (!entry) return false;
      entry.armed.live.radius = radius;
      entry.until = clock.now() + radius.for;
      wait(entry);
      if (entry.armed.firings >= radius.cap) {
        take(entry);
        spent.add(entry);
        entry.wentOff("cap", entry.armed.firings);
      }
      return true;
    },
    disarm(injection) {
      const entry = entries.get(injection);
      for (const one of [...spent]) if (one.armed.injection.id === injection) turnOff(one);
      const firings = entry && turnOff(entry);
      if (entry) decideAnew();
      return firings;
    },
    halt,
    fired: (injection) => entries.get(injection)?.armed.firings ?? 0,
    close() {
      halt();
      activated.close();
    },
  };
}
