import type { LiveRadius, PlannedInjection } from "../domain/gameday.ts";
import { nearest } from "../domain/nearest.ts";
import type { Loading } from "./loading.ts";
import { type MethodContext, methodOf } from "./method.ts";
import { isRecord, part, type Section } from "./problems.ts";
import { liveKeys, plannedSchema } from "./schema/gameday.ts";

const entriesOf = (list: Section): readonly Section[] =>
  Array.isArray(list.value) ? list.value.map((_, index) => part(list, index)) : [];

/** The injections of a plan by where they stand, so that ids are unique in the whole of it. */
export type Ids = ReadonlyMap<string, string>;
const placeOf = ({ path }: Section): string => JSON.stringify(path);

/** Given ids, and for the others the fault's name, numbered from its second use; says which are given twice. */
export function takenIds(lists: readonly Section[], loading: Loading): Ids {
  const entries = lists.flatMap(entriesOf).filter(({ value }) => isRecord(value));
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const entry of entries) {
    const { value } = part(entry, "id");
    if (typeof value !== "string") continue;
    if (taken.has(value))
      loading.problems.at(
        part(entry, "id"),
        `There is another injection with the id "${value}". Ids must be unique in a plan.`,
      );
    taken.add(value);
    ids.set(placeOf(entry), value);
  }
  for (const entry of entries) {
    const { value } = part(entry, "inject");
    if (ids.has(placeOf(entry)) || typeof value !== "string") continue;
    const fault = value.replace(/^.*\//, "").replace(/\.[^.]+$/, "");
    let id = fault;
    for (let n = 2; taken.has(id); n += 1) id = `${fault}-${n}`;
    taken.add(id);
    ids.set(placeOf(entry), id);
  }
  return ids;
}

/** One list of injections, each with how far it may reach. What is wrong with the added keys has been said with the plan's head. */
export function plannedInjections(
  list: Section,
  ids: Ids,
  context: MethodContext,
  loading: Loading,
): readonly PlannedInjection[] {
  const entries = entriesOf(list);
  if (entries.length === 0) return [];
  const all = Object.keys(plannedSchema.shape);
  const known = all.filter((key) => !(key in liveKeys));
  // A misspelt key of an ordinary injection is read as the one that was meant, where the rest is checked.
  const ofInjection = (key: string): boolean =>
    known.includes(key) || (!all.includes(key) && known.includes(nearest(key, all) ?? ""));
  const stripped = entries.map((entry) => {
    if (!isRecord(entry.value)) return entry.value;
    const kept = Object.entries(entry.value).filter(([key]) => ofInjection(key));
    const id = ids.get(placeOf(entry));
    return { ...Object.fromEntries(kept), ...(id === undefined ? {} : { id }) };
  });
  const [cell] = methodOf({ ...list, value: stripped }, [{}], context, loading);
  const injections = new Map((cell?.method ?? []).map((injection) => [injection.id, injection]));
  return entries.flatMap((entry) => {
    const injection = injections.get(ids.get(placeOf(entry)) ?? "");
    const { data } = plannedSchema.safeParse(entry.value);
    if (injection === undefined || data === undefined) return [];
    const { share, cap, for: ttl, headers, starts } = data;
    const radius: LiveRadius = { share, cap, for: ttl, ...(headers === undefined ? {} : { headers }) };
    return [{ injection, radius, starts }];
  });
}
