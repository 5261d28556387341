import { formatDuration } from "../../harness/domain/duration.ts";
import type { Trigger } from "../../harness/domain/experiment.ts";
import { cleanLine } from "../text/clean.ts";
import { describeWhere } from "./describe-selector.ts";

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(n: number): string {
  const suffix = n % 100 >= 11 && n % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${suffix}`;
}

const ordinals = (list: readonly number[]): string => {
  const words = list.map(ordinal);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
};
const calls = (n: number): string => (n === 1 ? "call" : `${n} calls`);

function windowWords(from: number, to: number): string {
  if (!Number.isFinite(to)) return `from ${formatDuration(from)} on`;
  return from === 0 ? `in the first ${formatDuration(to)}` : `from ${formatDuration(from)} to ${formatDuration(to)}`;
}

/** One phrase for each part of a trigger that is present; `undefined` for those that are not. */
const phrases: readonly ((trigger: Trigger) => string | undefined)[] = [
  ({ never }) => (never ? "never" : undefined),
  ({ nth }) => (nth && nth.length > 0 ? `${ordinals(nth)} call` : undefined),
  ({ every }) => (every === undefined ? undefined : every === 1 ? "every call" : `every ${ordinal(every)} call`),
  ({ first }) => (first === undefined ? undefined : `first ${calls(first)}`),
  ({ afterFirst }) => (afterFirst === undefined ? undefined : `after the first ${calls(afterFirst)}`),
  ({ probability }) => (probability === undefined ? undefined : `with probability ${probability}`),
  ({ window }) => window && windowWords(window.from, window.to),
  ({ duty }) => duty && `on ${formatDuration(duty.on)}, off ${formatDuration(duty.off)}`,
  ({ ramp }) => ramp && `with probability going from ${ramp.from} to ${ramp.to} over ${formatDuration(ramp.over)}`,
  ({ where }) => (where && Object.keys(where).length > 0 ? `where ${describeWhere(where)}` : undefined),
  ({ after }) =>
    after &&
    `${after.within === undefined ? "after" : `within ${formatDuration(after.within)} after`} ${after.injection} has fired`,
];

/** When, in words: `first 2 calls`, `every 3rd call, with probability 0.5`, `on 5s, off 5s`; `every call` if nothing is said. */
export function describeTrigger(trigger: Trigger): string {
  const said = phrases.map((phrase) => phrase(trigger)).filter((text) => text !== undefined);
  return said.length === 0 ? "every call" : cleanLine(said.join(", "));
}
