import { figureWords } from "../../harness/domain/gameday-words.ts";
import type { Finding } from "../../harness/domain/judgement.ts";
import type { BoundStory } from "./bounds.ts";
import type { Episode, Note } from "./episodes.ts";
import type { DayStory } from "./tell-day.ts";
import { clockOf } from "./words.ts";

/** What every form of the report says at its head. */
export const headFacts = ({ record, people, told }: DayStory): readonly (readonly [name: string, words: string])[] => [
  ["when", `${record.startedAt.slice(0, 10)} ${record.startedAt.slice(11, 16)} UTC`],
  ["plan", record.planFile],
  ["target", record.target],
  ["in the model's place", record.brain],
  [
    "who was there",
    people.length > 0
      ? people.join(", ")
      : told?.attended === false
        ? "nobody; the plan ran by itself"
        : "nobody gave a name",
  ],
  ["run", record.run],
];

export const episodeTitle = ({ injection, dependencies, phase }: Episode): string =>
  `${injection} at ${dependencies.join(", ")}${phase === undefined ? "" : `, in the phase "${phase}"`}`;

/** When a bound did not hold, in words. */
export function boundWords({ verdict, breaches, bound, told }: BoundStory): string {
  if (verdict === "cannot tell")
    return told ? "it held at first; too few observations at the end" : "too few observations at all times";
  if (verdict === "held") return "at all times that something could be told";
  return breaches
    .map(
      ({ from, until, value, n }) =>
        `from ${clockOf(from)} ${until === undefined ? "to the end" : `to ${clockOf(until)}`} (first ${figureWords(bound, value)}, n=${n})`,
    )
    .join("; ");
}

export const actionWords = ({ text, injection, owner, due, by }: Note): readonly string[] => [
  `${text === "" ? "no words" : text}${injection === undefined ? "" : ` (${injection})`}`,
  owner ?? "nobody yet",
  due ?? "no date",
  by,
];

/** What the plan says to do about a finding, or in the phase in which it was made. */
export const findingPlaybook = ({ code }: Finding, { phase }: Episode, { told }: DayStory): readonly string[] => {
  const words = told?.playbooks[code] ?? (phase === undefined ? undefined : told?.playbooks[phase]);
  return words === undefined ? [] : [words];
};
