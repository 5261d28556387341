import { formatDuration } from "../../domain/duration.ts";
import type { GamedayMoment, LiveRadius } from "../../domain/gameday.ts";

const reach = ({ share, cap, for: ttl, headers }: LiveRadius): string =>
  [
    share < 1 ? `${Math.round(share * 1000) / 10} % of calls` : "every call",
    `at most ${cap}`,
    `for ${formatDuration(ttl)}`,
    ...Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`),
  ].join(", ");

const figure = (bound: string, value: number): string =>
  bound.startsWith("latency") ? formatDuration(value) : String(Math.round(value * 1000) / 1000);

/** What happened, in one line; undefined = nothing for this place. */
export function lineOf(moment: GamedayMoment): string | undefined {
  switch (moment.what) {
    case "opened":
      return undefined;
    case "phase":
      return `phase ${moment.index + 1}: ${moment.name}${by(moment.by)}`;
    case "armed":
    case "changed":
      return `${moment.what} ${moment.injection}: ${moment.description} at ${moment.dependencies.join(", ")}, ${reach(moment.radius)}${by(moment.by)}`;
    case "disarmed":
      return `disarmed ${moment.injection} (${moment.why}), fired ${moment.fired} ${moment.fired === 1 ? "time" : "times"}${by(moment.by)}`;
    case "halted":
      return `HALTED by ${moment.by}: ${moment.reason} (${moment.tookMs} ms)`;
    case "released":
      return `released by ${moment.by}`;
    case "annotated":
      return `${moment.kind}: ${moment.text || moment.injection || ""}${by(moment.by)}`;
    case "steady-state":
      return `${moment.ok ? "steady" : "NOT STEADY"}: ${moment.bound} is ${figure(moment.bound, moment.value)} (n = ${moment.n})`;
    case "abort":
      return `ABORT: ${moment.bound} is ${figure(moment.bound, moment.value)} (n = ${moment.n})`;
    case "approved":
      return `approved by ${moment.by}`;
    case "checked":
      return `${moment.done ? "done" : "not done"}: ${moment.item}${by(moment.by)}`;
    case "joined":
    case "left":
      return `${moment.by} (${moment.role}) ${moment.what}`;
    case "closed":
      return `closed: ${moment.why}`;
  }
}

const by = (name: string): string => (name === "plan" ? "" : `, by ${name}`);
