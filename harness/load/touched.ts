import { dirname, relative, resolve, sep } from "node:path";
import type { Experiment } from "../domain/experiment.ts";
import { graderFiles } from "./grader-files.ts";
import { type Imports, importsOf, isSource, textOf } from "./imports.ts";

/** An experiment, and the first change that concerns it, in words. */
export interface Touched {
  readonly experiment: Experiment;
  readonly why: string;
  /** Changed files of which nobody can say what rests on them, by absolute path; empty where a change that can be placed concerns it. */
  readonly unplaced: readonly string[];
}

const unknown = "nobody can say what rests on it";

const inside = (file: string, folder: string): boolean => {
  const path = relative(folder, file);
  return path !== "" && !path.startsWith("..") && !/^[A-Za-z]:/.test(path);
};
/** Files that no agent reads: what is written for people at the top of a project, its pages, and what runs leave behind. */
const forPeople =
  /^((docs|reports)\/.*|(README|CHANGELOG|CONTRIBUTING|LICENSE)(\.\w+)?|\.gitignore)$|\.(test|spec)\.[cm]?[jt]sx?$/;

/** The files of data that an experiment is known to rest on, by absolute path, with what they are to it. */
function partsOf(
  { file, target, tasks, bystanders, afterwards }: Experiment,
  cwd: string,
): ReadonlyMap<string, string> {
  const at = (path: string): string => resolve(cwd, path);
  const { map } = target;
  const parts = new Map<string, string>([[at(file), "the experiment itself"]]);
  for (const task of [tasks, bystanders, afterwards?.tasks ?? []].flat())
    parts.set(at(task.file), "its tasks and playbooks");
  parts.set(at(target.file), "its target");
  for (const path of mapsBelow(at(map.file))) parts.set(path, "its system map");
  for (const { corpus, name } of map.dependencies) if (corpus !== undefined) parts.set(corpus, `what ${name} knows`);
  return parts;
}

/** Code that an experiment rests on beside its target's, by where it begins: mocks, faults of the user's own, graders, helpers. */
function codeOf({ file, target, tasks, bystanders, afterwards }: Experiment, cwd: string): ReadonlyMap<string, string> {
  const own = resolve(cwd, file);
  const code = new Map<string, string>();
  for (const path of graderFiles([tasks, bystanders, afterwards?.tasks ?? []].flat()))
    code.set(path, "what grades its tasks");
  if (isSource(own)) code.set(own, "imported by the experiment itself");
  else for (const path of namedIn(own)) code.set(path, "a fault that it injects");
  if (target.map.mocks !== undefined) code.set(target.map.mocks, "the mocks of its system map");
  return code;
}

/** Source files that stand in a file of data by a relative path. */
const namedIn = (file: string): readonly string[] =>
  [...(textOf(file) ?? "").matchAll(/(?:^|[\s"'[:{,])(\.{1,2}\/[^\s"'\]},]+)/g)].flatMap(([, path = ""]) =>
    isSource(path) ? [resolve(dirname(file), path)] : [],
  );

/** A system map and those that it extends, one by one, by absolute path. */
function mapsBelow(file: string): readonly string[] {
  const maps = [file];
  for (let map: string | undefined = file; map !== undefined; ) {
    const named: string | undefined = /^\s*"?extends"?:\s*["']?([^"'\n#]+)/m.exec(textOf(map) ?? "")?.[1]?.trim();
    const next: string | undefined = named === undefined ? undefined : resolve(dirname(map), named);
    map = next === undefined || maps.includes(next) ? undefined : next;
    if (map !== undefined) maps.push(map);
  }
  return maps;
}

/** An experiment or suite that was not asked for; no other experiment rests on it. */
function isOtherExperiment(file: string): boolean {
  const text = /\.(ya?ml|json)$/.test(file) ? (textOf(file) ?? "") : "";
  const has = (key: string): boolean => new RegExp(`^\\s{0,4}"?${key}"?:`, "m").test(text);
  return has("title") && (has("experiments") || (has("hypothesis") && has("method")));
}

/**
 * Which experiments a change concerns, by what each rests on: its file, tasks, target, the target's folder and imports, the
 * system map with its mocks and corpora, faults and graders of the user's own. A change that cannot be placed concerns all of
 * them, and code that nothing names those whose target imports what no path names. `changed`: absolute paths.
 */
export function touchedBy(
  experiments: readonly Experiment[],
  changed: readonly string[],
  cwd: string,
): readonly Touched[] {
  const parts = new Map(experiments.map((experiment) => [experiment, partsOf(experiment, cwd)]));
  const codes = new Map(experiments.map((experiment) => [experiment, codeOf(experiment, cwd)]));
  const data = new Set([...parts.values()].flatMap((own) => [...own.keys()]));
  const followed = new Map<string, Imports>();
  const imports = (entry: string): Imports => {
    const known = followed.get(entry) ?? importsOf(entry);
    followed.set(entry, known);
    return known;
  };
  const restsOn = (entry: string, file: string): boolean => {
    const { files } = imports(entry);
    return entry === file || files.has(file) || files.has(file.replace(/\.\w+$/, ""));
  };
  const show = (file: string): string => relative(cwd, file).split(sep).join("/");
  const elsewhere = (file: string): boolean => data.has(file) || forPeople.test(show(file)) || isOtherExperiment(file);

  const why = (experiment: Experiment, file: string): string | undefined => {
    const own = parts.get(experiment) ?? new Map<string, string>();
    const part = own.get(file) ?? [...own].find(([path, what]) => what.startsWith("what ") && inside(file, path))?.[1];
    if (part !== undefined) return part;
    const code = codes.get(experiment) ?? new Map<string, string>();
    const named = [...code].find(([entry]) => restsOn(entry, file))?.[1];
    if (named !== undefined) return named;
    const { spec, file: targetFile } = experiment.target;
    const folder = dirname(resolve(cwd, targetFile));
    // A target file at the top would make everything its folder.
    if (inside(file, folder) && folder !== resolve(cwd) && !forPeople.test(show(file))) return "its target's folder";
    if (spec.kind === "module") {
      if (restsOn(spec.module, file)) return "imported by its target";
      const entries = [spec.module, ...code.keys()];
      if (isSource(file) && (forPeople.test(show(file)) || !entries.some((entry) => imports(entry).open)))
        return undefined;
    }
    return elsewhere(file) ? undefined : unknown;
  };

  return experiments.flatMap((experiment) => {
    const unplaced: string[] = [];
    for (const file of changed) {
      const reason = why(experiment, file);
      if (reason === unknown) unplaced.push(file);
      else if (reason !== undefined) return [{ experiment, why: `${show(file)}: ${reason}`, unplaced: [] }];
    }
    const [first] = unplaced;
    return first === undefined ? [] : [{ experiment, why: `${show(first)}: ${unknown}`, unplaced }];
  });
}
