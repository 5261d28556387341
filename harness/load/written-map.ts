import { completed } from "./in-context.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";
import { read } from "./read.ts";
import { name } from "./schema/common.ts";
import type { WrittenDependency } from "./schema/system-map.ts";
import { dependencyKeys, dependencySchema, systemMapSchema } from "./schema/system-map.ts";

/** A dependency as far as it can be read: without the keys that are wrong or not there. */
export type ReadableDependency = Partial<WrittenDependency>;

/** What can be read of a system map. One misspelt key must not hide what else is wrong, in the map and in all that it serves. */
export interface WrittenMap {
  readonly dependencies: Readonly<Record<string, ReadableDependency>>;
  /** Of `dependencies`, those that can be read wholly. */
  readonly whole: ReadonlyMap<string, WrittenDependency>;
  readonly allowHosts: readonly string[];
}

/** Says everything that is wrong with the form of a map; undefined if not even the names of its dependencies can be read. */
export function writtenMap(given: Section, loading: Loading): WrittenMap | undefined {
  const section = completed(given);
  const written = read(systemMapSchema, section, loading.problems);
  if (written !== undefined) {
    const { dependencies, allowHosts } = written;
    return { dependencies, allowHosts, whole: new Map(Object.entries(dependencies)) };
  }
  const named = part(section, "dependencies").value;
  if (!isRecord(named)) return undefined;
  const whole = new Map<string, WrittenDependency>();
  const dependencies = Object.entries(named).map(([key, value]) => {
    const { data } = dependencySchema.safeParse(value);
    if (data !== undefined && name.safeParse(key).success) whole.set(key, data);
    return [key, data ?? readable(value)] as const;
  });
  return { dependencies: Object.fromEntries(dependencies), whole, allowHosts: [] };
}

function readable(value: unknown): ReadableDependency {
  const keys = Object.entries(dependencyKeys).flatMap(([key, schema]) => {
    const { data } = schema.safeParse(isRecord(value) ? value[key] : undefined);
    return data === undefined ? [] : [[key, data] as const];
  });
  return Object.fromEntries(keys);
}
