import type { Cell, Experiment } from "../domain/experiment.ts";
import { firstCell, matrixCells } from "./cells.ts";
import { checkBlastNames, checkClaimNames, checkOverlap, checkPlaybooks, checkTrials } from "./experiment-checks.ts";
import { referenced } from "./find-files.ts";
import { claimsOf } from "./hypothesis.ts";
import type { Loading } from "./loading.ts";
import type { MethodContext } from "./method.ts";
import { checkPlaceholders, methodOf } from "./method.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";
import { read } from "./read.ts";
import type { ExperimentHead } from "./schema/experiment.ts";
import { headSchema } from "./schema/experiment.ts";
import { matrixSchema } from "./schema/method.ts";
import { selectTasks } from "./selection.ts";
import { mapAt } from "./system-map.ts";
import type { TargetReading } from "./target.ts";
import { targetOf } from "./target.ts";
import { loadUserFaults } from "./user-faults.ts";

/** Settings that win over those of the file. */
export interface Overrides {
  readonly repeats?: number | undefined;
  readonly seed?: string | number | undefined;
  /** Absolute path of another target file. */
  readonly target?: string | undefined;
  /** Only experiments with one of these are chosen: the others are read as they stand. */
  readonly tags?: readonly string[] | undefined;
}

/** Resolves one experiment; says everything that is wrong with it and gives undefined if anything is. */
export async function experimentOf(
  section: Section,
  id: string,
  overrides: Overrides,
  loading: Loading,
): Promise<Experiment | undefined> {
  const before = loading.problems.count;
  const head = read(headSchema, section, loading.problems);
  if (!isRecord(section.value)) return undefined;
  const chosen = overrides.tags === undefined || overrides.tags.some((tag) => head?.tags.includes(tag));
  const { target, map } = await targetFor(section, head, chosen ? overrides : {}, loading);
  const tasks = (await selectTasks(part(section, "tasks"), loading)) ?? [];
  const beside = part(section, "bystanders");
  const bystanders = beside.value === undefined ? [] : ((await selectTasks(beside, loading)) ?? []);
  const hypothesis = claimsOf(part(section, "hypothesis"), loading);
  const repeats = overrides.repeats ?? head?.repeats ?? 1;
  const fits = head === undefined || checkTrials(head, tasks.length, repeats, section, loading);
  await loadUserFaults(part(section, "method"), loading);
  const cells = cellsOf(section, fits, { map, blastRadius: head?.blastRadius, spec: target?.spec }, loading);
  checkOverlap(tasks, bystanders, beside, loading);
  if (target !== undefined) {
    checkPlaybooks(target, tasks, part(section, "tasks"), loading);
    checkPlaybooks(target, bystanders, beside, loading);
  }
  if (map !== undefined) checkClaimNames(part(section, "hypothesis"), map, loading);
  if (head !== undefined && map !== undefined) checkBlastNames(head, map, section, loading);
  if (head === undefined || target === undefined || loading.problems.count > before) return undefined;
  const { title, question, tags, failureMode, dimension, deadline, blastRadius, abortWhen } = head;
  const seed = String(overrides.seed ?? head.seed);
  const written = { title, question, tags, failureMode, dimension, deadline, blastRadius, abortWhen };
  return { id, file: section.source.file, ...written, target, tasks, bystanders, hypothesis, cells, repeats, seed };
}

async function targetFor(
  section: Section,
  head: ExperimentHead | undefined,
  overrides: Overrides,
  loading: Loading,
): Promise<TargetReading> {
  const file = overrides.target ?? (await referenced(part(section, "target"), "the target", loading));
  const reading = file === undefined ? undefined : await targetOf(file, loading);
  const own = part(section, "systemMap");
  const map = own.value === undefined ? reading?.map : await mapAt(own, loading);
  const { target } = reading ?? {};
  if (target === undefined || map === undefined) return { target: undefined, map };
  return { target: { ...target, map: map.map, ...(head?.brain === undefined ? {} : { brain: head.brain }) }, map };
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
