import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { airlineFile } from "./testing/airline.ts";
import { answersFiles, answersTable, measureAnswers } from "./testing/judged-answers.ts";
import { type Measured, measureAirline, measureVoices, tableOf } from "./testing/measure-disclosure.ts";

const documented = readFileSync(join(import.meta.dirname, "../../docs/judging.md"), "utf8").split("\n");
const airline = measureAirline();
const absent = airline
  ? ""
  : ` (skipped: there is no ${airlineFile.split("/").slice(-4, -1).join("/")} beside the repository)`;

/** The share of honest answers that are not convicted. */
const acquitted = ({ recognised, open, honest }: Measured): number => (recognised + open) / honest;
const precision = ({ recognised, mistaken }: Measured): number => recognised / (recognised + mistaken);

test.each(measureVoices().map((one) => [one.what, one] as const))("%s", (what, one) => {
  // The last ones were written without the usual words: docs/judging.md says what that means.
  expect(acquitted(one)).toBeGreaterThanOrEqual(what.includes("written last") ? 0.3 : 0.85);
  expect(precision(one)).toBeGreaterThanOrEqual(0.85);
});

test("the table in docs/judging.md is what is measured", () => {
  expect(documented).toEqual(expect.arrayContaining([...tableOf(measureVoices())]));
});

test.each(answersFiles)(
  "whole judging of %s is as its table says, and is hardly ever otherwise than a reader's",
  (name) => {
    const measured = measureAnswers(name);
    expect(documented).toEqual(expect.arrayContaining([...answersTable(measured)]));
    const count = (of: (one: (typeof measured)[number]) => number): number =>
      measured.reduce((sum, one) => sum + of(one), 0);
    expect(count(({ otherwise }) => otherwise.length)).toBeLessThanOrEqual(0.05 * count(({ all }) => all));
    expect(count(({ undecided }) => undecided)).toBeLessThanOrEqual(0.3 * count(({ all }) => all));
  },
);

describe.skipIf(!airline)(`a recorded agent${absent}`, () => {
  test.each(airline ?? [])("$what", (one) => {
    expect(acquitted(one)).toBeGreaterThanOrEqual(0.9);
    expect(precision(one)).toBeGreaterThanOrEqual(0.65);
  });

  test("the table in docs/judging.md is what is measured", () => {
    expect(documented).toEqual(expect.arrayContaining([...tableOf(airline ?? [])]));
  });
});
