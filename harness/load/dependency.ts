import { isStdio } from "../domain/system-map.ts";
import { corpusOf } from "./corpus.ts";
import { withDocuments } from "./documents.ts";
import { referenced } from "./find-files.ts";
import { checkPlace } from "./in-context.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";
import { didYouMean } from "./suggest.ts";
import type { ReadableDependency } from "./written-map.ts";

/** Boundaries whose calls have a canonical form of their own: another protocol could not give it. */
const decoded: ReadonlySet<string> = new Set(["model", "embedding", "retrieval", "tool"]);

/**
 * Says what is wrong with one dependency beyond the form of its keys. `owners`: which dependency has an address; its own are added.
 * Its options come back with what files hold in the place of their paths; undefined = something is wrong.
 */
export async function checkedOptions(
  name: string,
  dependency: ReadableDependency,
  at: Section,
  owners: Map<string, string>,
  loading: Loading,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const before = loading.problems.count;
  const { options, broken } = await protocolOptions(name, dependency, at, loading);
  checkPlace(name, at, loading);
  checkAddresses(name, dependency, at, owners, loading);
  if (dependency.corpus !== undefined) {
    const absolute = await referenced(part(at, "corpus"), "the corpus", loading, ["file", "folder"]);
    if (absolute !== undefined) await corpusOf(absolute, loading);
  }
  return broken || loading.problems.count > before ? undefined : options;
}

async function protocolOptions(name: string, dependency: ReadableDependency, at: Section, loading: Loading) {
  const { protocols } = loading.registry;
  const { boundary, options: written = {} } = dependency;
  const unchanged = { options: written, broken: false };
  if (dependency.protocol === undefined) return unchanged;
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
    return unchanged;
  }
  const opened = await withDocuments(written, protocol, part(at, "options"), loading);
  if (boundary !== undefined && decoded.has(boundary) && protocol.boundary !== boundary) {
    loading.problems.at(
      part(at, "protocol"),
      `Cannot reach "${name}": the protocol "${protocol.name}" is for the ${protocol.boundary} boundary, and "${name}" is a ${boundary} dependency.`,
    );
  }
  if (dependency.url !== undefined && isStdio(dependency.url) && !protocol.overStdio)
    loading.problems.at(
      part(at, "url"),
      `Cannot reach "${name}" at "${dependency.url}": the protocol "${protocol.name}" does not go over standard streams; ${protocols.flatMap((one) => (one.overStdio ? [`"${one.name}"`] : [])).join(", ")} does.`,
    );
  const given = isRecord(at.value) && at.value.options !== undefined;
  for (const { path, unknown, message } of protocol.checkOptions?.(opened.options) ?? [])
    loading.problems.at(
      given ? part(at, "options", ...path) : part(at, "protocol"),
      `Cannot use these options for the protocol "${protocol.name}": ${message}`,
      unknown || path.length === 0 || !given ? "key" : "value",
    );
  return opened;
}

function checkAddresses(
  name: string,
  { url, alsoAt = [] }: ReadableDependency,
  at: Section,
  owners: Map<string, string>,
  loading: Loading,
): void {
  const addresses = [
    ...(url === undefined ? [] : [{ written: url, place: part(at, "url") }]),
    ...alsoAt.map((written, index) => ({ written, place: part(at, "alsoAt", index) })),
  ];
  for (const { written, place } of addresses) {
    const other = owners.get(sameAddress(written));
    if (other !== undefined)
      loading.problems.at(
        place,
        `"${other}" has the address "${written}" already, so calls to it could not be told apart.`,
      );
    owners.set(sameAddress(written), name);
  }
}

/** However it is written: with the usual port or without, in any case of the host. */
export const sameAddress = (url: string): string => new URL(url).href.replace(/\/$/, "");
