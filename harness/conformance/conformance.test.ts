import { afterAll, describe, expect, it } from "vitest";
import { drivers } from "./index.ts";
import { conform } from "./run.ts";

/** The short form: everything in process, and over the real-time routes each failure of a protocol once. */
describe.each(drivers)("$id", (driver) => {
  let cases = 0;
  it("makes of every case what is expected, over every route alike", { timeout: 180_000 }, async () => {
    const { results, strays } = await conform([driver], { short: true });
    cases = results.filter(({ cell }) => cell.expected !== undefined).length;
    const wrong = results.filter(({ problems }) => problems.length > 0);
    expect(wrong.map(({ cell, problems }) => [cell.one.id, ...problems])).toEqual([]);
    expect(strays).toEqual([]);
  });
  afterAll(() => {
    if (cases === 0) throw new Error(`${driver.id} was put through no case at all.`);
  });
});
