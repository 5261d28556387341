import type { GamedayMoment, GamedayPlan, LiveRadius, PlannedInjection } from "../domain/gameday.ts";
import type { LiveBound } from "../domain/live-bound.ts";
import { type Conductor, type ConductorOptions, conduct, type DayClock, type DayEnd } from "../gameday/index.ts";
import { fakeExperiment, inject } from "./fake-run.ts";

/** A clock that goes on when it is told to. */
export function fakeDayClock(): DayClock & { pass(ms: number): void; readonly waiting: number } {
  let now = 0;
  const timers = new Set<{ readonly at: number; readonly then: () => void }>();
  return {
    now: () => now,
    after(ms, then) {
      const timer = { at: now + ms, then };
      timers.add(timer);
      return { [Symbol.dispose]: () => void timers.delete(timer) };
    },
    pass(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.then();
      }
      now = until;
    },
    get waiting() {
      return timers.size;
    },
  };
}

export const radius: LiveRadius = { share: 1, cap: 10, for: 60_000 };
export const planned = (id: string, starts: PlannedInjection["starts"] = "operator"): PlannedInjection => ({
  injection: inject("failing", {}, { id }),
  radius,
  starts,
});
export const bound = (more: Partial<LiveBound> = {}): LiveBound => ({
  metric: "error-rate",
  atMost: 0.2,
  over: 10_000,
  min: 5,
  at: "plan.yaml:1:1",
  ...more,
});

export const fakePlan = (more: Partial<GamedayPlan> = {}): GamedayPlan => ({
  id: "plan",
  file: "plan.yaml",
  title: "A day",
  seed: "1",
  target: fakeExperiment({}).target,
  hypotheses: [],
  people: [
    { name: "Ada", role: "lead" },
    { name: "Grace", role: "operator" },
    { name: "Olga", role: "observer" },
  ],
  phases: [
    { name: "calm", for: 10_000, injections: [] },
    { name: "storm", for: 20_000, injections: [planned("timed", 2000), planned("by-hand")] },
    { name: "after", injections: [] },
  ],
  steadyState: [],
  abortWhen: [],
  approvals: 0,
  checklist: ["pager on"],
  playbooks: {},
  atHand: [planned("spare")],
  ...more,
});

export interface FakeDay {
  readonly day: Conductor;
  readonly clock: ReturnType<typeof fakeDayClock>;
  readonly moments: GamedayMoment[];
  /** What is really on. */
  readonly on: Map<string, LiveRadius>;
  readonly ends: DayEnd[];
  /** A fault goes off by itself. */
  goesOff(injection: string, why: "time-to-live" | "cap"): void;
}

export function fakeDay(plan: GamedayPlan = fakePlan(), more: Partial<ConductorOptions> = {}): FakeDay {
  const clock = fakeDayClock();
  const moments: GamedayMoment[] = [];
  const on = new Map<string, LiveRadius>();
  const told = new Map<string, (why: "time-to-live" | "cap", fired: number) => void>();
  const ends: DayEnd[] = [];
  const day = conduct({
    run: "run",
    plan,
    clock,
    journal: ({ moment }) => void moments.push(moment),
    attended: true,
    closed: (end) => void ends.push(end),
    faults: {
      arm({ id }, given, wentOff) {
        if (on.has(id)) throw new Error(`${id} is armed twice.`);
        on.set(id, given);
        told.set(id, wentOff);
      },
      change(id, given) {
        if (!on.has(id)) return false;
        on.set(id, given);
        return true;
      },
      disarm: (id) => (on.delete(id) ? 3 : undefined),
      halt() {
        const firings = new Map([...on.keys()].map((id) => [id, 3]));
        on.clear();
        return firings;
      },
      fired: () => 3,
    },
    ...more,
  });
  const goesOff = (id: string, why: "time-to-live" | "cap"): void => {
    if (on.delete(id)) told.get(id)?.(why, 3);
  };
  return { day, clock, moments, on, ends, goesOff };
}
