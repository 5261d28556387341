import type { Selector } from "../domain/experiment.ts";
import { matchesGlob } from "../domain/glob.ts";
import type { Dependency } from "../domain/system-map.ts";
import { isUnfilled } from "./cells.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";
import { part } from "./problems.ts";
import { didYouMean, listed } from "./suggest.ts";
import type { MapReading } from "./system-map.ts";

/** Says which operations of a selector none of its dependencies has, where all that they have is known. `section` is the `into`. */
export function checkOperations(
  into: Selector,
  dependencies: readonly Dependency[],
  { unsure }: MapReading,
  section: Section,
  loading: Loading,
): void {
  const hidden = into.dependencies.some((name) =>
    name === "*" ? unsure.size > 0 : unsure.has(name) || isUnfilled(name),
  );
  const sets = dependencies.map((one) =>
    loading.registry.protocols.find(({ name }) => name === one.protocol)?.operations?.(one.options),
  );
  if (hidden || sets.length === 0 || sets.includes(undefined)) return;
  const known = new Set(sets.flatMap((names) => names ?? []));
  const written = part(section, "operation");
  for (const [index, glob] of (into.operations ?? []).entries()) {
    if (isUnfilled(glob) || isAddress(glob) || [...known].some((name) => matchesGlob(glob, name))) continue;
    const at = Array.isArray(written.value) ? part(written, index) : written;
    const where = listed(
      dependencies.map(({ name }) => name),
      "or",
    );
    const what = glob.includes("*") ? `operation that "${glob}" matches` : `operation "${glob}"`;
    loading.problems.at(at, `There is no ${what} at ${where}.${didYouMean(glob, known)}`);
  }
}

/** What is relayed unread goes by method and path, `GET /health`, and methods of extensions have a path for a name. */
const isAddress = (glob: string): boolean => glob.includes("/") || /^[A-Z]*\s?\*/.test(glob);
