import type { HistoryChange, HistoryRun, HistoryScore } from "../../domain/history.ts";
import type { Night } from "./change-points.ts";

/** One thing that is counted in many runs. */
export interface Series {
  readonly where: string;
  readonly kind: HistoryChange["kind"];
  readonly what: string;
  readonly of: HistoryChange["of"];
  /** Oldest first; runs that did not ask are left out. */
  readonly nights: readonly (Night & { readonly run: HistoryRun })[];
}

const countOf = ({ value, n }: HistoryScore): number => Math.round(value * n);

/** Everything that can be counted: the shares among the scores, the findings, and whether an experiment was broken. */
export function seriesOf(runs: readonly HistoryRun[]): readonly Series[] {
  const all = new Map<string, { readonly head: Omit<Series, "nights">; readonly nights: Series["nights"][number][] }>();
  const add = (head: Omit<Series, "nights">, key: string, night: Series["nights"][number]): void => {
    if (night.n <= 0) return;
    const name = [head.kind, head.where, head.of, head.what, key].join("\u0000");
    const known = all.get(name) ?? { head, nights: [] };
    known.nights.push(night);
    all.set(name, known);
  };
  const codes = codesOf(runs);
  for (const run of runs) {
    for (const { id, target, verdict, trials, scores, findings } of run.experiments) {
      const here = { kind: "experiment", where: id } as const;
      for (const score of scores.filter(({ counted }) => counted))
        add({ ...here, what: score.probe, of: "score" }, target, { count: countOf(score), n: score.n, run });
      const seen = new Map(findings.map(({ code, count }) => [code, count]));
      for (const code of codes.get(id) ?? [])
        add({ ...here, what: code, of: "finding" }, target, {
          count: Math.min(seen.get(code) ?? 0, trials.exposed),
          n: trials.exposed,
          run,
        });
      if (verdict !== "inconclusive")
        add({ ...here, what: "broken", of: "verdict" }, target, { count: verdict === "broken" ? 1 : 0, n: 1, run });
    }
    for (const { kind, name, experiments, scores } of run.scopes) {
      // What is pooled over other experiments than before is another figure.
      const of = [...experiments].sort().join("\u0000");
      for (const score of scores.filter(({ counted }) => counted))
        add({ kind, where: name, what: score.probe, of: "score" }, of, { count: countOf(score), n: score.n, run });
    }
  }
  return [...all.values()].map(({ head, nights }) => ({ ...head, nights }));
}

/** The findings that each experiment has ever shown. */
export function codesOf(runs: readonly HistoryRun[]): ReadonlyMap<string, ReadonlySet<string>> {
  const codes = new Map<string, Set<string>>();
  for (const { experiments } of runs)
    for (const { id, findings } of experiments)
      for (const { code } of findings) codes.set(id, (codes.get(id) ?? new Set()).add(code));
  return codes;
}
