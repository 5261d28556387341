import { formatDuration } from "./duration.ts";
import type { DisarmReason, GamedayMoment, LiveRadius } from "./gameday.ts";
import { planActor } from "./plan-actor.ts";

/** A moment in words: alike in the terminal, the console and the report, so that nobody reads two stories of one day. */
export interface MomentWords {
  readonly lane: "day" | "phase" | "fault" | "halt" | "people" | "bound";
  /** With `rest` behind it a sentence; by itself what a glance must catch. */
  readonly head: string;
  readonly rest: string;
  readonly mood: "bad" | "good" | "person" | "plain";
}

/** The plan halts where an abort condition is met, and only there. */
export const whoHalted = (by: string): string => (by === planActor ? "an abort condition" : by);

export const noteKinds = ["detected", "mitigated", "recovered", "note", "action"] as const;
export type NoteKind = (typeof noteKinds)[number];
export const noteWords: Readonly<Record<NoteKind, string>> = {
  detected: "Detected",
  mitigated: "Mitigated",
  recovered: "Recovered",
  note: "Note",
  action: "Action item",
};

const whys: Readonly<Record<DisarmReason, string>> = {
  operator: "by hand",
  "time-to-live": "its time was up",
  cap: "it had fired as often as it may",
  "phase-over": "its phase is over",
  halt: "by a halt",
  abort: "an abort condition was met",
  "heartbeat-lost": "no console of a lead or an operator was left",
  "target-gone": "the target is gone",
  closing: "the game day ends",
};

/** Why a fault went off. `by` is who took it off, where that was somebody. */
export const offWords = (why: DisarmReason, by: string): string =>
  (why === "operator" || why === "halt") && by !== planActor ? `${whys[why]}, by ${by}` : whys[why];

export const shareWords = (value: number): string =>
  `${Number((value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0))}%`;

/** A bound's figure, in the unit that its name tells. */
export function figureWords(bound: string, value: number): string {
  if (bound.startsWith("latency")) return formatDuration(value);
  return /^[a-z-]+-rate\b/.test(bound) ? shareWords(value) : String(Number(value.toFixed(value < 10 ? 1 : 0)));
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);

export function radiusWords({ share, cap, for: life, headers }: LiveRadius): string {
  const only = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return [
    share < 1 ? `${shareWords(share)} of calls` : "every call",
    `at most ${times(cap)}`,
    `for ${formatDuration(life)}`,
    ...(only.length > 0 ? [`only ${only.join(", ")}`] : []),
  ].join(", ");
}

/** `3s slower at policies` */
export const whatWhere = (fault: { readonly description: string; readonly dependencies: readonly string[] }): string =>
  fault.dependencies.length > 0 ? `${fault.description} at ${fault.dependencies.join(", ")}` : fault.description;

const actor = (by: string): string => (by === planActor ? "by plan" : `by ${by}`);

export function momentWords(moment: GamedayMoment): MomentWords {
  switch (moment.what) {
    case "opened":
      return { lane: "day", head: "Opened", rest: moment.title, mood: "plain" };
    case "phase":
      return {
        lane: "phase",
        head: `Phase ${moment.index + 1}: ${moment.name}`,
        rest: begun(moment.by),
        mood: "plain",
      };
    case "armed":
    case "changed":
      return {
        lane: "fault",
        head: `${moment.what === "armed" ? "Armed" : "Changed"} ${moment.injection}`,
        rest: `${actor(moment.by)}: ${whatWhere(moment)}, ${radiusWords(moment.radius)}`,
        mood: "bad",
      };
    case "disarmed":
      return {
        lane: "fault",
        head: `Off: ${moment.injection}`,
        rest: `${offWords(moment.why, moment.by)}; it fired ${times(moment.fired)}`,
        mood: "good",
      };
    case "halted":
      return {
        lane: "halt",
        head: "HALTED",
        rest: `by ${whoHalted(moment.by)}: ${moment.reason} (all faults off in ${formatDuration(moment.tookMs)})`,
        mood: "bad",
      };
    case "released":
      return { lane: "halt", head: "Released", rest: `by ${moment.by}`, mood: "good" };
    case "annotated":
      return { lane: "people", head: noteWords[moment.kind], rest: noteText(moment), mood: "person" };
    case "steady-state":
      return {
        lane: "bound",
        head: moment.ok ? "Holds" : "BROKE",
        rest: measured(moment),
        mood: moment.ok ? "good" : "bad",
      };
    case "abort":
      return { lane: "bound", head: "ABORT", rest: measured(moment), mood: "bad" };
    case "approved":
      return { lane: "people", head: "Approved", rest: `by ${moment.by}`, mood: "person" };
    case "checked":
      return {
        lane: "people",
        head: moment.done ? "Done" : "Not done after all",
        rest: `(${moment.by}) ${moment.item}`,
        mood: "plain",
      };
    case "joined":
    case "left":
      return {
        lane: "people",
        head: moment.what === "joined" ? "Here" : "Gone",
        rest: `${moment.by}, ${moment.role}`,
        mood: "plain",
      };
    case "closed":
      return { lane: "day", head: "Over", rest: moment.why, mood: "plain" };
  }
}

/** Everything that is said of a moment, in one line. */
export function momentLine(moment: GamedayMoment): string {
  const { head, rest } = momentWords(moment);
  return rest === "" ? head : `${head} ${rest}`;
}

const begun = (by: string): string => (by === planActor ? "" : `begun by ${by}`);

const measured = (moment: Extract<GamedayMoment, { what: "steady-state" | "abort" }>): string =>
  `${moment.bound}: it is ${figureWords(moment.bound, moment.value)} (n=${moment.n})`;

function noteText({ by, injection, owner, due, text }: Extract<GamedayMoment, { what: "annotated" }>): string {
  const facts = [
    ...(by === planActor ? [] : [by]),
    ...(injection === undefined ? [] : [`about ${injection}`]),
    ...(owner === undefined ? [] : [`owner ${owner}`]),
    ...(due === undefined ? [] : [`due ${due}`]),
  ].join(", ");
  return [...(facts === "" ? [] : [`(${facts})`]), ...(text === "" ? [] : [text])].join(" ");
}
