import { dirname, resolve } from "node:path";
import type { Task } from "../domain/task.ts";
import { matching, neighbour } from "./find-files.ts";
import type { Loading } from "./loading.ts";
import { isData, isLines } from "./open.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";
import { read } from "./read.ts";
import { experimentSchema } from "./schema/experiment.ts";
import { selectionSchema, tasksSchema } from "./schema/task.ts";
import { didYouMean, listed } from "./suggest.ts";
import { sayDuplicates, taskOf, tasksOf } from "./tasks.ts";

/** The tasks that a `tasks` or `bystanders` key chooses, in the order written, each once; undefined if that is not valid. */
export async function selectTasks(section: Section, loading: Loading): Promise<readonly Task[] | undefined> {
  const before = loading.problems.count;
  const { value } = section;
  if (typeof value !== "string" && !isRecord(value) && !(Array.isArray(value) && value.length > 0)) {
    read(experimentSchema.shape.tasks, section, loading.problems);
    return undefined;
  }
  const entries = Array.isArray(value) ? value.map((_, index) => part(section, index)) : [section];
  const chosen: Task[] = [];
  const inline: Section[] = [];
  for (const entry of entries) {
    if (isTask(entry)) {
      inline.push(entry);
      chosen.push(...listOf(taskOf(entry, loading)));
    } else chosen.push(...((await fromFiles(entry, loading)) ?? []));
  }
  sayDuplicates(inline, "task", loading);
  const byId = new Map<string, Task>();
  for (const task of chosen) {
    const other = byId.get(task.id);
    if (other === undefined) byId.set(task.id, task);
    else if (other.file !== task.file) {
      loading.problems.at(
        section,
        `Two tasks have the id "${task.id}": one of ${other.file}, one of ${task.file}. Ids must be unique in an experiment.`,
      );
    }
  }
  return loading.problems.count === before ? [...byId.values()] : undefined;
}

const listOf = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

const taskOnly = ["id", "prompt", "turns", "expect", "playbook", "input"];
/** A task that is written in the experiment itself. */
const isTask = ({ value }: Section): boolean =>
  isRecord(value) && value.from === undefined && taskOnly.some((key) => value[key] !== undefined);

async function fromFiles(entry: Section, loading: Loading): Promise<readonly Task[] | undefined> {
  const narrowing = isRecord(entry.value) ? read(selectionSchema, entry, loading.problems) : undefined;
  const patterns = patternsOf(entry);
  if (patterns === undefined) {
    if (!isRecord(entry.value)) read(tasksSchema, entry, loading.problems);
    return undefined;
  }
  const folder = dirname(entry.source.absolute);
  const all: Task[] = [];
  for (const pattern of patterns) {
    const written = String(pattern.value);
    const files = await matching(written, folder, (path) => isData(path) || isLines(path));
    if (files.length === 0) {
      const near = await neighbour(written, resolve(folder, written));
      const hint = near === undefined ? ` Paths are relative to ${entry.source.file}.` : ` Did you mean "${near}"?`;
      loading.problems.at(pattern, `Cannot find the tasks: no file matches "${written}".${hint}`);
    }
    for (const file of files) all.push(...((await tasksOf(file, loading)) ?? []));
  }
  // Without knowing which are chosen the files have been read all the same, for what is wrong with them.
  if (all.length === 0 || (isRecord(entry.value) && narrowing === undefined)) return undefined;
  return narrowing === undefined ? all : narrow(all, narrowing, entry, loading);
}

function patternsOf(entry: Section): readonly Section[] | undefined {
  const from = isRecord(entry.value) ? part(entry, "from") : entry;
  if (Array.isArray(from.value)) return from.value.map((_, index) => part(from, index));
  return typeof from.value === "string" && from.value.trim() !== "" ? [from] : undefined;
}

interface Narrowing {
  readonly tags?: readonly string[] | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly limit?: number | undefined;
}

function narrow(all: readonly Task[], by: Narrowing, entry: Section, loading: Loading): readonly Task[] {
  const ids = new Set(all.map((task) => task.id));
  const tags = new Set(all.flatMap((task) => task.tags));
  const unknown = [
    ...(by.ids ?? []).map((id, index) => ({ id, at: part(entry, "ids", index), known: ids, what: "has the id" })),
    ...(by.tags ?? []).map((id, index) => ({
      id,
      at: part(entry, "tags", index),
      known: tags,
      what: "carries the tag",
    })),
  ].filter(({ id, known }) => !known.has(id));
  for (const { id, at, known, what } of unknown) {
    loading.problems.at(at, `No task ${what} "${id}".${didYouMean(id, known)}`);
  }
  const chosen = all.filter(
    (task) =>
      (by.tags === undefined || by.tags.some((tag) => task.tags.includes(tag))) &&
      (by.ids === undefined || by.ids.includes(task.id)),
  );
  if (chosen.length === 0 && unknown.length === 0) {
    loading.problems.at(entry, `This chooses no task: none with these ids carries ${listed(by.tags ?? [], "or")}.`);
  }
  return chosen.slice(0, by.limit);
}
