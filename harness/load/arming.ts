import type { BlastRadius, Selector } from "../domain/experiment.ts";
import type { Fault } from "../domain/fault.ts";
import type { Dependency, SystemMap } from "../domain/system-map.ts";
import { blamed } from "./blamed-option.ts";
import { isUnfilled } from "./cells.ts";
import { lackOf } from "./lack-of.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";
import { part } from "./problems.ts";
import { didYouMean, listed } from "./suggest.ts";
import type { MapReading } from "./system-map.ts";

/** The dependencies that a selector names; says which of them cannot be selected so. `section` is the `into` of the injection. */
export function selected(
  into: Selector,
  { map, unsure }: MapReading,
  section: Section,
  loading: Loading,
): readonly Dependency[] {
  const ofBoundary = map.dependencies.filter((one) => one.boundary === into.boundary);
  const written = part(section, into.boundary);
  return into.dependencies.flatMap((name, index) => {
    const at = Array.isArray(written.value) ? part(written, index) : written;
    if (name === "*") {
      if (ofBoundary.length + unsure.size === 0)
        loading.problems.at(at, `${map.file} has no ${into.boundary} dependency.`);
      return ofBoundary;
    }
    const dependency = map.dependencies.find((one) => one.name === name);
    if (isUnfilled(name) || unsure.has(name)) return [];
    if (dependency === undefined) {
      const named = (ofBoundary.length > 0 ? ofBoundary : map.dependencies).map((one) => one.name);
      const near = operationMeant(name, map) ?? didYouMean(name, [...named, ...unsure]);
      loading.problems.at(at, `Cannot reach "${name}": ${map.file} has no such dependency.${near}`);
      return [];
    }
    if (dependency.boundary === into.boundary) return [dependency];
    loading.problems.at(
      at,
      `Cannot reach "${name}" at the ${into.boundary} boundary: it is a ${dependency.boundary} dependency. Write { ${dependency.boundary}: ${name} }.`,
    );
    return [];
  });
}

/** `orders.refund`, where there is a dependency "orders": how its operation is selected. Begins with a space. */
function operationMeant(name: string, { dependencies }: SystemMap): string | undefined {
  const own = dependencies.find((one) => name.startsWith(`${one.name}.`));
  const operation = own && name.slice(own.name.length + 1);
  return operation ? ` Did you mean { ${own.boundary}: ${own.name}, operation: ${operation} }?` : undefined;
}

/** Says if an injection reaches what the blast radius leaves out. */
export function checkBlast(
  dependencies: readonly Dependency[],
  blast: Pick<BlastRadius, "dependencies"> | undefined,
  section: Section,
  loading: Loading,
): void {
  const allowed = blast?.dependencies;
  if (allowed === undefined) return;
  const outside = dependencies.map((one) => one.name).filter((name) => !allowed.includes(name));
  if (outside.length > 0) {
    loading.problems.at(
      section,
      `This reaches ${listed(outside)}, and blastRadius.dependencies allows only ${listed(allowed)}.`,
    );
  }
}

/** Says why a fault cannot do what its parameters ask at these dependencies. `section` is the injection. */
export function checkFault(
  fault: Fault,
  params: unknown,
  dependencies: readonly Dependency[],
  map: SystemMap,
  section: Section,
  loading: Loading,
): void {
  for (const dependency of dependencies) {
    const protocol = loading.registry.protocols.find((one) => one.name === dependency.protocol);
    const said = new Set<string>();
    for (const feature of protocol === undefined ? [] : (fault.requires?.(params) ?? [])) {
      const lacking = protocol && lackOf(protocol, feature);
      if (lacking === undefined || said.has(lacking)) continue;
      said.add(lacking);
      const { at, of } = blamed(fault, section, {
        by: (given) => fault.requires?.(given).includes(feature) === true,
        word: feature.split(":")[1],
      });
      loading.problems.at(
        at,
        `Cannot arm "${fault.name}" at "${dependency.name}": its protocol "${dependency.protocol}" ${lacking}`,
        of,
      );
    }
    if (dependency.corpus === undefined && fault.needsCorpus?.(params) === true) {
      const { at, of } = blamed(fault, section, { by: (given) => fault.needsCorpus?.(given) === true });
      loading.problems.at(
        at,
        `Cannot arm "${fault.name}" at "${dependency.name}": with these parameters the fault takes from the knowledge base's own documents, and ${map.file} names none. Add "corpus: <path>" to "${dependency.name}" there.`,
        of,
      );
    }
  }
}
