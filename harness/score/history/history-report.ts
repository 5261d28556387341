import type {
  FindingTrend,
  HistoryExperiment,
  HistoryNews,
  HistoryReport,
  HistoryRun,
  HistoryTrend,
} from "../../domain/history.ts";
import { severities } from "../../domain/judgement.ts";
import { findChanges } from "./find-changes.ts";
import { flakesOf } from "./flakes.ts";
import { codesOf, seriesOf } from "./series.ts";

export interface HistoryOptions {
  /** The share of nights without a change on which one may be said nevertheless. */
  readonly falseAlarms: number;
  /** How many findings there are. */
  readonly codes: number;
}

/** What a history says. Runs come oldest first. Pure. */
export function historyReport(runs: readonly HistoryRun[], { falseAlarms, codes }: HistoryOptions): HistoryReport {
  const changes = findChanges(seriesOf(runs), codes, falseAlarms);
  return {
    schema: 1,
    falseAlarms,
    runs,
    news: newsOf(runs),
    changes,
    trends: trendsOf(runs),
    findings: findingsOf(runs),
    flakes: flakesOf(runs, changes),
  };
}

/** Each experiment of the newest run beside its own last time; of findings, beside the last time that one could see them. */
function newsOf(runs: readonly HistoryRun[]): HistoryNews {
  const newest = runs.at(-1);
  const earlier = runs.slice(0, -1);
  const before = (now: HistoryExperiment, seeing: boolean): HistoryExperiment | undefined => {
    const there = (run: HistoryRun) =>
      run.experiments.find((one) => isSame(one, now) && (!seeing || looked(one, run.ended)));
    const last = earlier.findLast((run) => there(run) !== undefined);
    return last && there(last);
  };
  const beside = (seeing: boolean) =>
    (newest?.experiments ?? []).flatMap((now) => {
      const then = before(now, seeing);
      return then === undefined ? [] : [{ then, now }];
    });
  const codes = ({ findings }: HistoryExperiment): ReadonlySet<string> => new Set(findings.map(({ code }) => code));
  return {
    verdicts: beside(false).flatMap(({ then, now }) =>
      then.verdict === now.verdict ? [] : [{ experiment: now.id, before: then.verdict, after: now.verdict }],
    ),
    appeared: beside(true).flatMap(({ then, now }) =>
      now.findings
        .filter(({ code }) => !codes(then).has(code))
        .map(({ code, count }) => ({ experiment: now.id, code, count, of: now.trials.exposed })),
    ),
    gone: beside(true)
      .filter(({ now }) => looked(now, newest?.ended))
      .flatMap(({ then, now }) =>
        then.findings.filter(({ code }) => !codes(now).has(code)).map(({ code }) => ({ experiment: now.id, code })),
      ),
  };
}

/** What was cut short, or met no fault, tells of nothing that it is gone. */
const looked = ({ trials }: HistoryExperiment, ended: HistoryRun["ended"] | undefined): boolean =>
  ended === "finished" && trials.exposed > 0 && trials.finished >= trials.planned;

const isSame = (a: HistoryExperiment, b: HistoryExperiment): boolean => a.id === b.id && a.target === b.target;

/** What is pooled over other experiments than in the newest run of its scope is another figure, and no point of its line. */
function trendsOf(runs: readonly HistoryRun[]): readonly HistoryTrend[] {
  const trends = new Map<
    string,
    {
      readonly head: Omit<HistoryTrend, "points">;
      readonly points: (HistoryTrend["points"][number] & { readonly of: string })[];
    }
  >();
  const pooled = new Map<string, string>();
  for (const { run, scopes, experiments } of runs) {
    const places = [
      ...scopes.map(({ kind, name, scores, experiments: own }) => {
        return { kind, where: name, scores, of: [...own].sort().join("\u0000") };
      }),
      ...experiments.map(({ id, scores }) => ({ kind: "experiment" as const, where: id, scores, of: id })),
    ];
    for (const { kind, where, scores, of } of places) {
      pooled.set([kind, where].join("\u0000"), of);
      for (const score of scores) {
        const key = [kind, where, score.probe].join("\u0000");
        const trend = trends.get(key) ?? { head: { kind, where, probe: score.probe }, points: [] };
        trend.points.push({ ...score, run, of });
        trends.set(key, trend);
      }
    }
  }
  return [...trends.values()].flatMap(({ head, points }) => {
    const newest = pooled.get([head.kind, head.where].join("\u0000"));
    const same = points.filter(({ of }) => of === newest).map(({ of: _, ...point }) => point);
    const elsewhere = points.length - same.length;
    return same.length === 0 ? [] : [{ ...head, points: same, ...(elsewhere === 0 ? {} : { elsewhere }) }];
  });
}

/** The gravest first, then those that were seen last. */
function findingsOf(runs: readonly HistoryRun[]): readonly FindingTrend[] {
  const showing = new Map<string, Set<string>>();
  for (const [experiment, codes] of codesOf(runs))
    for (const code of codes) showing.set(code, (showing.get(code) ?? new Set()).add(experiment));
  return [...showing]
    .flatMap(([code, experiments]): FindingTrend[] => {
      const asked = runs.filter((run) => run.experiments.some(({ id }) => experiments.has(id)));
      const seen = asked.filter((run) =>
        run.experiments.some(({ findings }) => findings.some((one) => one.code === code)),
      );
      const last = seen
        .at(-1)
        ?.experiments.flatMap(({ findings }) => findings)
        .find((one) => one.code === code);
      if (last === undefined) return [];
      return [
        {
          code,
          title: last.title,
          severity: last.severity,
          firstSeen: seen[0]?.run ?? "",
          lastSeen: seen.at(-1)?.run ?? "",
          seen: seen.length,
          asked: asked.length,
          experiments: [...experiments].sort(),
          shares: asked.map((run) => shareIn(run, code, experiments)),
        },
      ];
    })
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        (a.lastSeen === b.lastSeen ? (a.code < b.code ? -1 : 1) : a.lastSeen < b.lastSeen ? 1 : -1),
    );
}

function shareIn({ experiments }: HistoryRun, code: string, among: ReadonlySet<string>): number {
  const own = experiments.filter(({ id }) => among.has(id));
  const exposed = own.reduce((sum, { trials }) => sum + trials.exposed, 0);
  const count = own.reduce((sum, { findings }) => sum + (findings.find((one) => one.code === code)?.count ?? 0), 0);
  return exposed === 0 ? 0 : Math.min(1, count / exposed);
}
