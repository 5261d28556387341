import type { DayJudged } from "../../../reports/gameday/index.ts";
import type { CallRecord, PerformanceRecord, TrialRecord } from "../../domain/events.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { Arm } from "../../domain/vocabulary.ts";
import { judgeTrial, openFindings } from "../../judge/index.ts";
import { evidenceDetectors } from "../../probes/evidence/index.ts";
import { probes } from "../../probes/index.ts";
import { type ScoreItem, scoreRun } from "../../score/index.ts";
import type { RunStarted } from "../../store/index.ts";
import { type DayTask, metBy } from "./read-day.ts";

/** Pairs of one injection that are looked at. */
const mostPairs = 200;

/**
 * What each injection did, as an experiment would tell it: every task that met it and no other, beside one of the same task that met
 * nothing and went well. An injection without such a pair is left out: nothing can be told of it.
 */
export async function judgeInjections(
  injections: readonly string[],
  tasks: readonly DayTask[],
  experiment: Experiment,
  started: RunStarted,
): Promise<readonly DayJudged[]> {
  const calm = Map.groupBy(
    tasks.filter(({ record, judged }) => judged.outcome === "correct" && metBy(record).length === 0),
    ({ record }) => record.task,
  );
  const counts = new Map<string, number>();
  const items: ScoreItem[] = [{ kind: "run", started }];
  for (const injection of injections) {
    const own = { ...experiment, id: injection, cells: [{ values: {}, method: methodOf(experiment, injection) }] };
    const pairs: [DayTask, DayTask][] = [];
    for (const one of tasks) {
      const met = metBy(one.record);
      const twins = calm.get(one.record.task) ?? [];
      const twin = twins[pairs.length % Math.max(1, twins.length)];
      if (met.length === 1 && met[0] === injection && twin && pairs.length < mostPairs) pairs.push([one, twin]);
    }
    if (pairs.length === 0) continue;
    counts.set(injection, pairs.length);
    items.push({ kind: "experiment", experiment: { ...own, repeats: pairs.length }, planned: 2 * pairs.length });
    for (const [index, [treatment, control]] of pairs.entries())
      items.push(
        { kind: "trial", record: trialOf(treatment, injection, index, "treatment") },
        { kind: "trial", record: trialOf(control, injection, index, "control") },
      );
  }
  items.push({ kind: "ended", reason: "finished" });
  if (counts.size === 0) return [];
  const report = await scoreRun(items, {
    probes,
    judge: judgeTrial,
    evidence: evidenceDetectors,
    findings: openFindings,
  });
  return report.experiments.map(({ experiment: { id }, findings }) => ({
    injection: id,
    pairs: counts.get(id) ?? 0,
    findings,
  }));
}

const methodOf = ({ cells }: Experiment, injection: string) =>
  (cells[0]?.method ?? []).filter(({ id }) => id === injection);

/** One performance as a trial of its own, which began when the performance did. */
function trialOf({ record, from }: DayTask, experiment: string, index: number, arm: Arm): TrialRecord {
  const pair = `${experiment}/${record.task}/0/${index + 1}`;
  return {
    trial: {
      id: `${pair}/${arm}`,
      experiment,
      task: record.task,
      bystanders: [],
      arm,
      repeat: index + 1,
      cell: 0,
      pair,
    },
    performances: [since(from, record)],
    escaped: [],
    digest: "live",
  };
}

const moved = <T extends { readonly t: number }>(from: number, event: T): T => ({ ...event, t: event.t - from });

const since = (from: number, record: PerformanceRecord): PerformanceRecord => ({
  ...record,
  role: "primary",
  calls: record.calls.map((call) => callSince(from, call)),
  ...(record.page ? { page: record.page.map((one) => moved(from, one)) } : {}),
  ...(record.turns ? { turns: record.turns.map((one) => moved(from, one)) } : {}),
  ...(record.ended ? { ended: moved(from, record.ended) } : {}),
});

const callSince = (from: number, { started, ended, faults }: CallRecord): CallRecord => ({
  started: moved(from, started),
  faults: faults.map((fault) => moved(from, fault)),
  ...(ended
    ? {
        ended: {
          ...moved(from, ended),
          ...(ended.firstContent === undefined ? {} : { firstContent: ended.firstContent - from }),
        },
      }
    : {}),
});
