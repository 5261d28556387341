import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { HistoryRun } from "../../domain/history.ts";
import { severities } from "../../domain/judgement.ts";
import { scopeKinds } from "../../domain/scores.ts";
import { failureModes, riskDimensions, verdicts } from "../../domain/vocabulary.ts";

const json = <T extends z.ZodType>(inner: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(inner);

const runRow = z.object({
  run: z.string(),
  at: z.string(),
  brownout: z.string(),
  route: z.enum(["in-process", "gateway"]),
  ended: z.enum(["finished", "aborted", "interrupted", "failed", "cut"]),
  verdict: z.enum(verdicts),
  digest: z.string(),
  command: json(z.array(z.string())),
});
const experimentRow = z.object({
  run: z.string(),
  id: z.string(),
  title: z.string(),
  target: z.string(),
  failure_mode: z.enum(failureModes),
  dimension: z.enum(riskDimensions),
  verdict: z.enum(verdicts),
  planned: z.number(),
  finished: z.number(),
  failed: z.number(),
  exposed: z.number(),
  parts: json(z.record(z.string(), z.string())),
  ends: z.string(),
});
const scopeRow = z.object({
  run: z.string(),
  kind: z.enum(scopeKinds),
  name: z.string(),
  experiments: json(z.array(z.string())),
});
const scoreRow = z.object({
  run: z.string(),
  kind: z.string(),
  name: z.string(),
  probe: z.string(),
  value: z.number(),
  low: z.number(),
  high: z.number(),
  n: z.number(),
  counted: z.number().transform((one) => one === 1),
});
const findingRow = z.object({
  run: z.string(),
  experiment: z.string(),
  code: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  count: z.number(),
});

/** All runs, the oldest first. */
export function readRuns(database: DatabaseSync): readonly HistoryRun[] {
  const rows = <T extends z.ZodType>(shape: T, sql: string): readonly z.output<T>[] =>
    database
      .prepare(sql)
      .all()
      .map((row) => shape.parse(row));
  const key = (...names: readonly string[]): string => names.join("\u0000");
  const scores = Map.groupBy(rows(scoreRow, "SELECT * FROM scores ORDER BY position"), (row) =>
    key(row.run, row.kind, row.name),
  );
  const findings = Map.groupBy(rows(findingRow, "SELECT * FROM findings ORDER BY position"), (row) =>
    key(row.run, row.experiment),
  );
  const experiments = Map.groupBy(rows(experimentRow, "SELECT * FROM experiments ORDER BY position"), ({ run }) => run);
  const scopes = Map.groupBy(rows(scopeRow, "SELECT * FROM scopes ORDER BY position"), ({ run }) => run);
  const scoresOf = (run: string, kind: string, name: string) =>
    (scores.get(key(run, kind, name)) ?? []).map(({ run: _run, kind: _kind, name: _name, ...score }) => score);
  return rows(runRow, "SELECT * FROM runs ORDER BY at, run").map((run) => ({
    ...run,
    experiments: (experiments.get(run.run) ?? []).map(
      ({ run: _run, planned, finished, failed, exposed, failure_mode: failureMode, ...one }) => ({
        ...one,
        failureMode,
        trials: { planned, finished, failed, exposed },
        scores: scoresOf(run.run, "experiment", one.id),
        findings: (findings.get(key(run.run, one.id)) ?? []).map(({ run: _, experiment: __, ...finding }) => finding),
      }),
    ),
    scopes: (scopes.get(run.run) ?? []).map(({ run: _run, ...scope }) => ({
      ...scope,
      scores: scoresOf(run.run, scope.kind, scope.name),
    })),
  }));
}
