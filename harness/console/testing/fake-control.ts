import type {
  ArmedNow,
  DisarmReason,
  GamedayControl,
  GamedayMoment,
  GamedayState,
  LiveRadius,
  Refused,
} from "../../domain/gameday.ts";
import { fakeFigures } from "./fake-figures.ts";

type Ready = GamedayState["ready"][number] & { readonly fault: string };

export interface FakeControl extends GamedayControl {
  /** What was asked of it, in words, in order. */
  readonly asked: string[];
  /** As time goes by: ends what has had its time, measures, tells. */
  tick(): void;
  /** Puts something into the state, then tells. */
  set(change: Partial<GamedayState>): void;
  note(moment: GamedayMoment): void;
  /** Watchers at this moment. */
  watchers(): number;
}

const radius: LiveRadius = { share: 0.5, cap: 200, for: 90_000 };

const ready: readonly Ready[] = [
  {
    injection: "claude-throttled",
    description: "throttled, retry after 2 s",
    fault: "throttled",
    dependencies: ["claude"],
    phase: "Throttled model",
    radius,
  },
  {
    injection: "kb-stale",
    description: "results as they were 400 days ago",
    fault: "stale-results",
    dependencies: ["policies-kb"],
    phase: "Stale policies",
    radius: { ...radius, share: 1, for: 120_000 },
  },
  {
    injection: "orders-slow",
    description: "3 s more until the first byte",
    fault: "latency",
    dependencies: ["orders-api"],
    radius: { ...radius, for: 45_000 },
  },
];

const phases = ["Steady state", "Throttled model", "Stale policies", "Recovery"] as const;
const expects = [
  "Nothing is wrong: the figures of a good day.",
  "Answers take longer; none is wrong, and the queue does not grow.",
  "The agent says that a policy may be out of date.",
  "All figures are as in the first phase within a minute.",
];

