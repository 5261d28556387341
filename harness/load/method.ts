import type { BlastRadius, Cell, Injection, TargetSpec } from "../domain/experiment.ts";
import type { Fault } from "../domain/fault.ts";
import { nearest } from "../domain/nearest.ts";
import { checkBlast, checkFault, selected } from "./arming.ts";
import { bareDurations } from "./bare-durations.ts";
import type { CellValues, Matrix } from "./cells.ts";
import { fillCell, isUnfilled } from "./cells.ts";
import { checkContext, checkVia } from "./in-context.ts";
import type { Loading } from "./loading.ts";
import { checkOperations } from "./operation-names.ts";
import type { Section } from "./problems.ts";
import { isRecord, part, placeOf } from "./problems.ts";
import { read } from "./read.ts";
import { readPartly } from "./read-partly.ts";
import { experimentSchema } from "./schema/experiment.ts";
import type { WrittenInjection } from "./schema/method.ts";
import { injectionSchema } from "./schema/method.ts";
import { knownKeys } from "./schema-tree.ts";
import { didYouMean } from "./suggest.ts";
import type { MapReading } from "./system-map.ts";
import { faultName, isPath } from "./user-faults.ts";
import { checkWhere } from "./where-paths.ts";

/** What a method is checked against. Without a map (nothing of it can be read) the rest is checked all the same. */
export interface MethodContext {
  readonly map: MapReading | undefined;
  readonly blastRadius: Pick<BlastRadius, "dependencies"> | undefined;
  /** How the target is started, as far as it can be read. */
  readonly spec?: TargetSpec | undefined;
}

/** The method with each cell's values in it; `section` is the experiment's `method`. */
export function methodOf(
  section: Section,
  cells: readonly CellValues[],
  context: MethodContext,
  loading: Loading,
): readonly Cell[] {
  if (!Array.isArray(section.value) || section.value.length === 0) {
    read(experimentSchema.shape.method, section, loading.problems);
    return [];
  }
  return cells.map((values) => ({ values, method: injectionsOf(section, values, context, loading) }));
}

/** Says which placeholders have no axis, and which axes no placeholder. */
export function checkPlaceholders(section: Section, matrix: Matrix, matrixAt: Section, loading: Loading): void {
  const { asked } = fillCell(section.value, {});
  const axes = Object.keys(matrix);
  const meant = new Set(asked.map(({ axis }) => (axes.includes(axis) ? axis : nearest(axis, axes))));
  for (const { axis, path } of asked) {
    if (Object.hasOwn(matrix, axis)) continue;
    loading.problems.at(part(section, ...path), `The matrix has no "${axis}".${didYouMean(axis, axes)}`);
  }
  for (const axis of axes) {
    if (meant.has(axis)) continue;
    const hint = `Write \${matrix.${axis}} where it belongs, or leave it out.`;
    loading.problems.at(
      part(matrixAt, axis),
      `The method does not use "${axis}", so its values would change nothing. ${hint}`,
      "key",
    );
  }
}

function injectionsOf(
  section: Section,
  values: CellValues,
  context: MethodContext,
  loading: Loading,
): readonly Injection[] {
  const list: readonly unknown[] = Array.isArray(section.value) ? section.value : [];
  const written = list.map((value, index) => {
    const at: Section = { ...part(section, index), value: fillCell(value, values).value };
    const one = readPartly(injectionSchema, at, loading.problems, { ignore: isUnfilled });
    if (one === undefined) return { at, read: undefined, whole: false };
    const { data, section: meant, whole } = one;
    return { at: meant, read: { ...data, inject: faultName(meant, data.inject, loading) }, whole };
  });
  const ids = idsOf(written, loading);
  const injections = written.map(({ at, read: one, whole }, index) => {
    if (one === undefined) {
      // What can be said of a fault that is misspelt beside another mistake is said now, not on the next run.
      const inject = isRecord(at.value) ? at.value.inject : undefined;
      if (typeof inject === "string") faultOf(inject, at, loading);
      return undefined;
    }
    checkWhere(part(at, "into", "where"), loading);
    checkWhere(part(at, "when", "where"), loading);
    // One whose id cannot be read may be the one that is waited for.
    if (written.every(hasItsId)) checkAfter(one, at, ids, ids[index], loading);
    return injectionOf({ ...one, whole }, ids[index] ?? one.inject, at, context, loading);
  });
  return injections.filter((injection) => injection !== undefined);
}

function faultOf(name: string, at: Section, loading: Loading) {
  const faults = [...loading.registry.faults, ...loading.userFaults.values()];
  const fault = faults.find((one) => one.name === name);
  // What is wrong with a module of the user's own has been said when it was loaded.
  if (fault === undefined && !isUnfilled(name) && !isPath(name)) {
    const hint =
      didYouMean(
        name,
        faults.map((one) => one.name),
      ) || ' See "brownout list faults".';
    loading.problems.at(part(at, "inject"), `Cannot arm "${name}": no such fault.${hint}`);
  }
  return fault;
}

