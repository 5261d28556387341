import type { Driver, Expected, Source } from "../driver.ts";

export type Table = Driver["expected"];
type Gaps = NonNullable<Expected["gaps"]>;
/** What a case looks like to the client, apart from how often it asks. */
export type Outcome = Omit<Expected, "attempts" | "gaps" | "source">;

/** The client asks once and leaves it at that. */
export const once = (outcome: Outcome, source: Source): Expected => ({ ...outcome, attempts: 1, source });

/** The client asks again after each gap. */
export const again = (outcome: Outcome, gaps: Gaps, source: Source): Expected => ({
  ...outcome,
  attempts: gaps.length + 1,
  gaps,
  source,
});

/** `failure:throttled` for `throttled`. */
export const prefixed = (prefix: string, table: Table): Table =>
  Object.fromEntries(Object.entries(table).map(([kind, entry]) => [`${prefix}:${kind}`, entry]));

/** A driver that expects what its tables say, a later one before an earlier one. What is no case of it is a stray, and told as such. */
export const expecting = (driver: Omit<Driver, "expected">, ...tables: readonly Table[]): Driver => ({
  ...driver,
  expected: Object.assign({}, ...tables),
});

/** The client asks twice, and the second answer does not trouble it. */
export const twice = (outcome: Outcome, source: Source): Expected => ({ ...outcome, attempts: 2, source });

/** @throws {Error} for an entry that the table does not have. */
export function without(table: Table, ...ids: readonly string[]): Table {
  const stray = ids.find((id) => !(id in table));
  if (stray !== undefined) throw new Error(`There is no "${stray}" to leave out.`);
  return Object.fromEntries(Object.entries(table).filter(([id]) => !ids.includes(id)));
}

/** What a client's own accumulator makes of a stream: it says nothing until the end, and wraps what is not an error of its own. */
export const accumulated = (streamed: Table, wrapped: string): Table =>
  Object.fromEntries(
    Object.entries(streamed).map(([id, entry]) => {
      if ("notTried" in entry || (entry.raises === undefined && !entry.hangs)) return [id, entry];
      const { said: _, ...rest } = entry;
      return [id, rest.raises === "TypeError" || rest.raises === "SyntaxError" ? { ...rest, raises: wrapped } : rest];
    }),
  );
