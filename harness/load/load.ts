import { relative, resolve, sep } from "node:path";
import { type Budget, tightest } from "../domain/budget.ts";
import { InvalidInput } from "../domain/diagnostic.ts";
import type { Experiment, TargetDefinition } from "../domain/experiment.ts";
import type { Corpus } from "../domain/retrieval.ts";
import type { SystemMap } from "../domain/system-map.ts";
import type { Task } from "../domain/task.ts";
import {
  companionOf,
  experimentsIn,
  found,
  idOf,
  isSuiteSource,
  isSystemMapSource,
  openExperiments,
  sayDuplicateIds,
} from "./collect.ts";
import { corpusOf } from "./corpus.ts";
import type { Overrides } from "./experiment.ts";
import { kindOf, neighbour } from "./find-files.ts";
import type { Loading, LoadOptions } from "./loading.ts";
import { startLoading } from "./loading.ts";
import type { Registry } from "./registry.ts";
import { type Selection, selected } from "./select.ts";
import { listed } from "./suggest.ts";
import type { Suite } from "./suite.ts";
import { suiteOf } from "./suite.ts";
import { mapFrom, mapOf } from "./system-map.ts";
import { targetOf } from "./target.ts";
import { tasksOf } from "./tasks.ts";

export interface ExperimentOptions extends LoadOptions {
  readonly overrides?: {
    readonly repeats?: number | undefined;
    readonly seed?: string | number | undefined;
    /** Path of a target file, relative to `cwd`, or several: every experiment is asked of them instead of its own. */
    readonly target?: string | readonly string[] | undefined;
    /** Only experiments that carry one of these. */
    readonly tags?: readonly string[] | undefined;
  } & Omit<Selection, "tags">;
}

/** Ids that the files of a folder give their experiments, whatever stands in them. */
export const idsBelow = async (folder: string, { cwd }: LoadOptions): Promise<readonly string[]> =>
  ((await found(folder, cwd)) ?? []).map(({ file }) => idOf(relative(cwd, file).split(sep).join("/")));

export interface Loaded {
  readonly experiments: readonly Experiment[];
  /** Files that hold a system map, as they are shown. */
  readonly systemMaps: readonly string[];
  /** Files that hold a suite. */
  readonly suites: readonly string[];
  /** What the suites among them may spend: of each kind the least. */
  readonly budget?: Budget;
  /** How many trials at once the suites among them want: the least. */
  readonly concurrency?: number;
}

/**
 * The experiments of files, folders, globs and suites, in that order, each file once, and the system maps among those files.
 * @throws {InvalidInput} with everything that is wrong with any of them, or if there are none.
 */
export async function loadAll(
  paths: readonly string[],
  registry: Registry,
  options: ExperimentOptions,
): Promise<Loaded> {
  const loading = startLoading(registry, options);
  const overrides = await settingsOf(options, loading);
  const byFile = new Map<string, readonly Experiment[]>();
  const systemMaps = new Set<string>();
  const suites: Suite[] = [];
  const suiteFiles = new Set<string>();
  for (const path of paths) {
    const files = await found(path, options.cwd);
    if (files === undefined) loading.problems.inFile(path, await nothingAt(path, options.cwd));
    for (const { file, named } of files ?? []) {
      const source = byFile.has(loading.show(file)) ? undefined : await openExperiments(file, loading);
      if (source === undefined) continue;
      const companion = companionOf(source);
      if (companion !== undefined) {
        if (named)
          loading.problems.inFile(source.file, `This is ${companion}, not an experiment.${insteadOf[companion]}`);
      } else if (isSystemMapSource(source)) {
        systemMaps.add(source.file);
        await mapFrom(source, loading);
      } else if (!isSuiteSource(source)) byFile.set(source.file, await experimentsIn(source, overrides, loading));
      else if (named) {
        const suite = await suiteOf(source, overrides, loading);
        suiteFiles.add(source.file);
        if (suite !== undefined) suites.push(suite);
        addSuite(byFile, suite);
      }
    }
  }
  const all = [...byFile.values()].flat();
  sayDuplicateIds(all, loading);
  const shown = shownOf(paths);
  const experiments = selected(all, options.overrides ?? {}, (_key, message) => {
    // What could not be read may be what was meant.
    if (loading.problems.count === 0) loading.problems.inFile(shown, message);
  });
  loading.problems.throwIfAny();
  if (experiments.length + systemMaps.size === 0) throw noExperiments(paths);
  const budget = tightest(suites.flatMap((suite) => suite.budget ?? []));
  const wanted = suites.flatMap((suite) => suite.concurrency ?? []);
  return {
    experiments,
    systemMaps: [...systemMaps],
    suites: [...suiteFiles],
    ...(budget === undefined ? {} : { budget }),
    ...(wanted.length === 0 ? {} : { concurrency: Math.min(...wanted) }),
  };
}

/**
 * The experiments of files, folders, globs and suites, in that order, each file once.
 * @throws {InvalidInput} with everything that is wrong with any of them, or if there are none.
 */
export async function loadExperiments(
  paths: readonly string[],
  registry: Registry,
  options: ExperimentOptions,
): Promise<readonly Experiment[]> {
  return (await loadToRun(paths, registry, options)).experiments;
}

