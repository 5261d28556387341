import { dirname, extname, resolve } from "node:path";
import type { Experiment } from "../domain/experiment.ts";
import type { Overrides } from "./experiment.ts";
import { experimentsOf } from "./experiment.ts";
import { kindOf, matching } from "./find-files.ts";
import type { Loading } from "./loading.ts";
import { isData, isModule, openData, openModule } from "./open.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";
import type { Source } from "./source.ts";

/** Files that stand beside experiments and are none: found in a folder or by a glob, they are passed over. */
const companion =
  /(^|[/\\])suites[/\\]|(^|[/\\.])(target|system-map|tasks|corpus|package|tsconfig)(\.[\w-]+)?\.(ya?ml|json)$|\.schema\.json$|\.(test|spec)\.[cm]?ts$|\.d\.[cm]?ts$/;
const mayBeExperiment = (path: string): boolean => /\.(ya?ml|json|ts)$/.test(path) && !companion.test(path);
const isWrittenOut = (path: string): boolean => isData(path) || isModule(path);

export const isSuiteSource = (source: Source): boolean =>
  isRecord(source.value) && source.value.experiments !== undefined;

const ofSystemMaps = ["dependencies", "extends", "mocks", "allowHosts"];
const ofExperiments = ["title", "question", "target", "tasks", "hypothesis", "method"];

/** By its shape, whatever the file is called: system maps stand beside experiments under names of the user's own. */
export function isSystemMapSource({ value }: Source): boolean {
  const has = (key: string): boolean => isRecord(value) && value[key] !== undefined;
  return ofSystemMaps.some(has) && !ofExperiments.some(has);
}

/** What a file holds that stands beside experiments, by its shape; undefined if it may be an experiment, if only a bad one. */
export function companionOf({
  value,
}: Source): "a target" | "a list of tasks" | "a corpus" | "the plan of a game day" | undefined {
  const keys = isRecord(value) ? Object.keys(value).filter((key) => key !== "$schema") : [];
  if (keys.includes("kind") && !ofExperiments.some((key) => keys.includes(key))) return "a target";
  if (keys.includes("phases") && !keys.includes("method")) return "the plan of a game day";
  const [only, another] = keys;
  if (another === undefined && only === "tasks") return "a list of tasks";
  if (another === undefined && only === "documents") return "a corpus";
  const holds = (...wanted: string[]): boolean =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => isRecord(item) && wanted.every((key) => item[key] !== undefined));
  if (holds("id", "prompt") || holds("id", "turns")) return "a list of tasks";
  return holds("id", "title") ? "a corpus" : undefined;
}

/** A file that may hold experiments, and whether it was named itself or found by a folder or glob. */
export interface Found {
  readonly file: string;
  readonly named: boolean;
}

/** What a path, folder or glob stands for; `undefined` if it stands for nothing. A glob that spells out `suites/` finds suites. */
export async function found(pattern: string, folder: string): Promise<readonly Found[] | undefined> {
  const named = (await kindOf(resolve(folder, pattern))) === "file";
  const accept = /(^|[/\\])suites([/\\]|$)/.test(pattern) ? isWrittenOut : mayBeExperiment;
  const files = await matching(pattern, folder, accept);
  return files.length === 0 ? undefined : files.map((file) => ({ file, named: named || accept === isWrittenOut }));
}

/** The source of an experiment or suite file; says if it is not such a file. */
export async function openExperiments(file: string, loading: Loading): Promise<Source | undefined> {
  if (isData(file)) return openData(file, loading);
  if (isModule(file)) return openModule(file, loading);
  loading.problems.inFile(
    loading.show(file),
    `An experiment is a .yaml, .json or .ts file, and this is ${extname(file) || "neither"}.`,
  );
  return undefined;
}

/** The experiments of one source that is no suite: one, or several for a list of experiments or of targets. */
export async function experimentsIn(
  source: Source,
  overrides: Overrides,
  loading: Loading,
): Promise<readonly Experiment[]> {
  const whole: Section = { source, path: [], value: source.value };
  const base = idOf(source.file);
  const sections = Array.isArray(source.value)
    ? source.value.map((_, index) => ({ section: part(whole, index), id: `${base}-${index + 1}` }))
    : [{ section: whole, id: base }];
  const experiments: Experiment[] = [];
  for (const { section, id } of sections) {
    experiments.push(...(await experimentsOf(section, id, overrides, loading)));
  }
  return experiments;
}

/** `experiments/knowledge/stale.yaml` → `knowledge/stale`; steps out of the working folder are left out. */
export const idOf = (shown: string): string =>
  shown
    .replace(/\.[^./]+$/, "")
    .replace(/^(\.\.?\/)+/, "")
    .replace(/^experiments\//, "");

/** Says which experiments would share an address. */
export function sayDuplicateIds(experiments: readonly Experiment[], loading: Loading): void {
  const byId = new Map<string, Experiment>();
  for (const experiment of experiments) {
    const other = byId.get(experiment.id);
    if (other !== undefined) {
      loading.problems.inFile(
        experiment.file,
        `This has the id "${experiment.id}", as ${other.file} has. Rename one of the files.`,
      );
    }
    byId.set(experiment.id, experiment);
  }
}

export const folderOf = (source: Source): string => dirname(source.absolute);
