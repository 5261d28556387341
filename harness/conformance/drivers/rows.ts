import type { Driver, Expected, Source } from "../driver.ts";

export type Rows = Driver["expected"];

/** For `stale-response-id`: the second answer is taken like the first. */
export const askedTwice: Expected = { said: "answer", attempts: 2, source: "measured: bare sockets, 2026-11-28" };

type Outcome = Omit<Expected, "attempts" | "source">;

/** An expectation from one source. More than one attempt, if there are gaps between them. */
export const from =
  (source: Source) =>
  (outcome: Outcome): Expected => ({ ...outcome, attempts: (outcome.gaps?.length ?? 0) + 1, source });

/** The same for several cases, under a prefix: `failure:throttled`. */
export const alike = (prefix: string, kinds: readonly string[], expected: Expected): Rows =>
  Object.fromEntries(kinds.map((kind) => [`${prefix}${kind}`, expected]));

/** Failures by the status that they have, each with what it is raised as. */
export const byStatus = (statuses: Readonly<Record<string, number>>, raised: (status: number) => Expected): Rows =>
  Object.fromEntries(Object.entries(statuses).map(([kind, status]) => [`failure:${kind}`, raised(status)]));

export const without = (rows: Rows, ...ids: readonly string[]): Rows =>
  Object.fromEntries(Object.entries(rows).filter(([id]) => !ids.includes(id)));

/** Words that a stream has brought before something happens to it half-way. */
export const half = "one two";
export const twice = "one two two three four five six";
export const swapped = "one two four three five six";
export const shortened = "one two th";
