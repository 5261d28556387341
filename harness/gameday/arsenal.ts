import {
  type ArmedNow,
  type DisarmReason,
  type GamedayMoment,
  type GamedayPlan,
  type GamedayState,
  type LiveRadius,
  longestLife,
  type PlannedInjection,
} from "../domain/gameday.ts";
import { planActor } from "../domain/plan-actor.ts";
import type { DayClock, FaultPort } from "./ports.ts";

interface Known {
  readonly planned: PlannedInjection;
  /** Index of its phase; undefined = at hand. */
  readonly phase: number | undefined;
}
interface Armed extends Omit<ArmedNow, "fired"> {
  readonly phase: number | undefined;
}

/** What may be armed, and what is. Every change is told as a moment, and has happened when it is told. */
export interface Arsenal {
  readonly armed: readonly ArmedNow[];
  ready(phase: number | undefined): GamedayState["ready"];
  /** Why not; undefined = done. */
  arm(injection: string, by: string, phase: number | undefined, radius?: Partial<LiveRadius>): string | undefined;
  change(injection: string, by: string, radius: Partial<LiveRadius>): string | undefined;
  /** False: it was not armed. */
  disarm(injection: string, by: string, why: DisarmReason): boolean;
  /** Those of other phases than this one. */
  leave(phase: number | undefined): void;
  /** Everything is off before the first moment is told. Ms that it took. */
  disarmAll(by: string, why: DisarmReason): number;
}

export function openArsenal(
  plan: Pick<GamedayPlan, "phases" | "atHand">,
  faults: FaultPort,
  clock: DayClock,
  tell: (moment: GamedayMoment) => void,
): Arsenal {
  const known = new Map<string, Known>([
    ...plan.phases.flatMap(({ injections }, phase) =>
      injections.map((planned) => [planned.injection.id, { planned, phase }] as const),
    ),
    ...plan.atHand.map((planned) => [planned.injection.id, { planned, phase: undefined }] as const),
  ]);
  const armed = new Map<string, Armed>();
  const within = ({ phase }: Known, now: number | undefined): boolean => phase === undefined || phase === now;
  const told = (injection: string, by: string, why: DisarmReason, fired: number): void => {
    armed.delete(injection);
    tell({ what: "disarmed", injection, why, fired, by });
  };
  const off = (injection: string, by: string, why: DisarmReason): boolean => {
    if (!armed.has(injection)) return false;
    told(injection, by, why, faults.disarm(injection) ?? 0);
    return true;
  };
  const names = (phase: number | undefined): string =>
    [...known]
      .filter(([id, one]) => within(one, phase) && !armed.has(id))
      .map(([id]) => id)
      .join(", ") || "nothing now";

  return {
    get armed() {
      return [...armed.values()].map(({ phase: _, ...one }) => ({ ...one, fired: faults.fired(one.injection) }));
    },
    ready: (now) =>
      [...known].flatMap(([injection, one]) => {
        if (!within(one, now) || armed.has(injection)) return [];
        const phase = one.phase === undefined ? undefined : plan.phases[one.phase]?.name;
        const { description, into } = one.planned.injection;
        const { dependencies } = into;
        return [
          {
            injection,
            description,
            dependencies,
            radius: one.planned.radius,
            ...(phase === undefined ? {} : { phase }),
          },
        ];
      }),
    arm(injection, by, now, given = {}) {
      const one = known.get(injection);
      if (!one) return `There is no "${injection}" in the plan. May be armed: ${names(now)}.`;
      const already = armed.get(injection);
      if (already) return `"${injection}" is armed already, by ${already.by}. Change it, or disarm it first.`;
      if (!within(one, now))
        return `"${injection}" belongs to the phase "${plan.phases[one.phase ?? 0]?.name}". May be armed now: ${names(now)}.`;
      const radius = { ...one.planned.radius, ...given };
      const wrong = mistakeIn(radius);
      if (wrong !== undefined) return wrong;
      const { fault, description, into } = one.planned.injection;
      const since = clock.now();
      const dependencies = into.dependencies;
      const entry = { injection, description, fault, dependencies, radius, by, since, until: since + radius.for };
      faults.arm(one.planned.injection, radius, (why, fired) => told(injection, planActor, why, fired));
      armed.set(injection, { ...entry, phase: one.phase });
      tell({ what: "armed", injection, description, dependencies, radius, by });
      return undefined;
    },
    change(injection, by, given) {
      const one = armed.get(injection);
      if (!one) return `"${injection}" is not armed, so there is nothing to change. Armed: ${listed(armed.keys())}.`;
      const radius = { ...one.radius, ...given };
      const wrong = mistakeIn(radius);
      if (wrong !== undefined) return wrong;
      armed.set(injection, { ...one, radius, until: clock.now() + radius.for });
      const { description, dependencies } = one;
      tell({ what: "changed", injection, description, dependencies, radius, by });
      faults.change(injection, radius);
      return undefined;
    },
    disarm: off,
    leave(now) {
      for (const [injection, { phase }] of [...armed])
        if (phase !== undefined && phase !== now) off(injection, planActor, "phase-over");
    },
    disarmAll(by, why) {
      const began = clock.now();
      const firings = faults.halt();
      const tookMs = clock.now() - began;
      for (const injection of [...armed.keys()]) told(injection, by, why, firings.get(injection) ?? 0);
      return Math.round(tookMs * 1000) / 1000;
    },
  };
}

const listed = (names: Iterable<string>): string => [...names].join(", ") || "nothing";

function mistakeIn({ share, cap, for: ttl }: LiveRadius): string | undefined {
  if (!(share >= 0 && share <= 1)) return `The share of calls must be from 0 to 1, and ${share} is not.`;
  if (!Number.isInteger(cap) || cap < 1) return `The cap must be a whole number from 1, and ${cap} is not.`;
  if (!(ttl > 0 && ttl <= longestLife))
    return `The time to live must be more than 0 and at most 24 hours, in ms: ${ttl} is not.`;
  return undefined;
}
