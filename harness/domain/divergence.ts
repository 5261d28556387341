import { alignCalls, type Step, type StepChange } from "./align.ts";
import { againstControl } from "./disclosure-against-control.ts";
import type { Judged, JudgedTrial } from "./judgement.ts";
import type { Role } from "./trial.ts";
import type { Outcome } from "./vocabulary.ts";

/** Calls of one dependency that are not what they were in control. */
export interface Touched {
  readonly dependency: string;
  readonly extra: number;
  readonly missing: number;
  /** Another request or another reply at the same address. */
  readonly changed: number;
}

/** What the fault of one trial reached, seen beside the same trial without it. */
export interface Divergence {
  /** Where the traces part: the first step that is not the same. Absent: every call asked the same and got the same. */
  readonly parted?: Step;
  /** The first step after which everything is as in control again; absent if they never parted or the last step still differs. */
  readonly rejoined?: Step;
  /** Dependencies at which a fault fired. */
  readonly faulted: readonly string[];
  /** Dependencies at which none fired and whose calls are not what they were, by name. */
  readonly beyond: readonly Touched[];
  /** Bystanders whose calls or end are not what they were, or that ended much later. */
  readonly bystanders: readonly string[];
  /** The same of tasks asked when the faults were off again. */
  readonly afterwards: readonly string[];
  /** The primary task ended much later: more than 3 times as long as in control and half a second more. */
  readonly late: boolean;
  /** The primary task's answer (or its having none), and what it committed, are other than in control. */
  readonly answerChanged: boolean;
  readonly effectsChanged: boolean;
  /** The primary task's outcome, where it is another one than in control. */
  readonly outcome?: { readonly from: Outcome; readonly to: Outcome };
}

/** What faults reached over all exposed pairs of an experiment. */
export interface BlastRadiusResult {
  /** Pairs in which a fault fired. */
  readonly pairs: number;
  /** Of those: pairs whose traces part. */
  readonly parted: number;
  /** Where, the most frequent first; some only, `parted` counts all. */
  readonly where: readonly {
    readonly address: string;
    readonly change: Exclude<StepChange, "same">;
    readonly pairs: number;
  }[];
  /** Dependencies at which a fault fired. */
  readonly faulted: readonly string[];
  /** Dependencies touched in pairs in which no fault fired at them, by name, with the calls of all such pairs. */
  readonly beyond: readonly (Touched & { readonly pairs: number })[];
  /** Bystanders that were touched, by task. */
  readonly bystanders: readonly { readonly task: string; readonly pairs: number }[];
  /** Tasks that were asked when the faults were off again and were touched. */
  readonly afterwards: readonly { readonly task: string; readonly pairs: number }[];
  /** Pairs whose traces came back together. */
  readonly rejoined: number;
  /** Pairs whose primary task ended much later. */
  readonly late: number;
  readonly answerChanged: number;
  readonly effectsChanged: number;
  readonly outcomeChanged: number;
}

/** Of the latest pair: its radius and its page ask the same, one after the other. */
function forPair<T>(make: (treatment: JudgedTrial, control: JudgedTrial) => T) {
  let latest: { readonly treatment: JudgedTrial; readonly control: JudgedTrial; readonly value: T } | undefined;
  return (treatment: JudgedTrial, control: JudgedTrial): T => {
    if (latest?.treatment !== treatment || latest.control !== control)
      latest = { treatment, control, value: make(treatment, control) };
    return latest.value;
  };
}

/** A treatment trial beside its control twin, all performances, aligned by address. Pure; a trial never parts from itself. */
export const divergenceOf = forPair((alone: JudgedTrial, control: JudgedTrial): Divergence => {
  const treatment = againstControl(alone, control);
  const performances = pairUp(treatment, control);
  const faulted = new Set<string>();
  const different: Step[] = [];
  let parted: PlacedStep | undefined;
  let rejoined: PlacedStep | undefined;
  let apart = false;
  for (const { steps } of performances) {
    let at = 0;
    let back: PlacedStep | undefined;
    let ways = false;
    for (const step of steps) {
      // A missing one comes when the step before it did.
      at = Math.max(at, step.here?.started.t ?? at);
      if (step.here !== undefined && step.here.faults.length > 0) faulted.add(step.dependency);
      if (differs(step)) {
        different.push(step);
        if (parted === undefined || at < parted.at) parted = { step, at };
        ways = true;
        back = undefined;
      } else if (ways) back ??= { step, at };
    }
    if (ways && back === undefined) apart = true;
    if (back !== undefined && (rejoined === undefined || back.at > rejoined.at)) rejoined = back;
  }
  const { outcome } = treatment.primary;
  return {
    ...(parted ? { parted: parted.step } : {}),
    ...(rejoined && !apart ? { rejoined: rejoined.step } : {}),
    faulted: [...faulted].sort(),
    beyond: touched(different.filter(({ dependency }) => !faulted.has(dependency))),
    bystanders: touchedAs("bystander", performances),
    afterwards: touchedAs("afterwards", performances),
    late: isLate(treatment.primary, control.primary),
    answerChanged: answerOf(treatment.primary) !== answerOf(control.primary),
    effectsChanged: effectsOf(treatment.primary) !== effectsOf(control.primary),
    ...(outcome === control.primary.outcome ? {} : { outcome: { from: control.primary.outcome, to: outcome } }),
  };
});

