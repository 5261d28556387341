import type { Cell, Experiment } from "../domain/experiment.ts";
import type { Task } from "../domain/task.ts";
import { afterwardsId } from "../domain/trial.ts";
import { firstCell, matrixCells } from "./cells.ts";
import {
  checkBlastNames,
  checkBystanders,
  checkClaimNames,
  checkOverlap,
  checkPlaybooks,
  checkTellable,
  checkTrials,
} from "./experiment-checks.ts";
import { claimsOf } from "./hypothesis.ts";
import type { Loading } from "./loading.ts";
import type { MethodContext } from "./method.ts";
import { checkPlaceholders, methodOf } from "./method.ts";
import type { Section } from "./problems.ts";
import { createProblems, isRecord, part } from "./problems.ts";
import { read } from "./read.ts";
import { readPartly, withKeysMeant } from "./read-partly.ts";
import type { ExperimentHead } from "./schema/experiment.ts";
import { headSchema } from "./schema/experiment.ts";
import { matrixSchema } from "./schema/method.ts";
import { selectTasks } from "./selection.ts";
import { checkSessions } from "./sessions.ts";
import { mapAt } from "./system-map.ts";
import type { TargetReading } from "./target.ts";
import { targetOf } from "./target.ts";
import { slugOf, targetFiles } from "./targets.ts";
import { loadUserFaults } from "./user-faults.ts";

/** Settings that win over those of the file. */
export interface Overrides {
  readonly repeats?: number | undefined;
  readonly seed?: string | number | undefined;
  /** Absolute paths of other target files; several are asked one after the other. */
  readonly targets?: readonly string[] | undefined;
  /** Only experiments with one of these are chosen: the others are read as they stand. */
  readonly tags?: readonly string[] | undefined;
}

/**
 * Resolves what is written as one experiment: one for each target that it is asked of, `id/target` where those are a list.
 * Says everything that is wrong with it and gives none if anything is.
 */
export async function experimentsOf(
  given: Section,
  id: string,
  overrides: Overrides,
  loading: Loading,
): Promise<readonly Experiment[]> {
  const before = loading.problems.count;
  const head = read(headSchema, given, loading.problems);
  if (!isRecord(given.value)) return [];
  // What stands under a misspelt key is read as what was meant; the key has been said.
  const section = withKeysMeant(headSchema, given);
  if (!isRecord(section.value)) return [];
  const reading = readPartly(namingSchema, { ...section, value: namingPart(section.value) }, createProblems());
  const chosen = overrides.tags === undefined || overrides.tags.some((tag) => head?.tags.includes(tag));
  const { readings, several } = await targetsFor(section, reading?.data, chosen ? overrides : {}, loading);
  const tasks = (await selectTasks(part(section, "tasks"), loading)) ?? [];
  const beside = part(section, "bystanders");
  const bystanders = beside.value === undefined ? [] : ((await selectTasks(beside, loading)) ?? []);
  const after = part(section, "afterwards", "tasks");
  const later = isRecord(part(section, "afterwards").value) ? ((await selectTasks(after, loading)) ?? []) : [];
  const hypothesis = claimsOf(part(section, "hypothesis"), loading);
  if (beside.value === undefined) checkBystanders(part(section, "hypothesis"), loading);
  const repeats = overrides.repeats ?? head?.repeats ?? 1;
  const asked = { targets: Math.max(1, readings.length), tasks: tasks.length, repeats };
  const fits = head === undefined || checkTrials(head, asked, section, loading);
  await loadUserFaults(part(section, "method"), loading);
  checkOverlap(tasks, bystanders, beside, loading);
  const resolved = readings.map(({ target, map }) => {
    const cells = cellsOf(section, fits, { map, blastRadius: reading?.data.blastRadius, spec: target?.spec }, loading);
    if (target !== undefined) {
      checkPlaybooks(target, tasks, part(section, "tasks"), loading);
      checkPlaybooks(target, bystanders, beside, loading);
      checkSessions(target, tasks, part(section, "tasks"), loading);
      checkSessions(target, bystanders, beside, loading);
      checkTellable(target, beside, loading);
      checkPlaybooks(target, later, after, loading);
      checkSessions(target, later, after, loading);
    }
    if (map !== undefined) checkClaimNames(part(section, "hypothesis"), map, loading);
    if (reading !== undefined && map !== undefined) checkBlastNames(reading.data, map, reading.section, loading);
    return { target, cells };
  });
  if (head === undefined || loading.problems.count > before) return [];
  const { title, question, tags, failureMode, dimension, deadline, blastRadius, abortWhen } = head;
  const seed = String(overrides.seed ?? head.seed);
  const written = { title, question, tags, failureMode, dimension, deadline, blastRadius, abortWhen };
  const { file } = section.source;
  return resolved.flatMap(({ target, cells }) =>
    target === undefined
      ? []
      : [
          {
            id: several ? `${id}/${slugOf(target.name)}` : id,
            file,
            ...written,
            target,
            tasks,
            bystanders,
            ...(head.afterwards ? { afterwards: { wait: head.afterwards.wait, tasks: later.map(askedAgain) } } : {}),
            hypothesis,
            cells,
            repeats,
            seed,
          },
        ],
  );
}

/** What can be held against the target and its map, whatever else of the head is wrong. That has been said with the head. */
const namingSchema = headSchema.pick({ blastRadius: true, brain: true });
const namingPart = (value: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key in namingSchema.shape));

/** The same task may be asked under the fault and again afterwards. */
const askedAgain = (task: Task): Task => ({ ...task, id: afterwardsId(task.id) });

/** Each target with its map: a map of the experiment's own is everybody's. Without a target it is still there for checks. */
async function targetsFor(
  section: Section,
  head: Pick<ExperimentHead, "brain"> | undefined,
  { targets }: Overrides,
  loading: Loading,
): Promise<{ readonly readings: readonly TargetReading[]; readonly several: boolean }> {
  const at = part(section, "target");
  const several = targets === undefined ? Array.isArray(at.value) : targets.length > 1;
  const files = targets?.map((file) => ({ file, at })) ?? (await targetFiles(at, loading));
  const own = part(section, "systemMap");
  const ownMap = own.value === undefined ? undefined : await mapAt(own, loading);
  const readings: TargetReading[] = [];
  const names = new Map<string, string>();
  for (const { file, at } of files) {
    const reading = await targetOf(file, loading);
    const map = own.value === undefined ? reading?.map : ownMap;
    const { target } = reading ?? {};
    if (target === undefined || map === undefined) {
      readings.push({ target: undefined, map });
      continue;
    }
    const other = names.get(slugOf(target.name));
    if (other !== undefined)
      loading.problems.at(at, `${target.file} is called "${target.name}", too much like ${other}. Rename one of them.`);
    names.set(slugOf(target.name), target.file);
    readings.push({
      target: { ...target, map: map.map, ...(head?.brain === undefined ? {} : { brain: head.brain }) },
      map,
    });
  }
  return { readings: readings.length > 0 ? readings : [{ target: undefined, map: ownMap }], several };
}

function cellsOf(section: Section, fits: boolean, context: MethodContext, loading: Loading): readonly Cell[] {
  const at = part(section, "matrix");
  const method = part(section, "method");
  const { data: matrix } = matrixSchema.safeParse(at.value);
  // Without values for its placeholders a method cannot be read; the matrix itself is reported with the head.
  if (matrix === undefined) return [];
  checkPlaceholders(method, matrix, at, loading);
  return methodOf(method, fits ? matrixCells(matrix) : [firstCell(matrix)], context, loading);
}
