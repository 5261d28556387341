import { beforeAll, describe, expect, it } from "vitest";
import { drivers } from "./index.ts";
import { type Conformance, conform } from "./run.ts";

let found: Conformance | undefined;
/** The short form: everything in process, and over the real-time routes each failure of a protocol once. */
beforeAll(async () => {
  found = await conform(drivers, { short: true });
}, 900_000);

const resultsOf = (id: string) => (found?.results ?? []).filter(({ cell }) => cell.driver.id === id);

describe("real clients", () => {
  it.each(drivers)("make of every case what is expected, over every route alike: $id", ({ id, asks }) => {
    const results = resultsOf(id);
    const expected = results.filter(({ cell }) => cell.expected !== undefined);
    // What a reply says of itself changes in few ways.
    expect(expected.length).toBeGreaterThan(asks === "account" ? 2 : 5);
    const wrong = results.filter(({ problems }) => problems.length > 0);
    expect(wrong.map(({ cell, problems }) => [cell.one.id, ...problems])).toEqual([]);
  });

  it("have an expectation only for cases that there are", () => {
    expect(found?.strays).toEqual([]);
  });

  it("speak every wire over all three routes, and each is tried there", () => {
    const tried = new Set(
      (found?.results ?? []).flatMap(({ cell, observed }) =>
        Object.keys(observed).map((route) => `${cell.driver.protocol} ${route}`),
      ),
    );
    for (const protocol of new Set(drivers.map((driver) => driver.protocol))) {
      for (const route of ["in-process", "gateway", "relay"]) expect(tried).toContain(`${protocol} ${route}`);
    }
  });
});
