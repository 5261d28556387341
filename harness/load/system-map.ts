import { dirname, resolve } from "node:path";
import type { Dependency, SystemMap } from "../domain/system-map.ts";
import { compact } from "./compact.ts";
import { checkedOptions, sameAddress } from "./dependency.ts";
import { referenced } from "./find-files.ts";
import type { Loading } from "./loading.ts";
import { openData } from "./open.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";
import type { Source } from "./source.ts";
import { didYouMean } from "./suggest.ts";
import type { WrittenMap } from "./written-map.ts";
import { writtenMap } from "./written-map.ts";

/** A system map as far as it can be read, so that whatever it serves can be checked against it all the same. */
export interface MapReading {
  /** With the dependencies that nothing is wrong with. */
  readonly map: SystemMap;
  /** Names of the others: nothing can be said of what refers to them. */
  readonly unsure: ReadonlySet<string>;
}

/** The system map of a file. */
export async function mapOf(absolute: string, loading: Loading): Promise<MapReading | undefined> {
  const source = await openData(absolute, loading);
  return source === undefined ? undefined : mapFrom(source, loading);
}

/** The system map that a file holds which has been opened. */
export const mapFrom = (source: Source, loading: Loading): Promise<MapReading | undefined> =>
  loading.once(`map ${source.absolute}`, () => mapIn({ source, path: [], value: source.value }, loading));

/** The system map that a `systemMap` key names by its path, or holds. */
export async function mapAt(section: Section, loading: Loading): Promise<MapReading | undefined> {
  if (isRecord(section.value)) return mapIn(section, loading);
  const absolute = await referenced(section, "the system map", loading);
  return absolute === undefined ? undefined : mapOf(absolute, loading);
}

async function mapIn(section: Section, loading: Loading): Promise<MapReading | undefined> {
  const written = writtenMap(section, loading);
  const mocks = await referenced(part(section, "mocks"), "the mocks", loading);
  const base = await baseOf(section, loading);
  if (written === undefined) return undefined;
  const from = base === "broken" ? undefined : base;
  const isNamed = (name: string): boolean => Object.hasOwn(written.dependencies, name);
  const inherited = (from?.map.dependencies ?? []).filter(({ name }) => !isNamed(name));
  const own = await ownDependencies(written, section, inherited, loading);
  if (base === "broken") return undefined;
  checkStandIns(written, section, [...inherited.map(({ name }) => name), ...(from?.unsure ?? [])], loading);
  const standIns = mocks ?? from?.map.mocks;
  const sound = new Set(own.map(({ name }) => name));
  return {
    map: {
      file: section.source.file,
      dependencies: [...own, ...inherited],
      ...(standIns === undefined ? {} : { mocks: standIns }),
      allowHosts: [...new Set([...(from?.map.allowHosts ?? []), ...written.allowHosts])],
    },
    unsure: new Set([
      ...Object.keys(written.dependencies).filter((name) => !sound.has(name)),
      ...[...(from?.unsure ?? [])].filter((name) => !isNamed(name)),
    ]),
  };
}

/** The dependencies that a map names itself and that nothing is wrong with. */
async function ownDependencies(
  written: WrittenMap,
  section: Section,
  inherited: readonly Dependency[],
  loading: Loading,
): Promise<readonly Dependency[]> {
  const owners = new Map(
    inherited.flatMap(({ name, url, alsoAt }) => [url, ...alsoAt].map((at) => [sameAddress(at), name] as const)),
  );
  const sound: Dependency[] = [];
  for (const [name, readable] of Object.entries(written.dependencies)) {
    const at = part(section, "dependencies", name);
    const options = await checkedOptions(name, readable, at, owners, loading);
    const whole = written.whole.get(name);
    if (whole === undefined || options === undefined) continue;
    const { corpus, ...rest } = whole;
    const folder = dirname(section.source.absolute);
    sound.push({
      ...compact(rest),
      name,
      options,
      ...(corpus === undefined ? {} : { corpus: resolve(folder, corpus) }),
    });
  }
  return sound;
}

/** Whatever a dependency stands in for must be another one. */
function checkStandIns(written: WrittenMap, section: Section, inherited: readonly string[], loading: Loading): void {
  const known = [...Object.keys(written.dependencies), ...inherited];
  for (const [name, { standsInFor }] of Object.entries(written.dependencies)) {
    for (const [index, other] of (standsInFor ?? []).entries()) {
      const list = part(section, "dependencies", name, "standsInFor");
      const at = Array.isArray(list.value) ? part(list, index) : list;
      if (other === name) loading.problems.at(at, `"${name}" cannot stand in for itself.`);
      else if (!known.includes(other))
        loading.problems.at(
          at,
          `There is no dependency "${other}" for "${name}" to stand in for.${didYouMean(other, known)}`,
        );
    }
  }
}

/** The map that this one extends, if it does. */
async function baseOf(section: Section, loading: Loading): Promise<MapReading | undefined | "broken"> {
  const at = part(section, "extends");
  if (at.value === undefined) return undefined;
  const absolute = await referenced(at, "the system map that this one extends", loading);
  if (absolute === undefined) return "broken";
  if (await leadsTo(section.source.absolute, absolute, loading)) {
    loading.problems.at(at, `A system map cannot extend itself, and ${loading.show(absolute)} leads back to this one.`);
    return "broken";
  }
  return (await mapOf(absolute, loading)) ?? "broken";
}

/** Whether the maps that one extends come back to a file, or to one that was passed before. */
async function leadsTo(file: string, from: string, loading: Loading): Promise<boolean> {
  const passed = new Set([file]);
  for (let at = from; !passed.has(at); ) {
    passed.add(at);
    const value = (await openData(at, loading))?.value;
    const next = isRecord(value) ? value.extends : undefined;
    if (typeof next !== "string") return false;
    at = resolve(dirname(at), next);
  }
  return true;
}