/** The same with what their suites say about running them. @throws {InvalidInput} */
export async function loadToRun(
  paths: readonly string[],
  registry: Registry,
  options: ExperimentOptions,
): Promise<Loaded> {
  const loaded = await loadAll(paths, registry, options);
  if (loaded.experiments.length === 0) throw noExperiments(paths, loaded.systemMaps);
  return loaded;
}

const insteadOf = {
  "a target": " Name an experiment, and give it this target with --target.",
  "a list of tasks": ' Name the experiment whose "tasks" it is.',
  "a corpus": " Name an experiment whose system map uses it.",
  "the plan of a game day": ' Run it with "brownout gameday".',
};

const shownOf = (paths: readonly string[]): string => paths.join(", ") || ".";

function noExperiments(paths: readonly string[], maps: readonly string[] = []): InvalidInput {
  const instead =
    maps.length === 0
      ? ""
      : ` Only ${listed(maps)}, which ${maps.length === 1 ? "is a system map" : "are system maps"}.`;
  return new InvalidInput([{ file: shownOf(paths), message: `There are no experiments here.${instead}` }]);
}

function addSuite(byFile: Map<string, readonly Experiment[]>, suite: Suite | undefined): void {
  const grouped = Map.groupBy(suite?.experiments ?? [], (experiment) => experiment.file);
  for (const [file, experiments] of grouped) if (!byFile.has(file)) byFile.set(file, experiments);
}

/**
 * One suite with its experiments.
 * @throws {InvalidInput} with everything that is wrong with it or with one of its experiments.
 */
export async function loadSuite(path: string, registry: Registry, options: ExperimentOptions): Promise<Suite> {
  const loading = startLoading(registry, options);
  const overrides = await settingsOf(options, loading);
  const source = await openExperiments(resolve(options.cwd, path), loading);
  const suite = source === undefined ? undefined : await suiteOf(source, overrides, loading);
  const experiments = selected(suite?.experiments ?? [], options.overrides ?? {}, (_key, message) =>
    loading.problems.inFile(path, message),
  );
  return finished(suite === undefined ? undefined : { ...suite, experiments }, path, loading);
}

/** Whether a file is a suite: it has a list `experiments`. False if it cannot be read. */
export async function isSuite(path: string, options: LoadOptions): Promise<boolean> {
  const file = resolve(options.cwd, path);
  if (!/\.(ya?ml|json)$/.test(file) || (await kindOf(file)) !== "file") return false;
  const source = await openExperiments(file, startLoading(none, options));
  return source !== undefined && isSuiteSource(source);
}

/** A target file with its system map. @throws {InvalidInput} */
export async function loadTarget(path: string, registry: Registry, options: LoadOptions): Promise<TargetDefinition> {
  const loading = startLoading(registry, options);
  return finished((await targetOf(resolve(options.cwd, path), loading))?.target, path, loading);
}

/** A system map file. @throws {InvalidInput} */
export async function loadSystemMap(path: string, registry: Registry, options: LoadOptions): Promise<SystemMap> {
  const loading = startLoading(registry, options);
  return finished((await mapOf(resolve(options.cwd, path), loading))?.map, path, loading);
}

/** Every task of a YAML, JSON or JSONL file. Playbooks are checked if a registry says how. @throws {InvalidInput} */
export async function loadTasks(
  path: string,
  options: LoadOptions,
  registry: Registry = none,
): Promise<readonly Task[]> {
  const loading = startLoading(registry, options);
  return finished(await tasksOf(resolve(options.cwd, path), loading), path, loading);
}

/** The documents of a YAML, JSON or JSONL file, or of a folder of them. @throws {InvalidInput} */
export async function loadCorpus(path: string, options: LoadOptions = { cwd: process.cwd() }): Promise<Corpus> {
  const loading = startLoading(none, options);
  return finished(await corpusOf(resolve(options.cwd, path), loading), path, loading);
}

const none: Registry = { faults: [], probes: [], protocols: [] };

async function settingsOf({ cwd, overrides }: ExperimentOptions, loading: Loading): Promise<Overrides> {
  const named = overrides?.target === undefined ? undefined : [overrides.target].flat();
  const targets = named === undefined ? undefined : [...new Set(named.map((path) => resolve(cwd, path)))];
  for (const target of targets ?? []) {
    if ((await kindOf(target)) !== "file")
      loading.problems.inFile(loading.show(target), "Cannot find the target: no such file.");
  }
  loading.problems.throwIfAny();
  return { repeats: overrides?.repeats, seed: overrides?.seed, targets, tags: overrides?.tags };
}

function finished<T>(value: T | undefined, path: string, loading: Loading): T {
  loading.problems.throwIfAny();
  if (value !== undefined) return value;
  throw new InvalidInput([{ file: path, message: "Cannot read this." }]);
}

/** That nothing is there, and what to do about it. */
async function nothingAt(path: string, cwd: string): Promise<string> {
  const near = await neighbour(path, resolve(cwd, path));
  const usual = (await kindOf(resolve(cwd, "experiments"))) === "folder";
  const hint = usual ? 'Is it in the folder "experiments"?' : '"brownout init" writes some to begin with.';
  return `Cannot find an experiment: no file matches this path. ${near === undefined ? hint : `Did you mean "${near}"?`}`;
}
