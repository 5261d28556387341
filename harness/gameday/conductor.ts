import type { GamedayControl, GamedayMoment, GamedayState, Refused } from "../domain/gameday.ts";
import { whoHalted } from "../domain/gameday-words.ts";
import { planActor } from "../domain/plan-actor.ts";
import { type Agenda, openAgenda } from "./agenda.ts";
import { type Arsenal, openArsenal } from "./arsenal.ts";
import { openBulletin } from "./bulletin.ts";
import type { Conductor, ConductorOptions, DayEnd, Halt } from "./day.ts";
import { measure } from "./measure.ts";
import { openRoster } from "./roster.ts";
import { sinceOpened } from "./since-opened.ts";
import { watchBounds } from "./watch-bounds.ts";
import { watchFaults } from "./watch-faults.ts";

/** How often bounds and consoles are looked at. */
const lookEvery = 250;

/** Leads through a game day. Every method is over when it returns: nobody ever sees half of a change, whoever else acts. */
export function conduct(options: ConductorOptions): Conductor {
  const { plan, clock, attended, faults } = options;
  const roster = openRoster(plan.people, options.lostAfter ?? 15_000);
  const checks = new Map(plan.checklist.map((item) => [item, { done: false, by: "" }]));
  const figures = measure(
    [...plan.steadyState, ...plan.abortWhen],
    plan.target.map.dependencies.map(({ name }) => name),
  );
  let halted: GamedayState["halted"];
  const halts: Halt[] = [];
  let gone: string | undefined;
  let closed: string | undefined;
  let opened: number | undefined;
  let operatedOnce = false;
  let looking: Disposable | undefined;

  const bulletin = openBulletin(clock, options.journal, () => state());
  const met = watchFaults(plan.phases);
  const tell = (moment: GamedayMoment, ago = 0): void => {
    met.see(moment);
    bulletin.tell(moment, Math.min(ago, clock.now() - (opened ?? clock.now())));
  };
  const note = (text: string, injection?: string): void =>
    tell({ what: "annotated", kind: "note", text, by: planActor, ...(injection === undefined ? {} : { injection }) });

  const arsenal: Arsenal = openArsenal(plan, faults, clock, tell);
  const bounds = watchBounds(plan, tell);
  const agenda: Agenda = openAgenda(plan.phases, {
    clock,
    tell,
    left: (phase) => arsenal.leave(phase),
    due(injection) {
      const refused = cannotArm() ?? arsenal.arm(injection, planActor, agenda.index);
      if (refused === undefined) return;
      met.refused(injection, refused);
      note(`"${injection}" was due and is not armed. ${refused}`, injection);
    },
    over: (by) =>
      close("finished", by === planActor ? "The last phase is over." : `${by} ended it after the last phase.`),
    // While it is halted people talk, and after the last phase they write down what is left: neither is cut short.
    goesOn: (last) => !attended || (!last && !halted),
  });

  const missing = (): number => Math.max(0, plan.approvals - roster.approvals.length);
  const needsApproval = (): string | undefined =>
    missing() === 0
      ? undefined
      : `${missing()} more ${missing() === 1 ? "person" : "people"} must approve before the first fault is armed.`;
  const lost = (): boolean => (attended || operatedOnce) && !roster.operated();
  const cannotArm = (): string | undefined => {
    if (closed !== undefined) return `The game day is over: ${closed}`;
    if (halted) return `Halted by ${whoHalted(halted.by)}: ${halted.reason}. Release it first.`;
    if (gone !== undefined) return `The target is gone: ${gone}`;
    if (lost()) return "No console is there to take it off again: open one.";
    return needsApproval();
  };

  const state = (): GamedayState => {
    const t = clock.now();
    const phase = agenda.phase();
    const now: GamedayState = {
      run: options.run,
      title: plan.title,
      t,
      ...(phase ? { phase } : {}),
      phases: plan.phases.map(({ name }) => name),
      ...(halted ? { halted } : {}),
      ...(closed === undefined ? {} : { closed }),
      armed: arsenal.armed,
      ready: arsenal.ready(agenda.index),
      bounds: bounds.state(),
      agent: figures.agent(t),
      dependencies: Object.fromEntries(
        plan.target.map.dependencies.map(({ name }) => [name, figures.dependency(name, t)]),
      ),
      people: roster.people(),
      approvals: { needed: plan.approvals, given: roster.approvals },
      checklist: [...checks].map(([item, { done, by }]) => ({ item, done, ...(done ? { by } : {}) })),
      timeline: bulletin.timeline,
    };
    return sinceOpened(now, opened ?? t);
  };

  const halt = (by: string, reason: string, why: "halt" | "abort"): void => {
    // First of all, and before anything is written: nothing may fire any more.
    const tookMs = arsenal.disarmAll(by, why);
    if (halted || closed !== undefined) return;
    halted = { by, reason, t: clock.now() };
    halts.push({ by, reason });
    tell({ what: "halted", by, reason, tookMs });
    if (!attended) close(why === "abort" ? "aborted" : "halted", reason);
  };

  const look = (): void => {
    if (closed !== undefined) return;
    const t = clock.now();
    for (const { name, role } of roster.lapsed(t)) tell({ what: "left", by: name, role });
    if (lost() && arsenal.armed.length > 0) arsenal.disarmAll(planActor, "heartbeat-lost");
    const exceeded = bounds.look((bound) => figures.read(bound, t));
    if (exceeded && !halted) {
      const { name, reading } = exceeded;
      tell({ what: "abort", bound: name, value: reading.value ?? 0, n: reading.n });
      halt(planActor, name, "abort");
    }
    bulletin.passes();
  };
  const keepLooking = (): void => {
    looking = clock.after(lookEvery, () => {
      look();
      if (closed === undefined) keepLooking();
    });
  };

  const close = (why: DayEnd["why"], words: string): void => {
    if (closed !== undefined) return;
    arsenal.disarmAll(planActor, "closing");
    agenda.stop();
    looking?.[Symbol.dispose]();
    closed = words;
    const { broken, untold } = bounds.result();
    const unmet = met.unmet();
    tell({
      what: "closed",
      why: words,
      ...(untold.length === 0 ? {} : { untold }),
      ...(unmet.length === 0 ? {} : { unmet }),
    });
    options.closed({ why, words, broken, untold, unmet, halts, anyFired: met.anyFired() });
  };

  /** Whoever steers is alive. */
  const steers = (by: string, what: string): string | undefined => {
    const not = roster.mayNot(by, what);
    if (not === undefined) beat(by, "operator");
    return not;
  };
  const beat = (by: string, role: Parameters<GamedayControl["heartbeat"]>[1]): void => {
    const joined = roster.beat(by, role, clock.now());
    operatedOnce ||= roster.operated();
    if (joined && closed === undefined) tell({ what: "joined", by: joined.name, role: joined.role });
  };
  const answer = (refused: string | undefined): Refused | undefined =>
    refused === undefined ? undefined : { refused };

  return {
    measure: figures,
    state,
    open() {
      opened = clock.now();
      tell({ what: "opened", plan: plan.id, title: plan.title });
      for (const name of options.approvedBy ?? []) this.approve(name);
      keepLooking();
      if (!attended) agenda.next(planActor);
    },
    watch: bulletin.watch,
    arm: (injection, by, radius) =>
      answer(steers(by, "arm") ?? cannotArm() ?? arsenal.arm(injection, by, agenda.index, radius)),
    change: (injection, by, radius) =>
      answer(steers(by, "change") ?? cannotArm() ?? arsenal.change(injection, by, radius)),
    disarm(injection, by) {
      if (arsenal.disarm(injection, by, "operator")) return undefined;
      const known = [...plan.phases.flatMap(({ injections }) => injections), ...plan.atHand];
      return known.some((one) => one.injection.id === injection)
        ? undefined
        : {
            refused: `There is no "${injection}" in the plan. Armed: ${arsenal.armed.map((one) => one.injection).join(", ") || "nothing"}.`,
          };
    },
    halt: (by, reason) => halt(by, reason, "halt"),
    release(by) {
      const not = steers(by, "release");
      if (not !== undefined) return { refused: not };
      if (closed !== undefined) return { refused: `The game day is over: ${closed}` };
      if (!halted) return undefined;
      const still = bounds.look((bound) => figures.read(bound, clock.now()));
      if (still) return { refused: `Still so: ${still.name} is ${still.reading.value}. Wait until it is not.` };
      halted = undefined;
      tell({ what: "released", by });
      return undefined;
    },
    next(by) {
      const not = steers(by, "begin a phase");
      if (not !== undefined) return { refused: not };
      if (closed !== undefined) return { refused: `The game day is over: ${closed}` };
      const coming = plan.phases[agenda.index === undefined ? 0 : agenda.index + 1];
      const timed = coming?.injections.some(({ starts }) => starts !== "operator") === true;
      return answer((timed ? needsApproval() : undefined) ?? agenda.next(by));
    },
    annotate({ ago, ...given }) {
      if (closed !== undefined) return { refused: `The game day is over: ${closed}` };
      tell({ what: "annotated", ...given }, ago);
      return undefined;
    },
    check(item, done, by) {
      const entry = checks.get(item);
      if (!entry) return { refused: `There is no "${item}" on the checklist.` };
      if (closed !== undefined) return { refused: `The game day is over: ${closed}` };
      if (entry.done === done) return undefined;
      checks.set(item, { done, by });
      tell({ what: "checked", item, done, by });
      return undefined;
    },
    approve(by) {
      if (closed !== undefined) return { refused: `The game day is over: ${closed}` };
      const before = roster.approvals.length;
      const not = roster.approve(by);
      if (not === undefined && roster.approvals.length > before) tell({ what: "approved", by });
      return answer(not);
    },
    heartbeat: (by, role) => {
      if (by.trim() !== "") beat(by, role);
    },
    targetGone(words) {
      if (words === gone || closed !== undefined) return;
      gone = words;
      if (words === undefined) return note("The target is there again.");
      arsenal.disarmAll(planActor, "target-gone");
      note(`The target is gone: ${words}`);
      if (!attended) close("target-gone", words);
    },
    close,
  };
}
