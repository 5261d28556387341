import { describe, expect, it } from "vitest";
import { failureModes, riskDimensions } from "../domain/vocabulary.ts";
import { openZoo } from "./collection.ts";
import { runZoo } from "./run-zoo.ts";
import { totalsOf } from "./totals.ts";

const zoo = await openZoo();

describe("the zoo", () => {
  it("has at least 45 defects over every failure mode and dimension, and at least 10 variants, by names of their own", () => {
    expect(zoo.defects.length).toBeGreaterThanOrEqual(45);
    expect(zoo.variants.length).toBeGreaterThanOrEqual(10);
    const names = [...zoo.defects, ...zoo.variants].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(zoo.defects.map(({ failureMode }) => failureMode))).toEqual(new Set(failureModes));
    expect(new Set(zoo.defects.map(({ dimension }) => dimension))).toEqual(new Set(riskDimensions));
  });

  it("names experiments that are there", () => {
    const unknown = zoo.defects.flatMap(({ experiments }) => experiments.filter((id) => !zoo.experiments.has(id)));
    expect(unknown).toEqual([]);
  });

  it("is told apart: nearly every defect is convicted, and no sturdy variant is", async () => {
    const result = await runZoo(zoo, { every: false, repeats: 1, seeds: 1, share: 1 / 24 });
    const { recall, rightCause } = totalsOf(result);
    expect(recall.of / recall.n).toBeGreaterThanOrEqual(0.9);
    expect(rightCause.of / rightCause.n).toBeGreaterThanOrEqual(0.75);
    expect(result.variants.flatMap(({ alarms }) => alarms)).toEqual([]);
  }, 300_000);
});
