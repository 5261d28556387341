import { dirname, resolve } from "node:path";
import type { Dependency, SystemMap } from "../domain/system-map.ts";
import { compact } from "./compact.ts";
import { corpusOf } from "./corpus.ts";
import { withDocuments } from "./documents.ts";
import { referenced } from "./find-files.ts";
import type { Loading } from "./loading.ts";
import { openData } from "./open.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";
import { read } from "./read.ts";
import type { WrittenSystemMap } from "./schema/system-map.ts";
import { systemMapSchema } from "./schema/system-map.ts";
import type { Source } from "./source.ts";
import { didYouMean } from "./suggest.ts";

/** The system map of a file. */
export async function mapOf(absolute: string, loading: Loading): Promise<SystemMap | undefined> {
  const source = await openData(absolute, loading);
  return source === undefined ? undefined : mapFrom(source, loading);
}

/** The system map that a file holds which has been opened. */
export const mapFrom = (source: Source, loading: Loading): Promise<SystemMap | undefined> =>
  loading.once(`map ${source.absolute}`, () => mapIn({ source, path: [], value: source.value }, loading));

/** The system map that a `systemMap` key names by its path, or holds. */
export async function mapAt(section: Section, loading: Loading): Promise<SystemMap | undefined> {
  if (isRecord(section.value)) return mapIn(section, loading);
  const absolute = await referenced(section, "the system map", loading);
  return absolute === undefined ? undefined : mapOf(absolute, loading);
}

async function mapIn(section: Section, loading: Loading): Promise<SystemMap | undefined> {
  const before = loading.problems.count;
  const asWritten = read(systemMapSchema, section, loading.problems);
  const written = asWritten && (await withDocuments(asWritten, section, loading));
  const mocks = await referenced(part(section, "mocks"), "the mocks", loading);
  const base = await baseOf(section, loading);
  if (written === undefined || base === "broken") return undefined;
  checkDependencies(written, section, loading, inherited(base, written));
  await checkCorpora(written, section, loading);
  if (loading.problems.count > before) return undefined;
  const folder = dirname(section.source.absolute);
  const own = Object.entries(written.dependencies).map(
    ([name, { corpus, ...rest }]): Dependency => ({
      ...compact(rest),
      name,
      ...(corpus === undefined ? {} : { corpus: resolve(folder, corpus) }),
    }),
  );
  const standIns = mocks ?? base?.mocks;
  return {
    file: section.source.file,
    dependencies: [...own, ...inherited(base, written)],
    ...(standIns === undefined ? {} : { mocks: standIns }),
    allowHosts: [...new Set([...(base?.allowHosts ?? []), ...written.allowHosts])],
  };
}

/** The map that this one extends, if it does. */
async function baseOf(section: Section, loading: Loading): Promise<SystemMap | undefined | "broken"> {
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

/** What a map has from the one that it extends: the dependencies that it does not name itself. */
const inherited = (base: SystemMap | undefined, written: WrittenSystemMap): readonly Dependency[] =>
  (base?.dependencies ?? []).filter(({ name }) => !Object.hasOwn(written.dependencies, name));

function checkDependencies(
  written: WrittenSystemMap,
  section: Section,
  loading: Loading,
  others: readonly Dependency[],
): void {
  const { protocols } = loading.registry;
  const owners = new Map(
    others.flatMap(({ name, url, alsoAt }) => [url, ...alsoAt].map((at) => [sameAddress(at), name] as const)),
  );
  for (const [name, dependency] of Object.entries(written.dependencies)) {
    const at = part(section, "dependencies", name);
    const protocol = protocols.find((one) => one.name === dependency.protocol);
    if (protocol === undefined) {
      const hint = didYouMean(
        dependency.protocol,
        protocols.map((one) => one.name),
      );
      loading.problems.at(
        part(at, "protocol"),
        `Cannot reach "${name}": no such protocol as "${dependency.protocol}".${hint || ' See "brownout list protocols".'}`,
      );
    } else {
      if (decoded.has(dependency.boundary) && protocol.boundary !== dependency.boundary) {
        loading.problems.at(
          part(at, "protocol"),
          `Cannot reach "${name}": the protocol "${protocol.name}" is for the ${protocol.boundary} boundary, and "${name}" is a ${dependency.boundary} dependency.`,
        );
      }
      const place =
        dependency.options && isRecord(at.value) && at.value.options !== undefined
          ? part(at, "options")
          : part(at, "protocol");
      for (const fault of protocol.checkOptions?.(dependency.options) ?? []) {
        loading.problems.at(place, `Cannot use these options for the protocol "${protocol.name}": ${fault}`, "key");
      }
    }
    for (const [key, url] of [
      ["url", dependency.url],
      ...dependency.alsoAt.map((other, index) => [index, other] as const),
    ] as const) {
      const other = owners.get(sameAddress(url));
      const place = typeof key === "number" ? part(at, "alsoAt", key) : part(at, key);
      if (other !== undefined)
        loading.problems.at(
          place,
          `"${other}" has the address "${url}" already, so calls to it could not be told apart.`,
        );
      owners.set(sameAddress(url), name);
    }
  }
}

/** However it is written: with the usual port or without, in any case of the host. */
const sameAddress = (url: string): string => new URL(url).href.replace(/\/$/, "");

/** Boundaries whose calls have a canonical form of their own: another protocol could not give it. */
const decoded: ReadonlySet<string> = new Set(["model", "embedding", "retrieval", "tool"]);

async function checkCorpora(written: WrittenSystemMap, section: Section, loading: Loading): Promise<void> {
  for (const [name, dependency] of Object.entries(written.dependencies)) {
    if (dependency.corpus === undefined) continue;
    const at = part(section, "dependencies", name, "corpus");
    const absolute = await referenced(at, "the corpus", loading, ["file", "folder"]);
    if (absolute !== undefined) await corpusOf(absolute, loading);
  }
}
