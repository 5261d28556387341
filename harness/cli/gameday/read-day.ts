import { brainWords } from "../../../reports/documents/run-words.ts";
import type { DayAnswer, DayJudged, DayRecord } from "../../../reports/gameday/index.ts";
import type { PerformanceRecord, RunEvent } from "../../domain/events.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { GamedayTold } from "../../domain/experiment-told.ts";
import type { GamedayEvent } from "../../domain/gameday.ts";
import type { Judged } from "../../domain/judgement.ts";
import { judgeConversation } from "../../judge/index.ts";
import { foldTrials, JournalError, type RunStarted, readBatches } from "../../store/index.ts";
import { telemetryOf, watchLive } from "../live/read-live.ts";
import { judgeInjections } from "./judge-injections.ts";

/** A performance of the day with what the judge makes of it by itself. */
export interface DayTask {
  readonly record: PerformanceRecord;
  readonly judged: Judged;
  /** On the journal's clock, ms: its first call, or where there was none its end. */
  readonly from: number;
  readonly until: number;
}

/** A game day as its journal tells it. */
export interface Day {
  readonly record: DayRecord;
  readonly experiment: Experiment;
  readonly tasks: readonly DayTask[];
}

/** @throws {JournalError} if the journal cannot be read, or is of no game day. */
export async function readDay(journal: string): Promise<Day> {
  const warnings: string[] = [];
  const warn = (words: string): void => void warnings.push(words);
  const moments: GamedayEvent[] = [];
  const fired: Record<string, number> = {};
  let told: GamedayTold | undefined;
  let lastT = 0;
  const see = (event: RunEvent): void => {
    if ("t" in event) lastT = Math.max(lastT, event.t);
    if (event.type === "gameday") moments.push(event);
    if (event.type === "experiment") told ??= event.gameday;
    if (event.type === "fault-fired") fired[event.injection] = (fired[event.injection] ?? 0) + 1;
  };
  let started: RunStarted | undefined;
  let experiment: Experiment | undefined;
  let performances: readonly PerformanceRecord[] = [];
  const live = watchLive();
  let ended: { readonly reason: string; readonly detail?: string } = { reason: "cut" };
  for await (const item of foldTrials(tapped(readBatches(journal, { onWarning: warn }), see), { onWarning: warn })) {
    live.see(item);
    if (item.kind === "run") started ??= item.started;
    if (item.kind === "experiment") experiment ??= item.experiment;
    if (item.kind === "trial" || item.kind === "unfinished") performances = item.record.performances;
    if (item.kind === "ended") ended = item;
  }
  if (started === undefined || experiment === undefined || moments.length === 0)
    throw new JournalError(
      `${journal} is not the journal of a game day. Of an ordinary run say "brownout report"; name the run of a game day, or "latest" if that was the last.`,
    );
  const tasks = tasksOf(performances, experiment);
  const armed = new Set(moments.flatMap(({ moment }) => (moment.what === "armed" ? [moment.injection] : [])));
  const judged: readonly DayJudged[] = await judgeInjections([...armed], tasks, experiment, started);
  const { title, file, target } = experiment;
  const opened = moments.find(({ moment }) => moment.what === "opened")?.t;
  const whole = live.found();
  return {
    experiment,
    tasks,
    record: {
      run: started.run,
      startedAt: started.at,
      brownout: started.brownout,
      title,
      planFile: file,
      target: target.name,
      brain: brainWords(target) ?? "no model",
      ...(told === undefined ? {} : { told }),
      moments,
      answers: tasks.map(answerOf),
      unanswered: performances.filter(({ task, ended: end }) => {
        const ours = experiment.tasks.some(({ id }) => id === task);
        return ours && (end === undefined || end.end === "cancelled");
      }).length,
      fired,
      judged,
      telemetry: whole ? telemetryOf(whole, opened) : [],
      lastT,
      ended: ended.reason,
      ...(ended.detail === undefined ? {} : { detail: ended.detail }),
      warnings,
    },
  };
}

async function* tapped(
  batches: AsyncIterable<readonly RunEvent[]>,
  see: (event: RunEvent) => void,
): AsyncIterable<readonly RunEvent[]> {
  for await (const batch of batches) {
    for (const event of batch) see(event);
    yield batch;
  }
}

/** Those that came to an end of their own; callers who are no task of ours are not judged. */
function tasksOf(performances: readonly PerformanceRecord[], experiment: Experiment): readonly DayTask[] {
  const byId = new Map(experiment.tasks.map((task) => [task.id, task]));
  return performances.flatMap((record) => {
    const task = byId.get(record.task);
    if (task === undefined || record.ended === undefined || record.ended.end === "cancelled") return [];
    const judged = judgeConversation(record, task, experiment);
    if (judged.undecided !== undefined) return [];
    const until = record.ended.t;
    const from = Math.min(until, ...record.calls.map(({ started }) => started.t));
    return [{ record, judged, from, until }];
  });
}

const answerOf = ({ record, judged, from, until }: DayTask): DayAnswer => ({
  task: record.task,
  from,
  until,
  outcome: judged.outcome,
  silent: judged.silent,
  met: metBy(record),
  ...(judged.reasons[0] === undefined ? {} : { reason: judged.reasons[0] }),
});

/** Injections that fired in a performance. */
export const metBy = ({ calls }: PerformanceRecord): readonly string[] => [
  ...new Set(calls.flatMap(({ faults }) => faults.map(({ injection }) => injection))),
];
