import type { ExperimentResult, RunReport } from "../../harness/domain/judgement.ts";
import { type Outcome, outcomes } from "../../harness/domain/vocabulary.ts";
import { brief } from "../text/brief.ts";
import { counted, formatValue } from "../text/figures.ts";
import { nothingWords, outcomeCounts } from "./run-words.ts";

/** One experiment that was asked of several targets. */
export interface Comparison {
  readonly title: string;
  readonly file: string;
  readonly rows: readonly ComparisonRow[];
}

export interface ComparisonRow {
  readonly result: ExperimentResult;
  readonly target: string;
  /** Of the trials with faults. */
  readonly outcome: string;
  /** `3`, or `1–3` where calls differ; of the calls that a fault met. */
  readonly attempts: string;
  /** The waits between them. */
  readonly gaps: string;
  readonly finding: string;
}

/** What stands in place of a figure that is not there. */
const none = "–";
/** Narrow columns break between figures, not within them. */
const together = (text: string): string => text.replaceAll(/(?<=\d) (?=\w)/g, "\u00a0");

/** The experiments of a run that were asked of more than one target, as they were run. Titles are those of the files. */
export function comparisonsOf(report: Pick<RunReport, "experiments">): readonly Comparison[] {
  const groups = Map.groupBy(report.experiments, ({ experiment: { file, title } }) => `${file}\u0000${title}`);
  return [...groups.values()].flatMap((results) => {
    const [first] = results;
    if (!first || new Set(results.map(({ experiment }) => experiment.target.file)).size < 2) return [];
    return [{ title: first.experiment.title, file: first.experiment.file, rows: results.map(rowOf) }];
  });
}

function rowOf(result: ExperimentResult): ComparisonRow {
  const { attempts } = result;
  const range =
    attempts === undefined
      ? none
      : attempts.fewest === attempts.most
        ? String(attempts.most)
        : `${attempts.fewest}–${attempts.most}`;
  return {
    result,
    target: brief(result.experiment.target.name, 40),
    outcome: together(outcomeCounts(result.outcomes.treatment)) || nothingWords(result).replaceAll(" ", "\u00a0"),
    attempts: range,
    gaps:
      attempts?.gaps
        .map((gap) => formatValue(gap < 1000 ? Math.round(gap) : Math.round(gap / 100) * 100, "ms"))
        .join(", ") || none,
    finding: findingWords(result),
  };
}

/** Doubts come first: without a steady control and a fault that fired, the rest says nothing. */
function findingWords({ outcomes: { control }, trials, findings, unjudged }: ExperimentResult): string {
  const exposed = unjudged?.exposed ?? 0;
  const bad = notRight(control);
  const doubts = [
    ...(bad === "" ? [] : [`Without faults: ${bad}`]),
    ...(trials.failed === 0 ? [] : [`${trials.failed} trials could not be run`]),
    ...(exposed > 0 ? [`${counted(exposed, "trial")} that met a fault could not be judged`] : []),
    ...(trials.exposed + exposed === 0 ? ["No fault met a call"] : []),
  ];
  const named = findings.map(({ title }) => title);
  const shown = [...named.slice(0, 2), ...(named.length > 2 ? [`${named.length - 2} more`] : [])];
  return brief([...doubts, ...(shown.length > 0 ? shown : doubts.length > 0 ? [] : ["None"])].join("; "), 200);
}

const notRight = (counts: Readonly<Record<Outcome, number>>): string => outcomeCounts({ ...counts, [outcomes[0]]: 0 });
