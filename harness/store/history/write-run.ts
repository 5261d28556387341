import type { DatabaseSync } from "node:sqlite";
import type { HistoryRun, HistoryScore } from "../../domain/history.ts";

/** Inside a transaction. */
export function writeRun(database: DatabaseSync, run: HistoryRun): void {
  database.prepare("DELETE FROM runs WHERE run = ?").run(run.run);
  database
    .prepare("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    .run(run.run, run.at, run.brownout, run.route, run.ended, run.verdict, run.digest, JSON.stringify(run.command));
  const addScore = database.prepare("INSERT INTO scores VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const addScores = (kind: string, name: string, scores: readonly HistoryScore[]): void => {
    for (const [position, { probe, value, low, high, n, counted }] of scores.entries())
      addScore.run(run.run, kind, name, position, probe, value, low, high, n, counted ? 1 : 0);
  };
  const addExperiment = database.prepare("INSERT INTO experiments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const addFinding = database.prepare("INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?)");
  for (const [position, one] of run.experiments.entries()) {
    const { id, title, target, failureMode, dimension, verdict, trials, parts, ends } = one;
    const { planned, finished, failed, exposed } = trials;
    const kinds = [title, target, failureMode, dimension, verdict] as const;
    addExperiment.run(run.run, position, id, ...kinds, planned, finished, failed, exposed, JSON.stringify(parts), ends);
    addScores("experiment", id, one.scores);
    for (const [at, { code, title: name, severity, count }] of one.findings.entries())
      addFinding.run(run.run, id, at, code, name, severity, count);
  }
  const addScope = database.prepare("INSERT INTO scopes VALUES (?, ?, ?, ?, ?)");
  for (const [position, { kind, name, experiments, scores }] of run.scopes.entries()) {
    addScope.run(run.run, position, kind, name, JSON.stringify(experiments));
    addScores(kind, name, scores);
  }
}
