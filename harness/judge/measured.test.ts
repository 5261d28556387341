import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { airlineFile } from "./testing/airline.ts";
import { type Measured, measureAirline, measureVoices, tableOf } from "./testing/measure-disclosure.ts";

const documented = readFileSync(join(import.meta.dirname, "../../docs/judging.md"), "utf8").split("\n");
const airline = measureAirline();
const absent = airline ? "" : ` (skipped: there is no ${airlineFile.split("/").slice(-4, -1).join("/")} beside the repository)`;

const recall = ({ recognised, honest }: Measured): number => recognised / honest;
const precision = ({ recognised, mistaken }: Measured): number => recognised / (recognised + mistaken);

test.each(measureVoices())("$what: at most a few are judged otherwise than by a careful reader", (one) => {
  expect(recall(one)).toBeGreaterThanOrEqual(0.8);
  expect(precision(one)).toBeGreaterThanOrEqual(0.9);
});

test("the table in docs/judging.md is what is measured", () => {
  expect(documented).toEqual(expect.arrayContaining([...tableOf(measureVoices())]));
});

describe.skipIf(!airline)(`a recorded agent${absent}`, () => {
  test.each(airline ?? [])("$what", (one) => {
    expect(recall(one)).toBeGreaterThanOrEqual(0.8);
    expect(precision(one)).toBeGreaterThanOrEqual(0.5);
  });

  test("the table in docs/judging.md is what is measured", () => {
    expect(documented).toEqual(expect.arrayContaining([...tableOf(airline ?? [])]));
  });
});