function injectionOf(
  written: WrittenInjection & Pick<Read, "whole">,
  id: string,
  at: Section,
  { map, blastRadius, spec }: MethodContext,
  loading: Loading,
): Injection | undefined {
  const { into, when } = written;
  const fault = faultOf(written.inject, at, loading);
  const dependencies = map === undefined ? [] : selected(into, map, part(at, "into"), loading);
  if (map !== undefined) checkOperations(into, dependencies, map, part(at, "into"), loading);
  checkBlast(dependencies, blastRadius, part(at, "into"), loading);
  if (written.via !== undefined) checkVia(dependencies, at, loading);
  if (fault === undefined) {
    checkParams(meantBy(written, loading), written, at, loading);
    return undefined;
  }
  if (!fault.boundaries.includes(into.boundary)) {
    const hint = `It applies to: ${fault.boundaries.join(", ")}.`;
    loading.problems.at(
      part(at, "into", into.boundary),
      `Cannot arm "${fault.name}" at the ${into.boundary} boundary. ${hint}`,
      "key",
    );
    return undefined;
  }
  if (fault.needsProcess && spec && (spec.kind === "module" || (spec.kind === "http" && spec.start === undefined)))
    loading.problems.at(
      part(at, "inject"),
      `Cannot arm "${fault.name}": ${spec.kind === "module" ? "the target runs in this process" : "the target runs already"}. Let Brownout start it: kind command, or kind http with "start".`,
    );
  const { params, wrong } = checkParams(fault, written, at, loading);
  if (wrong) return undefined;
  // What could not be read may be what would have made the fault fit.
  if (map !== undefined && written.whole) {
    const onWire = checkContext(fault, params, dependencies, map.map, at, loading);
    checkFault(fault, params, onWire, map.map, at, loading);
  }
  return {
    id,
    fault: fault.name,
    into,
    ...(written.via === undefined ? {} : { via: written.via }),
    when,
    params,
    description: fault.describe(params),
    at: placeOf(part(at, "inject")),
  };
}

/** The fault's parameters; says what is wrong with them. */
function checkParams(fault: Fault | undefined, written: WrittenInjection, at: Section, loading: Loading) {
  const before = loading.problems.count;
  const given = part(at, "with");
  if (fault === undefined || (given.value !== undefined && !isRecord(given.value)))
    return { params: undefined, wrong: true };
  const params = read(fault.params, { ...given, value: written.with }, loading.problems, { ignore: isUnfilled });
  if (params === undefined && (loading.problems.count > before || !fault.params.safeParse(written.with).success))
    return { params, wrong: true };
  bareDurations(fault.params, { ...given, value: written.with }, loading);
  return { params, wrong: false };
}

/** The fault that was plainly meant, so that its parameters can be checked at once: its name is near, and so is one of theirs. */
function meantBy({ inject, with: given }: WrittenInjection, loading: Loading): Fault | undefined {
  const faults = [...loading.registry.faults, ...loading.userFaults.values()];
  const names = faults.map(({ name }) => name);
  const near = isUnfilled(inject) || isPath(inject) ? undefined : nearest(inject, names);
  const fault = faults.find(({ name }) => name === near);
  const known = fault === undefined ? [] : (knownKeys(fault.params, [], given) ?? []);
  return Object.keys(given).some((key) => known.includes(key) || nearest(key, known) !== undefined) ? fault : undefined;
}

interface Read {
  readonly at: Section;
  readonly read: WrittenInjection | undefined;
  /** Nothing is wrong with how it is written. */
  readonly whole: boolean;
}

const hasItsId = ({ at, read: one }: Read): boolean => one !== undefined && one.id === part(at, "id").value;

/** Given ids, and for the others the fault's name, numbered from its second use. */
function idsOf(written: readonly Read[], loading: Loading): readonly (string | undefined)[] {
  const taken = new Set<string>();
  for (const { at, read: one } of written) {
    if (one?.id === undefined) continue;
    if (taken.has(one.id))
      loading.problems.at(
        part(at, "id"),
        `There is another injection with the id "${one.id}". Ids must be unique in a method.`,
      );
    taken.add(one.id);
  }
  return written.map(({ read: one }) => {
    if (one === undefined || one.id !== undefined) return one?.id;
    let id = one.inject;
    for (let n = 2; taken.has(id); n += 1) id = `${one.inject}-${n}`;
    taken.add(id);
    return id;
  });
}

function checkAfter(
  written: WrittenInjection,
  at: Section,
  ids: readonly (string | undefined)[],
  own: string | undefined,
  loading: Loading,
): void {
  const wanted = written.when.after?.injection;
  if (wanted === undefined) return;
  const after = part(at, "when", "after");
  const place = typeof after.value === "string" ? after : part(after, "injection");
  const others = ids.filter((id) => id !== undefined).filter((id) => id !== own);
  if (wanted === own) loading.problems.at(place, `"${wanted}" cannot wait for itself.`);
  else if (!others.includes(wanted)) {
    const hint = didYouMean(wanted, others);
    const given = hint === "" && others.length === 0 ? " It has no other: give it one, with that id." : hint;
    loading.problems.at(place, `This method has no injection "${wanted}" to wait for.${given}`);
  }
}
