import { formatDuration } from "../../harness/domain/duration.ts";
import { offWords, radiusWords, whoHalted } from "../../harness/domain/gameday-words.ts";
import { planActor } from "../../harness/domain/plan-actor.ts";
import { outcomes } from "../../harness/domain/vocabulary.ts";
import { counted, formatInterval, formatValue } from "../text/figures.ts";
import type { Told } from "./response.ts";
import type { Tally } from "./tallies.ts";
import type { DayStory, EpisodeStory } from "./tell-day.ts";

/** `1:07.3`: minutes and seconds since the day was opened. */
export const clockOf = (t: number): string => {
  const tenths = Math.max(0, Math.round(t / 100));
  const minutes = Math.floor(tenths / 600);
  return `${minutes}:${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}`;
};

export const toldOf = ({ ms, how }: Told): string => (ms === undefined ? how : `${formatDuration(ms)} (${how})`);

export const shareOf = ({ correct, n, interval }: Tally): string =>
  interval === undefined
    ? "no task"
    : `${formatValue(correct / n, "share")} [${formatInterval({ value: correct / n, n, confidence: 0.95, method: "wilson", ...interval }, "share")}] n=${n}`;

export const outcomesOf = ({ outcomes: counts }: Tally): string =>
  outcomes.flatMap((outcome) => (counts[outcome] ? [`${counts[outcome]} ${outcome}`] : [])).join(", ");

/** What happened, in a few sentences, for somebody who was not there. */
export function summaryOf(story: DayStory): readonly string[] {
  const { episodes, bounds, total, length, phases, record, told } = story;
  const broke = bounds.filter(({ verdict }) => verdict === "broke");
  const untold = bounds.filter(({ verdict }) => verdict === "cannot tell");
  return [
    `The target "${record.target}" was ${told === undefined ? "watched" : told.attended ? "watched by people" : "put through a plan that ran by itself,"} for ${formatDuration(length)}, in ${counted(phases.length, "phase")}. ${armedWords(episodes)}`,
    ...story.unmet.map(({ injection, why }) => `The fault "${injection}" met nobody: ${why}`),
    ...(bounds.length === 0
      ? ["No steady-state bounds were watched."]
      : [
          broke.length === 0
            ? untold.length === bounds.length
              ? `Nothing can be told of any steady-state bound: there were too few observations${untold.some((one) => one.told) ? " at the end" : ""}.`
              : `No steady-state bound broke${untold.length > 0 ? `; of ${untold.length} nothing could be told` : ""}.`
            : `${broke.length} of ${counted(bounds.length, "steady-state bound")} broke.`,
        ]),
    answersWords(total, record.unanswered),
    ...story.halts.map(
      ({ t, by, reason, released }) =>
        `At ${clockOf(t)} it was halted by ${whoHalted(by)}: ${reason}${released ? `; ${released.by} released it at ${clockOf(released.t)}` : ""}.`,
    ),
    story.closed === undefined
      ? `The journal ends without an end of the day (${record.ended}).`
      : `It ended so: ${story.closed}`,
  ];
}

function armedWords(episodes: readonly EpisodeStory[]): string {
  const names = [...new Set(episodes.map(({ injection }) => injection))];
  const armed = `${counted(names.length, "fault")} ${names.length === 1 ? "was" : "were"} armed`;
  const more = episodes.length > names.length ? `, ${episodes.length} times in all` : "";
  return `${armed}${names.length === 0 ? "" : ` (${names.join(", ")})`}${more}.`;
}

function answersWords({ n, correct, silentWrong }: Tally, unanswered: number): string {
  const late = "had no answer yet when the day ended";
  if (n === 0)
    return unanswered === 0
      ? "No synthetic task was performed, so nothing is said of answers."
      : `${counted(unanswered, "task")} ${unanswered === 1 ? "was" : "were"} asked, and ${late}.`;
  const silent =
    silentWrong > 0
      ? `; ${counted(silentWrong, "answer")} ${silentWrong === 1 ? "was" : "were"} wrong and gave no sign of it`
      : "";
  const more = unanswered > 0 ? `; ${unanswered} more ${late}: nothing is said of them` : "";
  return `${correct} of ${n} tasks were answered correctly${silent}${more}.`;
}

/** What one fault did, in a sentence that stands by itself. */
export function episodeSentence(one: EpisodeStory): string {
  const met = one.tallies[2];
  const harmed =
    met === undefined || met.n === 0
      ? ""
      : met.correct === met.n
        ? ` ${met.n === 1 ? "The one task that met it was" : `All ${met.n} tasks that met it were`} answered correctly.`
        : ` ${met.n - met.correct} of the ${counted(met.n, "task")} that met it ${met.n - met.correct === 1 ? "was" : "were"} not answered correctly.`;
  const changed = one.changes
    .map(({ t, by, radius }) => ` At ${clockOf(t)} ${by} changed it: ${radiusWords(radius)}.`)
    .join("");
  const end =
    one.off === undefined
      ? "the journal ends while it was armed"
      : `off after ${formatDuration(one.until - one.from)} (${offWords(one.off.why, one.off.by)})`;
  return `${one.description.startsWith(one.injection) ? "" : `${one.injection}: `}${one.description} at ${one.dependencies.join(", ")}, ${radiusWords(one.radius)}; armed ${one.by === planActor ? "by plan" : `by ${one.by}`} at ${clockOf(one.from)}, ${end}, fired ${counted(one.fired, "time")}.${changed}${harmed}`;
}
