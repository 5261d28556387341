import { findProtocol } from "../../protocols/index.ts";
import { casesFor } from "../cases.ts";
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

/** A driver with the entries of a table that are cases of it: tables are written for a client, and not for each use of it. */
export function fitting(driver: Omit<Driver, "expected">, ...tables: readonly Table[]): Driver {
  const protocol = findProtocol(driver.protocol);
  if (!protocol) throw new Error(`No protocol "${driver.protocol}".`);
  const all: Table = Object.assign({}, ...tables);
  const cases = casesFor({ ...driver, expected: {} }, protocol);
  const expected = Object.fromEntries(
    cases.flatMap(({ id }) => {
      const entry = all[id];
      return entry === undefined ? [] : [[id, entry]];
    }),
  );
  return { ...driver, expected };
}

/** For `stale-response-id`, which needs an earlier reply in its trial. */
export const oneCall = { notTried: "shows the id of an earlier reply, and a client is asked once in a trial" } as const;

/** What a client's own accumulator makes of a stream: it says nothing until the end, and wraps what is not an error of its own. */
export const accumulated = (streamed: Table, wrapped: string): Table =>
  Object.fromEntries(
    Object.entries(streamed).map(([id, entry]) => {
      if ("notTried" in entry || (entry.raises === undefined && !entry.hangs)) return [id, entry];
      const { said: _, ...rest } = entry;
      return [id, rest.raises === "TypeError" || rest.raises === "SyntaxError" ? { ...rest, raises: wrapped } : rest];
    }),
  );
