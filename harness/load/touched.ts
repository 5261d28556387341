import { dirname, relative, resolve, sep } from "node:path";
import type { Experiment } from "../domain/experiment.ts";
import { importsOf, textOf } from "./imports.ts";

/** An experiment, and the first change that concerns it, in words. */
export interface Touched {
  readonly experiment: Experiment;
  readonly why: string;
}

const inside = (file: string, folder: string): boolean => {
  const path = relative(folder, file);
  return path !== "" && !path.startsWith("..") && !/^[A-Za-z]:/.test(path);
};
const isSource = (file: string): boolean => /\.[cm]?[jt]sx?$/.test(file);
/** Files that no agent reads: what is written for people at the top of a project, its pages, and what runs leave behind. */
const forPeople =
  /^((docs|reports)\/.*|(README|CHANGELOG|CONTRIBUTING|LICENSE)(\.\w+)?|\.gitignore)$|\.(test|spec)\.[cm]?[jt]sx?$/;

/** The files that an experiment is known to rest on, by absolute path, with what they are to it. */
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
  for (const source of map.mocks === undefined ? [] : importsOf(map.mocks))
    parts.set(source, "the mocks of its system map");
  for (const { corpus, name } of map.dependencies) if (corpus !== undefined) parts.set(corpus, `what ${name} knows`);
  return parts;
}

/** A system map and those that it extends, one by one, by absolute path. */
function mapsBelow(file: string): readonly string[] {
  const maps = [file];
  for (let map: string | undefined = file; map !== undefined; ) {
    const named: string | undefined = /^"?extends"?:\s*["']?([^"'\n#]+)/m.exec(textOf(map) ?? "")?.[1]?.trim();
    const next: string | undefined = named === undefined ? undefined : resolve(dirname(map), named);
    map = next === undefined || maps.includes(next) ? undefined : next;
    if (map !== undefined) maps.push(map);
  }
  return maps;
}

/** An experiment or suite that was not asked for; no other experiment rests on it. */
const isOtherExperiment = (file: string): boolean =>
  /\.(ya?ml|json)$/.test(file) && /^\s*"?(hypothesis|experiments)"?:/m.test(textOf(file) ?? "");

/**
 * Which experiments a change concerns, by what each rests on: its file, tasks, target, the target's folder and imports, the
 * system map with its mocks and corpora. A change that cannot be placed concerns all of them. `changed`: absolute paths.
 */
export function touchedBy(
  experiments: readonly Experiment[],
  changed: readonly string[],
  cwd: string,
): readonly Touched[] {
  const parts = new Map(experiments.map((experiment) => [experiment, partsOf(experiment, cwd)]));
  const data = new Set([...parts.values()].flatMap((own) => [...own.keys()]));
  const closures = new Map<string, ReadonlySet<string>>();
  const show = (file: string): string => relative(cwd, file).split(sep).join("/");
  const elsewhere = (file: string): boolean => data.has(file) || forPeople.test(show(file)) || isOtherExperiment(file);

  const why = (experiment: Experiment, file: string): string | undefined => {
    const own = parts.get(experiment) ?? new Map<string, string>();
    const part = own.get(file) ?? [...own].find(([path, what]) => what.startsWith("what ") && inside(file, path))?.[1];
    if (part !== undefined) return part;
    const { spec, file: targetFile } = experiment.target;
    const folder = dirname(resolve(cwd, targetFile));
    // A target file at the top would make everything its folder.
    if (inside(file, folder) && folder !== resolve(cwd) && !forPeople.test(show(file))) return "its target's folder";
    if (spec.kind === "module") {
      const closure = closures.get(spec.module) ?? importsOf(spec.module);
      closures.set(spec.module, closure);
      if (closure.has(file) || closure.has(file.replace(/\.\w+$/, ""))) return "imported by its target";
      if (isSource(file)) return undefined;
    }
    return elsewhere(file) ? undefined : "nobody can say what rests on it";
  };

  return experiments.flatMap((experiment) => {
    for (const file of changed) {
      const reason = why(experiment, file);
      if (reason !== undefined) return [{ experiment, why: `${show(file)}: ${reason}` }];
    }
    return [];
  });
}
