import type { HistoryChange, HistoryRun, Level } from "../../domain/history.ts";
import { changePoints } from "./change-points.ts";
import type { Series } from "./series.ts";

/**
 * The changes in all series, newest first. The chance that a night on which nothing has changed gives any is at most `falseAlarms`:
 * scores and verdicts have one half of it, divided by their number, and findings, of which there are many more, the other.
 * @param codes how many findings there are: one that was never seen could have been
 */
export function findChanges(all: readonly Series[], codes: number, falseAlarms: number): readonly HistoryChange[] {
  const experiments = new Set(all.flatMap(({ kind, where }) => (kind === "experiment" ? [where] : [])));
  const scores = all.filter(({ of }) => of !== "finding").length;
  const level = {
    finding: falseAlarms / 2 / Math.max(1, experiments.size * codes),
    score: falseAlarms / 2 / Math.max(1, scores),
  };
  return all
    .flatMap((series) =>
      changePoints(series.nights, series.of === "finding" ? level.finding : level.score).map(
        ({ said, since, from, p }): HistoryChange => {
          const runOf = (index: number): HistoryRun | undefined => series.nights[index]?.run;
          const { kind, where, what, of } = series;
          return {
            kind,
            where,
            what,
            of,
            since: runOf(since)?.run ?? "",
            at: runOf(since)?.at ?? "",
            said: runOf(said)?.run ?? "",
            before: levelOf(series, from, since),
            after: levelOf(series, since, said + 1),
            p,
            otherwise: kind === "experiment" ? otherParts(where, runOf(since - 1), runOf(since)) : [],
          };
        },
      ),
    )
    .sort((a, b) => (a.at === b.at ? a.p - b.p : a.at < b.at ? 1 : -1));
}

function levelOf({ nights }: Series, from: number, to: number): Level {
  const part = nights.slice(from, to);
  return {
    count: part.reduce((sum, { count }) => sum + count, 0),
    n: part.reduce((sum, { n }) => sum + n, 0),
    runs: part.length,
  };
}

/** What of an experiment's plan, or of the program, differs between two runs. */
function otherParts(id: string, then: HistoryRun | undefined, now: HistoryRun | undefined): readonly string[] {
  const partsIn = (run: HistoryRun | undefined) => run?.experiments.find((one) => one.id === id)?.parts ?? {};
  const [before, after] = [partsIn(then), partsIn(now)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => before[name] !== after[name],
  );
  return then !== undefined && now !== undefined && then.brownout !== now.brownout
    ? [...names, "version of brownout"]
    : names;
}
