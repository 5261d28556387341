import type { GamedayMoment, LiveRadius, LiveWindow } from "../../domain/gameday.ts";

/** `1:02:07`, `02:07`: time of the day, or time left. */
export function clockWords(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(all / 3600);
  const rest = `${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** Time left is rounded up: 0 is said when it is over. */
export const leftWords = (ms: number): string => clockWords(Math.ceil(Math.max(0, ms) / 1000) * 1000);

/** `12 s`, `3 min 20 s` */
export function spanWords(ms: number): string {
  const all = Math.max(0, Math.round(ms / 1000));
  if (all < 60) return `${all} s`;
  const [minutes, seconds] = [Math.floor(all / 60), all % 60];
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
}

/** `90`, `90s`, `2m`, `1.5h` → ms; undefined if it is none. Bare numbers are seconds. */
export function spanOf(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)?$/.exec(text.trim().toLowerCase());
  if (!match) return undefined;
  const unit = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 }[match[2] ?? "s"] ?? 1000;
  return Number(match[1]) * unit;
}

export const share = (value: number): string => `${Number((value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0))}%`;

export function millis(value: number | undefined): string {
  if (value === undefined) return "–";
  return value < 1000 ? `${Math.round(value)} ms` : `${Number((value / 1000).toFixed(value < 10_000 ? 2 : 1))} s`;
}

export const count = (value: number): string =>
  value >= 10_000 ? `${Number((value / 1000).toFixed(1))}k` : String(Number(value.toFixed(value < 10 ? 1 : 0)));

/** A bound's figure, in the unit that its name tells. */
export function figure(name: string, value: number): string {
  if (name.startsWith("latency")) return millis(value);
  return /^[a-z-]+-rate\b/.test(name) ? share(value) : count(value);
}

/** `error-rate of orders at most 0.2 over 10s` without its limit, which stands beside it. */
export const boundWords = (name: string): string => name.replace(/ at most .+? over /, ", over ");

/** Seconds over which a window counts. */
export const windowSeconds = ({ n, perSecond }: LiveWindow): number | undefined =>
  n > 0 && perSecond > 0 ? n / perSecond : undefined;

export function radiusWords({ share: part, cap, for: life, headers }: LiveRadius): string {
  const only = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return [
    `${share(part)} of calls`,
    `at most ${cap} times`,
    `for ${spanWords(life)}`,
    ...(only.length > 0 ? [`only ${only.join(", ")}`] : []),
  ].join(", ");
}

export const kinds = ["detected", "mitigated", "recovered", "note", "action"] as const;
export type Kind = (typeof kinds)[number];
export const kindWords: Readonly<Record<Kind, string>> = {
  detected: "Detected",
  mitigated: "Mitigated",
  recovered: "Recovered",
  note: "Note",
  action: "Action item",
};

export interface Said {
  readonly head: string;
  readonly rest: string;
  readonly mood: "bad" | "good" | "person" | "plain";
}

const whys: Readonly<Record<string, string>> = {
  operator: "by hand",
  "time-to-live": "its time was up",
  cap: "it had fired as often as it may",
  "phase-over": "the phase is over",
  halt: "halted",
  abort: "an abort condition was met",
  "heartbeat-lost": "no console is alive",
  "target-gone": "the target is gone",
  closing: "the game day ends",
};

/** A moment as a line of the log. */
export function momentWords(moment: GamedayMoment): Said {
  const plain = (head: string, rest = ""): Said => ({ head, rest, mood: "plain" });
  switch (moment.what) {
    case "opened":
      return plain("Opened", moment.title);
    case "phase":
      return plain(`Phase ${moment.index + 1}: ${moment.name}`, `begun by ${moment.by}`);
    case "armed":
    case "changed": {
      const at = moment.dependencies.length > 0 ? ` at ${moment.dependencies.join(", ")}` : "";
      const rest = `${moment.description}${at}: ${radiusWords(moment.radius)}, by ${moment.by}`;
      return { head: `${moment.what === "armed" ? "Armed" : "Changed"} ${moment.injection}`, rest, mood: "bad" };
    }
    case "disarmed":
      return {
        head: `Disarmed ${moment.injection}`,
        rest: `${moment.why === "operator" ? `by ${moment.by}` : (whys[moment.why] ?? moment.why)}; fired ${moment.fired} times`,
        mood: "good",
      };
    case "halted":
      return {
        head: "HALTED",
        rest: `by ${moment.by}: ${moment.reason} (in ${millis(moment.tookMs)})`,
        mood: "bad",
      };
    case "released":
      return { head: "Released", rest: `by ${moment.by}`, mood: "good" };
    case "annotated": {
      const about = moment.injection ? `about ${moment.injection}` : "";
      const who = moment.owner ? `owner ${moment.owner}` : "";
      const until = moment.due ? `due ${moment.due}` : "";
      const facts = [moment.by, about, who, until].filter((fact) => fact !== "").join(" · ");
      return {
        head: kindWords[moment.kind],
        rest: moment.text === "" ? facts : `${moment.text} — ${facts}`,
        mood: "person",
      };
    }
    case "steady-state":
      return {
        head: moment.ok ? "Back in bounds" : "Out of bounds",
        rest: `${moment.bound}: ${figure(moment.bound, moment.value)} of n=${moment.n}`,
        mood: moment.ok ? "good" : "bad",
      };
    case "abort":
      return {
        head: "Abort condition met",
        rest: `${moment.bound}: ${figure(moment.bound, moment.value)} of n=${moment.n}`,
        mood: "bad",
      };
    case "approved":
      return { head: "Approved", rest: `by ${moment.by}`, mood: "person" };
    case "checked":
      return plain(moment.done ? "Checked" : "Unchecked", `${moment.item}, by ${moment.by}`);
    case "joined":
    case "left":
      return plain(moment.what === "joined" ? "Joined" : "Left", `${moment.by}, ${moment.role}`);
    case "closed":
      return plain("Closed", moment.why);
  }
}