/** A game day without an agent: it keeps its state by the rules of the real one as far as a page can tell. `now` in ms. */
export function fakeControl(now: () => number): FakeControl {
  const opened = now();
  const at = (): number => now() - opened;
  const watching = new Set<(state: GamedayState) => void>();
  const asked: string[] = [];
  let state: GamedayState = {
    run: "20261128-140000-abcdef",
    title: "Support desk: what if the model is throttled on a Friday?",
    t: 0,
    phase: { index: 0, name: phases[0], since: 0, until: 120_000, expect: expects[0] ?? "" },
    phases,
    armed: [],
    ready: ready.map(({ fault: _fault, ...rest }) => rest),
    bounds: [],
    agent: { perSecond: 0, n: 0, errors: 0, retries: 0, tokens: 0, open: 0, outcomes: {} },
    dependencies: {},
    people: [
      { name: "Ada", role: "lead", here: false },
      { name: "Grace", role: "operator", here: false },
      { name: "Linus", role: "scribe", here: false },
    ],
    approvals: { needed: 2, given: [] },
    checklist: [
      { item: "On-call knows that this is a game day", done: false },
      { item: "Dashboards are open on the second screen", done: false },
    ],
    timeline: [],
  };
  const tell = (): void => {
    for (const told of watching) told({ ...state, t: at() });
  };
  const change = (next: Partial<GamedayState>): void => {
    state = { ...state, ...next };
  };
  const note = (moment: GamedayMoment, ago = 0): void => {
    change({ timeline: [...state.timeline, { ...moment, t: at() - ago }] });
    tell();
  };
  const isRefused = (refused: string): Refused => ({ refused });
  const armedAs = (injection: string): ArmedNow | undefined => state.armed.find((one) => one.injection === injection);
  const end = (armed: ArmedNow, why: DisarmReason, by: string): void => {
    change({ armed: state.armed.filter((one) => one !== armed) });
    note({ what: "disarmed", injection: armed.injection, why, fired: armed.fired, by });
  };
  const moment = (what: "armed" | "changed", { injection, description, dependencies, radius, by }: ArmedNow): void =>
    note({ what, injection, description, dependencies, radius, by });
  const control: FakeControl = {
    asked,
    state: () => ({ ...state, t: at() }),
    watch(told) {
      watching.add(told);
      return { [Symbol.dispose]: () => void watching.delete(told) };
    },
    arm(injection, by, given) {
      asked.push(`arm ${injection} by ${by} ${JSON.stringify(given ?? {})}`);
      const planned = ready.find((one) => one.injection === injection);
      if (!planned) return isRefused(`There is no injection "${injection}".`);
      if (state.halted) return isRefused("The game day is halted. Release it first.");
      if (state.approvals.given.length < state.approvals.needed)
        return isRefused(`${state.approvals.needed} people must approve first; ${state.approvals.given.length} have.`);
      if (armedAs(injection)) return isRefused(`"${injection}" is armed already. Change it, or disarm it first.`);
      const whole = { ...radius, ...planned.radius, ...given };
      const { description, fault, dependencies } = planned;
      const armed = {
        injection,
        description,
        fault,
        dependencies,
        radius: whole,
        by,
        since: at(),
        until: at() + whole.for,
        fired: 0,
      };
      change({ armed: [...state.armed, armed] });
      moment("armed", armed);
      return undefined;
    },
    change(injection, by, given) {
      asked.push(`change ${injection} by ${by} ${JSON.stringify(given)}`);
      const armed = armedAs(injection);
      if (!armed) return isRefused(`"${injection}" is not armed.`);
      const whole = { ...armed.radius, ...given };
      const next = { ...armed, radius: whole, by, since: at(), until: at() + whole.for };
      change({ armed: state.armed.map((one) => (one === armed ? next : one)) });
      moment("changed", next);
      return undefined;
    },
    disarm(injection, by) {
      asked.push(`disarm ${injection} by ${by}`);
      const armed = armedAs(injection);
      if (!armed) return isRefused(`"${injection}" is not armed.`);
      end(armed, "operator", by);
      return undefined;
    },
    halt(by, reason) {
      asked.push(`halt by ${by}: ${reason}`);
      for (const armed of state.armed) end(armed, "halt", by);
      if (state.halted) return;
      change({ halted: { by, reason, t: at() } });
      note({ what: "halted", by, reason, tookMs: 0.4 });
    },
    release(by) {
      asked.push(`release by ${by}`);
      const { halted, ...rest } = state;
      if (!halted) return isRefused("It is not halted.");
      state = rest;
      note({ what: "released", by });
      return undefined;
    },
    next(by) {
      asked.push(`next by ${by}`);
      const index = (state.phase?.index ?? -1) + 1;
      const name = phases[index];
      if (name === undefined) return isRefused("This is the last phase.");
      for (const armed of state.armed) end(armed, "phase-over", "plan");
      change({ phase: { index, name, since: at(), until: at() + 120_000, expect: expects[index] ?? "" } });
      note({ what: "phase", index, name, by });
      return undefined;
    },
    annotate({ ago = 0, ...given }) {
      asked.push(`annotate ${given.kind} by ${given.by}`);
      note({ what: "annotated", ...given }, ago);
      return undefined;
    },
    check(item, done, by) {
      asked.push(`check ${item} ${done}`);
      change({
        checklist: state.checklist.map((one) => (one.item === item ? { item, done, ...(done ? { by } : {}) } : one)),
      });
      note({ what: "checked", item, done, by });
      return undefined;
    },
    approve(by) {
      asked.push(`approve by ${by}`);
      const { needed, given } = state.approvals;
      if (!given.includes(by)) change({ approvals: { needed, given: [...given, by] } });
      note({ what: "approved", by });
      return undefined;
    },
    heartbeat(by, role) {
      const there = state.people.find(({ name }) => name === by);
      if (there?.here) return;
      change({ people: [...state.people.filter((one) => one !== there), { name: by, role, here: true }] });
      note({ what: "joined", by, role });
    },
    tick() {
      for (const armed of state.armed) if (at() >= armed.until) end(armed, "time-to-live", "plan");
      const was = state.bounds;
      change(fakeFigures(at(), state.armed));
      for (const bound of state.bounds) {
        const before = was.find(({ name }) => name === bound.name);
        if (bound.kind === "steady-state" && bound.ok !== undefined && bound.ok !== (before?.ok ?? true))
          note({ what: "steady-state", bound: bound.name, ok: bound.ok, value: bound.value ?? 0, n: bound.n });
      }
      tell();
    },
    set(next) {
      change(next);
      tell();
    },
    note,
    watchers: () => watching.size,
  };
  note({ what: "opened", plan: "gameday.yaml", title: state.title });
  note({ what: "phase", index: 0, name: phases[0], by: "plan" });
  return control;
}
