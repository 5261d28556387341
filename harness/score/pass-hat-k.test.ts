import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { largestK, passAll, passHatK } from "./pass-hat-k.ts";

const counts = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.nat({ max: 60 }))
  .map(([trials, passed]) => ({ trials, passed: Math.min(passed, trials) }));

describe("pass^k", () => {
  test("is the share of k-subsets that are all right", () => {
    expect(passAll({ passed: 3, trials: 4 }, 2)).toBe(0.5);
    expect(passAll({ passed: 1, trials: 4 }, 2)).toBe(0);
    expect(passAll({ passed: 4, trials: 4 }, 4)).toBe(1);
    expect(passAll({ passed: 3, trials: 4 }, 5)).toBeUndefined();
    expect(passAll({ passed: 3, trials: 4 }, 0)).toBeUndefined();
  });
  test("of one trial is the rate, and never rises with k", () => {
    fc.assert(
      fc.property(counts, (task) => {
        expect(passAll(task, 1)).toBeCloseTo(task.passed / task.trials, 12);
        for (let k = 2; k <= task.trials; k += 1)
          expect(passAll(task, k) ?? 2).toBeLessThanOrEqual((passAll(task, k - 1) ?? 0) + 1e-12);
      }),
    );
  });
  test("counts subsets as one by one they are counted", () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (trials, k) => {
          let all = 0;
          let right = 0;
          for (let mask = 0; mask < 2 ** trials.length; mask += 1) {
            const chosen = trials.filter((_, index) => (mask >> index) & 1);
            if (chosen.length !== k) continue;
            all += 1;
            if (chosen.every(Boolean)) right += 1;
          }
          const task = { passed: trials.filter(Boolean).length, trials: trials.length };
          if (all === 0) expect(passAll(task, k)).toBeUndefined();
          else expect(passAll(task, k)).toBeCloseTo(right / all, 12);
        },
      ),
    );
  });
  test("holds its ends for many trials", () => {
    expect(passAll({ passed: 50_000, trials: 50_000 }, 20)).toBeCloseTo(1, 12);
    const product = Array.from({ length: 20 }, (_, index) => Math.log((25_000 - index) / (50_000 - index)));
    const half = Math.exp(product.reduce((sum, one) => sum + one, 0));
    expect((passAll({ passed: 25_000, trials: 50_000 }, 20) ?? 0) / half).toBeCloseTo(1, 10);
  });
  test("leaves out tasks with fewer trials, and says over how many tasks it is", () => {
    const tasks = [
      { passed: 2, trials: 4 },
      { passed: 1, trials: 1 },
    ];
    expect(largestK(tasks)).toBe(1);
    expect(largestK([])).toBe(0);
    expect(passHatK(tasks, 1, "s")).toMatchObject({ value: 0.75, n: 2 });
    expect(passHatK(tasks, 2, "s")).toMatchObject({ n: 1 });
    expect(passHatK(tasks, 5, "s")).toBeUndefined();
  });
  test("an interval over one task says that one task says little", () => {
    const { low = 1, high = 0 } = passHatK([{ passed: 20, trials: 20 }], 1, "s") ?? {};
    expect([low < 0.25, high]).toEqual([true, 1]);
  });
});