/** Every step of a pair, the primary task's first. */
export const stepsOf = (treatment: JudgedTrial, control: JudgedTrial): readonly Step[] =>
  pairUp(treatment, control).flatMap(({ steps }) => steps);

const touchedAs = (role: Role, performances: readonly Performances[]): readonly string[] =>
  performances
    .filter(({ role: own, steps, here, usual }) => {
      if (own !== role) return false;
      if (steps.some(differs) || here === undefined || usual === undefined || endsOtherwise(here, usual)) return true;
      // Times count from the trial's beginning: whoever is asked afterwards is as late as those before.
      return role !== "afterwards" && isLate(here, usual);
    })
    .map(({ task }) => task)
    .sort();

const differs = ({ change }: Step): boolean => change !== "same";

interface Performances {
  readonly task: string;
  readonly role: Role;
  readonly here: Judged | undefined;
  readonly usual: Judged | undefined;
  readonly steps: readonly Step[];
}

const pairUp = forPair((treatment: JudgedTrial, control: JudgedTrial): readonly Performances[] => {
  const pair = (role: Performances["role"], here: Judged | undefined, usual: Judged | undefined): Performances => ({
    task: here?.record.task ?? usual?.record.task ?? "",
    role,
    here,
    usual,
    steps: alignCalls(here?.record, usual?.record),
  });
  const primary = pair("primary", treatment.primary, control.primary);
  const withTwins = (role: Role, ours: readonly Judged[], theirs: readonly Judged[]): readonly Performances[] => {
    if (ours.length + theirs.length === 0) return [];
    const twins = new Map(theirs.map((twin) => [twin.record.task, twin]));
    const known = new Set(ours.map(({ record }) => record.task));
    return [
      ...ours.map((here) => pair(role, here, twins.get(here.record.task))),
      ...[...twins].flatMap(([task, twin]) => (known.has(task) ? [] : [pair(role, undefined, twin)])),
    ];
  };
  return [
    primary,
    ...withTwins("bystander", treatment.bystanders, control.bystanders),
    ...withTwins("afterwards", treatment.afterwards ?? [], control.afterwards ?? []),
  ];
});

/** With a time by which performances are ordered. */
interface PlacedStep {
  readonly step: Step;
  readonly at: number;
}

function touched(steps: readonly Step[]): readonly Touched[] {
  if (steps.length === 0) return [];
  const groups = Map.groupBy(steps, ({ dependency }) => dependency);
  const count = (list: readonly Step[], ...changes: readonly Step["change"][]): number =>
    list.filter(({ change }) => changes.includes(change)).length;
  return [...groups]
    .map(([dependency, list]) => ({
      dependency,
      extra: count(list, "extra"),
      missing: count(list, "missing"),
      changed: count(list, "request", "reply"),
    }))
    .sort((a, b) => (a.dependency < b.dependency ? -1 : 1));
}

const answerOf = ({ record: { ended, turns = [] } }: Judged): string =>
  [...turns.map(({ answer }) => answer), ended?.end ?? "unfinished", ended?.answer ?? ""].join(" ");

/** In any order: concurrent calls may commit in another one. */
function effectsOf({ record: { ended } }: Judged): string {
  if (ended === undefined || ended.effects.length === 0) return "";
  return ended.effects
    .map((effect) => JSON.stringify(Object.entries(effect).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort()
    .join("\n");
}

const endsOtherwise = (here: Judged, usual: Judged): boolean =>
  here.outcome !== usual.outcome || effectsOf(here) !== effectsOf(usual);

const slowdown = 3;
const graceMs = 500;

function isLate(here: Judged, usual: Judged): boolean {
  const [now, then] = [here, usual].map(({ record }) => record.ended?.t);
  return now !== undefined && then !== undefined && now > then * slowdown + graceMs;
}
