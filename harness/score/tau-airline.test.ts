import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { passHatK, type TaskCount } from "./pass-hat-k.ts";

/** Public recordings that lie beside the repository and not in it. */
const dataFile = join(import.meta.dirname, "../../../shared/data/tau-airline/gpt-4o-airline.json");
const absent = existsSync(dataFile) ? "" : " (skipped: there is no shared/data/tau-airline beside the repository)";

const recordings = z.array(z.object({ task_id: z.int(), trial: z.int(), reward: z.number() }));

/** A fraction of whole numbers, so that nothing is rounded before the end. */
type Fraction = readonly [bigint, bigint];
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const factorial = (n: bigint): bigint => (n < 2n ? 1n : n * factorial(n - 1n));
const choose = (n: bigint, k: bigint): bigint => (k > n ? 0n : factorial(n) / (factorial(k) * factorial(n - k)));
const exact = (tasks: readonly TaskCount[], k: bigint): Fraction => {
  const [top, bottom] = tasks
    .map(({ passed, trials }): Fraction => [choose(BigInt(passed), k), choose(BigInt(trials), k)])
    .reduce(plus, [0n, 1n]);
  return [top, bottom * BigInt(tasks.length)];
};
const toNumber = ([top, bottom]: Fraction): number => Number((top * 10n ** 15n) / bottom) / 1e15;

describe.skipIf(absent !== "")(`rewards of GPT-4o as an airline's agent${absent}`, () => {
  const trials = absent === "" ? recordings.parse(JSON.parse(readFileSync(dataFile, "utf8"))) : [];
  const tasks = [...Map.groupBy(trials, ({ task_id }) => task_id).values()].map((own) => ({
    passed: own.filter(({ reward }) => reward === 1).length,
    trials: own.length,
  }));

  test("84 of 200, over 50 tasks of 4 trials", () => {
    expect(trials.filter(({ reward }) => reward === 1)).toHaveLength(84);
    expect(trials).toHaveLength(200);
    expect(tasks.map((task) => task.trials)).toEqual(Array.from({ length: 50 }, () => 4));
  });

  // As published with the data: pass^1 is 84 of 200; the others are counted here by whole numbers.
  test.each([1, 2, 3, 4])("pass^%i is the same number as by whole numbers", (k) => {
    const estimate = passHatK(tasks, k, "tau");
    expect(estimate?.value).toBeCloseTo(toNumber(exact(tasks, BigInt(k))), 13);
    expect(estimate?.n).toBe(50);
    expect(estimate?.low).toBeLessThan(estimate?.value ?? 0);
    expect(estimate?.high).toBeGreaterThan(estimate?.value ?? 1);
  });

  test("falls from 0.42 as more trials must be right", () => {
    const values = [1, 2, 3, 4].map((k) => passHatK(tasks, k, "tau")?.value.toFixed(3));
    expect(values).toEqual(["0.420", "0.273", "0.220", "0.200"]);
  });
});
