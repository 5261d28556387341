import { InvalidInput } from "../../domain/diagnostic.ts";
import { parseDuration } from "../../domain/duration.ts";
import type { HistoryReport } from "../../domain/history.ts";
import { didYouMean } from "../../load/suggest.ts";

export interface Narrowing {
  readonly finding?: string;
  readonly experiment?: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
}

/** Only what was asked for. Changes are found in all runs and then left out, so that what is shown does not change what is said. */
export function narrow(report: HistoryReport, { finding, experiment, since }: Narrowing): HistoryReport {
  const runs = since === undefined ? report.runs : report.runs.filter(({ at }) => Date.parse(at) >= since);
  const kept = new Set(runs.map(({ run }) => run));
  const here = (id: string): boolean => experiment === undefined || id === experiment;
  const named = (code: string): boolean => finding === undefined || code === finding;
  const experimentsOf = new Map(report.findings.map(({ code, experiments }) => [code, experiments]));
  return {
    ...report,
    runs: runs
      .map((run) => ({
        ...run,
        experiments: run.experiments.filter(({ id }) => here(id)),
        // Scores of the whole run say nothing of one experiment.
        scopes: experiment === undefined ? run.scopes : [],
      }))
      .filter(({ experiments }) => experiment === undefined || experiments.length > 0),
    news: {
      verdicts: finding === undefined ? report.news.verdicts.filter((one) => here(one.experiment)) : [],
      appeared: report.news.appeared.filter((one) => here(one.experiment) && named(one.code)),
      gone: report.news.gone.filter((one) => here(one.experiment) && named(one.code)),
    },
    changes: report.changes.filter(
      ({ kind, where, of, what, said }) =>
        kept.has(said) &&
        (experiment === undefined || (kind === "experiment" && here(where))) &&
        (finding === undefined || (of === "finding" && named(what))),
    ),
    trends:
      finding === undefined
        ? report.trends
            .filter(({ kind, where }) => experiment === undefined || (kind === "experiment" && here(where)))
            .map((trend) => ({ ...trend, points: trend.points.filter(({ run }) => kept.has(run)) }))
            .filter(({ points }) => points.length > 0)
        : [],
    findings: report.findings.filter(
      ({ code }) => named(code) && (experiment === undefined || experimentsOf.get(code)?.includes(experiment)),
    ),
    flakes: finding === undefined ? report.flakes.filter((one) => here(one.experiment)) : [],
  };
}

/** @throws {InvalidInput} if the history knows no such experiment or finding */
export function checkNames(report: HistoryReport, { finding, experiment }: Narrowing): void {
  const experiments = new Set(report.runs.flatMap((run) => run.experiments.map(({ id }) => id)));
  if (experiment !== undefined && !experiments.has(experiment))
    throw new InvalidInput([
      {
        file: "--experiment",
        message: `The history has no experiment "${experiment}".${didYouMean(experiment, experiments)}`,
      },
    ]);
  const codes = report.findings.map(({ code }) => code);
  if (finding !== undefined && !codes.includes(finding))
    throw new InvalidInput([
      {
        file: "--finding",
        message: `No run of the history shows the finding "${finding}".${didYouMean(finding, codes)}`,
      },
    ]);
}

/** A day, a moment, or how long ago: `2026-11-01`, `2026-11-01T08:00Z`, `14d`. Undefined: it is none of them. */
export function momentOf(text: string, now: number): number | undefined {
  const ago = parseDuration(text);
  if (ago !== undefined) return now - ago;
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
}
