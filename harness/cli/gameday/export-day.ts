import { resolve } from "node:path";
import { type EpisodeStory, tellDay } from "../../../reports/gameday/index.ts";
import { episodeSentence, shareOf } from "../../../reports/gameday/words.ts";
import type { Task } from "../../domain/task.ts";
import { loadAll } from "../../load/index.ts";
import { wilson } from "../../score/index.ts";
import type { RunFolder } from "../../store/index.ts";
import { registry } from "../registry.ts";
import { type Exported, exportedExperiment } from "./export-experiment.ts";
import { type DayTask, metBy, readDay } from "./read-day.ts";
import { writeUnlessEdited } from "./write-unless-edited.ts";

export interface ExportedDay {
  /** Absolute paths, each of a valid experiment. */
  readonly files: readonly string[];
  /** Injections of which no experiment came, and why. */
  readonly left: readonly { readonly injection: string; readonly why: string }[];
}

export interface ExportOptions {
  /** Absolute, both. */
  readonly out: string;
  readonly cwd: string;
  /** Files that are there and say something else are written over. */
  readonly force: boolean;
}

/** Writes an experiment for each injection that was armed. @throws {JournalError} if the journal is of no game day. */
export async function exportDay({ journal }: RunFolder, { out, cwd, force }: ExportOptions): Promise<ExportedDay> {
  const { record, experiment, tasks } = await readDay(journal);
  const story = tellDay(record, wilson);
  const method = experiment.cells[0]?.method ?? [];
  const files: string[] = [];
  const left: { injection: string; why: string }[] = [];
  const opened = record.moments.find(({ moment }) => moment.what === "opened")?.t ?? 0;
  for (const [id, episodes] of Map.groupBy(story.episodes, ({ injection }) => injection)) {
    const injection = method.find((one) => one.id === id);
    const last = episodes.at(-1);
    const asked = askedDuring(episodes, tasks, experiment.tasks, opened);
    if (injection === undefined || last === undefined) {
      left.push({ injection: id, why: "the journal does not say what it was" });
      continue;
    }
    if (asked.length === 0) {
      left.push({
        injection: id,
        why: "no task was performed while it was armed. Users' own traffic has no ground truth: write tasks of it, and an experiment",
      });
      continue;
    }
    const given: Exported = {
      experiment,
      injection,
      radius: last.changes.at(-1)?.radius ?? last.radius,
      tasks: asked,
      judged: record.judged.find((one) => one.injection === id),
      run: record.run,
      startedAt: record.startedAt,
      told: episodes.map(toldOf),
    };
    const file = resolve(out, `${id.replace(/[^\w-]+/g, "-")}.yaml`);
    const text = exportedExperiment(given, { file, cwd });
    if (!writeUnlessEdited(file, text, force)) {
      left.push({
        injection: id,
        why: `${file} is there and says something else: it is of another day, or somebody has edited it. Write elsewhere with --out, or over it with --force`,
      });
      continue;
    }
    const wrong = await loadAll([file], registry, { cwd }).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (wrong === undefined) files.push(file);
    else left.push({ injection: id, why: `what was written to ${file} is not valid yet: ${wrong}` });
  }
  return { files, left };
}

/** Tasks that met the injection; where it met none, those that were asked while it was armed. */
function askedDuring(
  episodes: readonly EpisodeStory[],
  performed: readonly DayTask[],
  tasks: readonly Task[],
  opened: number,
): readonly Task[] {
  const during = performed.filter(({ from, until }) =>
    episodes.some((one) => from - opened <= one.until && until - opened >= one.from),
  );
  const met = during.filter(({ record }) => episodes.some(({ injection }) => metBy(record).includes(injection)));
  const ids = new Set((met.length > 0 ? met : during).map(({ record }) => record.task));
  return tasks.filter(({ id }) => ids.has(id));
}

const toldOf = (one: EpisodeStory): string => {
  const [, , met] = one.tallies;
  return `${episodeSentence(one)}${met === undefined || met.n === 0 ? "" : ` Right answers of those tasks: ${shareOf(met)}.`}`;
};
