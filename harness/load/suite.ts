import type { Budget } from "../domain/budget.ts";
import type { Experiment } from "../domain/experiment.ts";
import {
  companionOf,
  experimentsIn,
  folderOf,
  found,
  isSuiteSource,
  isSystemMapSource,
  openExperiments,
  sayDuplicateIds,
} from "./collect.ts";
import { compact } from "./compact.ts";
import type { Overrides } from "./experiment.ts";
import type { Loading } from "./loading.ts";
import { part, placeOf, type Section } from "./problems.ts";
import { read } from "./read.ts";
import { suiteSchema } from "./schema/experiment.ts";
import { selected } from "./select.ts";
import type { Source } from "./source.ts";
import { mapFrom } from "./system-map.ts";
import { targetFiles } from "./targets.ts";
import { unpriced } from "./unpriced.ts";

/** A named list of experiments with shared settings. */
export interface Suite {
  readonly title: string;
  readonly experiments: readonly Experiment[];
  /** How many trials the suite wants to run at once. */
  readonly concurrency?: number;
  readonly budget?: Budget;
}

/** Resolves a suite. Settings of the command line win over the suite's, and the suite's over the experiments'. */
export async function suiteOf(source: Source, overrides: Overrides, loading: Loading): Promise<Suite | undefined> {
  const section: Section = { source, path: [], value: source.value };
  const written = read(suiteSchema, section, loading.problems);
  const own = part(section, "target");
  const ownTargets = own.value === undefined ? undefined : await targetFiles(own, loading);
  const settings: Overrides = {
    repeats: overrides.repeats ?? written?.repeats,
    seed: overrides.seed ?? written?.seed,
    targets: overrides.targets ?? ownTargets?.map(({ file }) => file),
  };
  const all: Experiment[] = [];
  for (const file of await filesOf(section, loading)) {
    all.push(...(await experimentsIn(file, settings, loading)));
  }
  sayDuplicateIds(all, loading);
  if (written === undefined) return undefined;
  const { title, concurrency, budget, tags, select = {} } = written;
  const experiments = selected(all, { tags, ...select }, (key, message) =>
    loading.problems.at(key === "tags" ? part(section, "tags") : part(section, "select", key), message),
  );
  const uncounted = budget?.money === undefined ? undefined : unpriced(experiments);
  if (uncounted !== undefined) loading.problems.at(part(section, "budget", "money"), uncounted);
  return {
    title,
    experiments,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(budget === undefined ? {} : { budget: compact({ ...budget, at: placeOf(part(section, "budget")) }) }),
  };
}

/** The experiment files of the suite's entries, each once. */
async function filesOf(section: Section, loading: Loading): Promise<readonly Source[]> {
  const list = part(section, "experiments");
  const sources = new Map<string, Source>();
  for (const [index, pattern] of (Array.isArray(list.value) ? list.value : []).entries()) {
    if (typeof pattern !== "string" || pattern.trim() === "") continue;
    const at = part(list, index);
    const files = await found(pattern, folderOf(section.source));
    if (files === undefined) {
      loading.problems.at(at, `No experiment file matches "${pattern}". Paths are relative to ${section.source.file}.`);
    }
    for (const { file, named } of files ?? []) {
      const source = sources.has(file) ? undefined : await openExperiments(file, loading);
      if (source === undefined) continue;
      const companion = companionOf(source);
      if (companion !== undefined) {
        if (named) loading.problems.at(at, `${source.file} is ${companion}. A suite lists experiments.`);
      } else if (isSystemMapSource(source)) {
        await mapFrom(source, loading);
        if (named) loading.problems.at(at, `${source.file} is a system map. A suite lists experiments.`);
      } else if (!isSuiteSource(source)) sources.set(file, source);
      else if (named)
        loading.problems.at(at, `${source.file} is a suite. A suite lists experiments, not other suites.`);
    }
  }
  return [...sources.values()];
}
