import type { Task } from "../domain/task.ts";
import { absoluteFiles } from "./absolute-files.ts";
import { compact } from "./compact.ts";
import { entriesOf } from "./entries.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";
import { read } from "./read.ts";
import { taskSchema } from "./schema/task.ts";
import { checkTruths, kindsIn } from "./task-truths.ts";
import { checkPlaybooks, toolPlaces, turnsOf } from "./turns.ts";

/** Every task of a YAML, JSON or JSONL file; undefined if one of them is not valid. */
export const tasksOf = (absolute: string, loading: Loading): Promise<readonly Task[] | undefined> =>
  loading.once(`tasks ${absolute}`, async () => {
    const before = loading.problems.count;
    const sections = await entriesOf(absolute, "tasks", loading);
    if (sections === undefined) return undefined;
    const known = kindsIn(sections);
    const tasks = sections.flatMap((section) => taskOf(section, loading, known) ?? []);
    sayDuplicates(sections, "task", loading);
    if (loading.problems.count > before) return undefined;
    if (tasks.length > 0) return tasks;
    loading.problems.inFile(loading.show(absolute), "The file has no tasks.");
    return undefined;
  });

/**
 * One task with its ground truth; says what is wrong with it.
 * @param known kinds of change that the tasks beside it want
 */
export function taskOf(section: Section, loading: Loading, known: ReadonlySet<string> = new Set()): Task | undefined {
  const written = read(taskSchema, section, loading.problems);
  checkPlaybooks(section, loading);
  if (written === undefined) return undefined;
  const said = turnsOf(written, section, loading);
  if (said === undefined) return undefined;
  checkTruths(section, written, loading, known);
  const { expect } = said;
  const truths = [expect, ...(said.earlier ?? []).flatMap((turn) => turn.expect ?? [])];
  if (truths.every(isEmpty) && (written.assert?.length ?? 0) === 0) {
    loading.problems.at(
      part(section, "expect"),
      `Task "${written.id}" has no ground truth, so no answer to it can be wrong. Write what it must contain under "facts", must not contain under "forbids", must change under "effects", or pass under "assert".`,
      "key",
    );
    return undefined;
  }
  if (written.assert !== undefined && loading.registry.runsAssertions?.() === false) {
    loading.problems.at(
      part(section, "assert"),
      "Assertions are run by promptfoo, which is not installed. Install it beside brownout: npm install --save-dev promptfoo",
      "key",
    );
    return undefined;
  }
  const { id, tags, assert, threshold, options } = written;
  return {
    id,
    tags,
    ...said,
    file: section.source.file,
    ...toolPlaces(section),
    ...(assert === undefined
      ? {}
      : { grading: absoluteFiles(compact({ assert, threshold, options }), section.source.absolute) }),
  };
}

const isEmpty = ({ facts, forbids, effects }: Task["expect"]): boolean =>
  facts.length + forbids.length + effects.length === 0;

/** Says which ids stand twice in a list of tasks or documents. */
export function sayDuplicates(sections: readonly Section[], what: string, loading: Loading): void {
  const seen = new Set<string>();
  for (const section of sections) {
    const id = isRecord(section.value) ? section.value.id : undefined;
    if (typeof id !== "string") continue;
    if (seen.has(id))
      loading.problems.at(part(section, "id"), `There is another ${what} with the id "${id}". Ids must be unique.`);
    seen.add(id);
  }
}
