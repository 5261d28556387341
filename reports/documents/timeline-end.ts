import type { PerformanceEnded, TurnAnswered } from "../../harness/domain/events.ts";
import type { Judged, JudgedTrial } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { cleanLine } from "../text/clean.ts";
import { outcomeStyle, type Paint } from "../text/paint.ts";
import { clip } from "../text/width.ts";
import { hang } from "../text/wrap.ts";
import { effectWords } from "./call-words.ts";

/** Longest answer that is shown, in columns. */
const longestAnswer = 280;

const harmed = new Set(["hung", "crashed", "wrong", "harmful"]);

/** The lines that close a timeline: answer, what was committed, outcome and why, bystanders, blocked hosts. */
export function timelineEnd(
  treatment: JudgedTrial,
  control: JudgedTrial,
  width: number,
  margin: number,
  paint: Paint,
): readonly string[] {
  const { primary, record } = treatment;
  const ended = primary.record.ended;
  const label = (name: string): string => `${" ".repeat(margin)}${name.padEnd(9)} `;
  const line = (name: string, text: string): readonly string[] => hang(label(name), text, width);
  const failed = record.failed === undefined ? [] : line("not run", brief(record.failed));
  const time = ended === undefined ? "" : `${(ended.t / 1000).toFixed(2)}s`.padStart(margin - 2);
  const first = hang(`${time.padEnd(margin)}${wordFor(ended).padEnd(9)} `, endWords(ended), width);
  const blocked = [...new Set(record.escaped.map(({ host }) => brief(host, 80)))];
  return [
    ...(primary.record.turns ?? []).flatMap((turn) => turnLines(turn, width, margin)),
    ...first,
    ...(control.primary.outcome === primary.outcome
      ? []
      : line("control", endWords(control.primary.record.ended)).map((l) => paint("dim", l))),
    ...committed(primary, control.primary).flatMap((text) => line("committed", text)),
    ...line("outcome", outcomeWords(primary)).map((l) => paint(outcomeStyle[primary.outcome], l)),
    ...primary.reasons.flatMap((reason) => line("", brief(reason))),
    ...harmedWords(treatment.bystanders).flatMap((text) => line("bystander", text)),
    ...harmedWords(treatment.afterwards ?? []).flatMap((text) => line("afterwards", text)),
    ...(blocked.length === 0 ? [] : line("blocked", `calls to undeclared ${brief(blocked.join(", "))}`)),
    ...failed,
  ];
}

/** A turn of a conversation before its last: what was said, and what was answered. */
function turnLines({ turn, t, prompt, answer }: TurnAnswered, width: number, margin: number): readonly string[] {
  const time = `${(t / 1000).toFixed(2)}s`.padStart(margin - 2).padEnd(margin);
  const half = Math.floor(longestAnswer / 2);
  const said = `“${clip(cleanLine(prompt), half)}” → “${clip(cleanLine(answer), half)}”`;
  return hang(`${time}${`turn ${turn + 1}`.padEnd(9)} `, said, width);
}

const wordFor = (ended: PerformanceEnded | undefined): string => ended?.end ?? "unfinished";

function endWords(ended: PerformanceEnded | undefined): string {
  if (ended === undefined) return "the journal ends before this task did";
  if (ended.answer !== undefined) return clip(`“${cleanLine(ended.answer)}”`, longestAnswer);
  return ended.error === undefined ? "no answer" : clip(cleanLine(ended.error), longestAnswer);
}

function outcomeWords({ outcome, silent, disclosed, undecided }: Judged): string {
  if (undecided !== undefined) return `UNDECIDED, ${outcome} as far as can be told: ${undecided}`;
  if (silent) return `${outcome.toUpperCase()}, and nothing in the answer warns of it`;
  return disclosed && outcome !== "correct"
    ? `${outcome.toUpperCase()}, and the answer says so`
    : outcome.toUpperCase();
}

function committed(treatment: Judged, control: Judged): readonly string[] {
  const list = (judged: Judged): string => {
    const effects = judged.record.ended?.effects ?? [];
    return effects.length === 0 ? "nothing" : brief(effects.map(effectWords).join("; "));
  };
  const [ours, theirs] = [list(treatment), list(control)];
  if (ours === theirs) return ours === "nothing" ? [] : [`${ours} (as in control)`];
  return [`${ours} (control: ${theirs})`];
}

function harmedWords(others: readonly Judged[]): readonly string[] {
  return others
    .filter(({ outcome }) => harmed.has(outcome))
    .map((judged) => brief(`${judged.record.task} ${outcomeWords(judged)}: ${judged.reasons.join("; ")}`));
}
