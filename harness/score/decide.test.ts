import { describe, expect, test } from "vitest";
import type { Claim } from "../domain/experiment.ts";
import { decide } from "./decide.ts";
import type { PairValues } from "./sample.ts";
import { claim, probes } from "./testing/trials.ts";

const shares = (good: number, n: number): PairValues[] =>
  Array.from({ length: n }, (_, index) => ({ pair: String(index), treatment: [index < good ? 1 : 0], control: [1] }));
const list = (...values: readonly number[]): PairValues[] =>
  values.map((value, index) => ({ pair: String(index), treatment: [value], control: [10] }));
const ruled = (name: string, bound: Partial<Claim>, pairs: readonly PairValues[]) => {
  const probe = probes[name];
  if (!probe) throw new Error(name);
  return decide(claim(name, bound), { probe, pairs }, "s");
};

describe("shares", () => {
  test.each<[string, Partial<Claim>, number, number, string]>([
    ["whole interval above", { atLeast: 0.8 }, 20, 20, "held"],
    ["whole interval below", { atLeast: 0.8 }, 5, 20, "broken"],
    ["across", { atLeast: 0.95 }, 20, 20, "inconclusive"],
    ["across, from below", { atLeast: 0.8 }, 14, 20, "inconclusive"],
    ["should", { atLeast: 0.8, level: "should" }, 5, 20, "degraded"],
    ["at most, held", { atMost: 0.2 }, 0, 20, "held"],
    ["at most, broken", { atMost: 0.2 }, 12, 20, "broken"],
    ["at most, across", { atMost: 0.1 }, 1, 20, "inconclusive"],
    ["none in twenty", { atMost: 0 }, 0, 20, "held"],
    ["none in nineteen", { atMost: 0 }, 0, 19, "inconclusive"],
    ["one is enough", { atMost: 0 }, 1, 3, "broken"],
    ["all of twenty", { atLeast: 1 }, 20, 20, "held"],
    ["all of ten", { atLeast: 1 }, 10, 10, "inconclusive"],
    ["all but one", { atLeast: 1 }, 999, 1000, "broken"],
    ["point", { atLeast: 0.95, decide: "point" }, 20, 20, "held"],
    ["point below", { atLeast: 0.95, decide: "point" }, 18, 20, "broken"],
    ["point, too few", { atLeast: 0.95, decide: "point" }, 4, 4, "inconclusive"],
    ["both bounds", { atLeast: 0.2, atMost: 0.8 }, 25, 50, "held"],
    ["one bound of both", { atLeast: 0.2, atMost: 0.3 }, 25, 50, "broken"],
  ])("%s", (_, bound, good, n, verdict) => {
    expect(ruled("answer-correctness", bound, shares(good, n)).verdict).toBe(verdict);
  });

  test("reasons are sentences with numbers and the interval", () => {
    expect(ruled("answer-correctness", { atLeast: 0.8, of: "control" }, shares(20, 20)).reason).toBe(
      "answer-correctness: 20 of 20 (95 % interval 0.84 to 1), asked for at least 0.8 of control",
    );
    expect(ruled("harmful-rate", { atMost: 0 }, shares(0, 20)).reason).toBe(
      "harmful-rate: 0 of 20 (95 % interval 0 to 0.16), asked for at most 0: no counterexample; the true rate of them may be up to 0.16",
    );
  });

  test("what would decide is said and would", () => {
    const open = ruled("answer-correctness", { atLeast: 0.95 }, shares(20, 20));
    expect(open.reason).toContain(`about ${open.needs} more trials would decide`);
    expect(
      ruled("answer-correctness", { atLeast: 0.95 }, shares(20 + (open.needs ?? 0), 20 + (open.needs ?? 0))).verdict,
    ).toBe("held");
  });

  test("of control leaves out what the control arm got wrong", () => {
    const pairs: PairValues[] = [...shares(20, 20), { pair: "x", treatment: [0], control: [0] }];
    expect(ruled("answer-correctness", { atLeast: 1, of: "control" }, pairs)).toMatchObject({
      verdict: "held",
      estimate: { n: 20 },
    });
    expect(ruled("answer-correctness", { atLeast: 1 }, pairs)).toMatchObject({
      verdict: "broken",
      estimate: { n: 21 },
    });
  });

  test("several values a pair are left out one by one", () => {
    const pairs: PairValues[] = Array.from({ length: 20 }, (_, index) => ({
      pair: String(index),
      treatment: [1, 0],
      control: [1, 0],
    }));
    expect(ruled("answer-correctness", { atLeast: 1, of: "control" }, pairs)).toMatchObject({
      verdict: "held",
      estimate: { n: 20 },
    });
  });

  test("many bystanders of one pair are one witness", () => {
    const crowd: PairValues = { pair: "a", treatment: Array(10).fill(1), control: Array(10).fill(1) };
    for (const atLeast of [0.7, 1])
      expect(ruled("answer-correctness", { atLeast }, [crowd])).toMatchObject({
        verdict: "inconclusive",
        estimate: { n: 1 },
      });
    const pairs = Array.from({ length: 20 }, (_, index) => ({ ...crowd, pair: String(index) }));
    expect(ruled("answer-correctness", { atLeast: 1 }, pairs)).toMatchObject({
      verdict: "held",
      reason: expect.stringContaining("200 of 200 in 20 pairs"),
    });
    const one = { ...crowd, treatment: [0, ...Array(9).fill(1)] };
    expect(ruled("answer-correctness", { atLeast: 1 }, [...pairs, one]).verdict).toBe("broken");
  });
});

describe("means, quantiles and maxima", () => {
  test("a mean needs five values and its interval on one side", () => {
    expect(ruled("mean-time", { atMost: 20 }, list(10, 11, 9, 10)).verdict).toBe("inconclusive");
    expect(ruled("mean-time", { atMost: 20 }, list(10, 11, 9, 10, 12)).verdict).toBe("held");
    expect(ruled("mean-time", { atMost: 20 }, list(7, 7, 7, 7, 7)).verdict).toBe("held");
    expect(ruled("mean-time", { atMost: 12 }, list(20, 22, 18, 20, 24)).verdict).toBe("broken");
    const open = ruled("mean-time", { atMost: 30 }, list(0, 100, 0, 0, 20, 10));
    expect(open.verdict).toBe("inconclusive");
    expect(open.needs).toBeGreaterThan(0);
  });
  test("of control is a ratio", () => {
    expect(ruled("mean-time", { atMost: 2, of: "control" }, list(15, 15, 15, 15, 15))).toMatchObject({
      verdict: "held",
      estimate: { value: 1.5 },
    });
    expect(ruled("mean-time", { atMost: 2, of: "control" }, list(25, 26, 25, 26, 25)).verdict).toBe("broken");
  });
  test("p95 is decided by the exact binomial law", () => {
    const fine = Array.from({ length: 59 }, () => 10);
    expect(ruled("time-to-answer", { atMost: 20 }, list(...fine)).verdict).toBe("held");
    expect(ruled("time-to-answer", { atMost: 20 }, list(...fine.slice(1)))).toMatchObject({
      verdict: "inconclusive",
      needs: 1,
    });
    expect(ruled("time-to-answer", { atMost: 20 }, list(...fine, 99)).verdict).toBe("inconclusive");
    // With one beyond, 93 is the first number that tells (the published table of distribution-free limits).
    expect(ruled("time-to-answer", { atMost: 20 }, list(...Array(92).fill(10), 99)).verdict).toBe("held");
    expect(ruled("time-to-answer", { atMost: 20 }, list(...Array(91).fill(10), 99)).verdict).toBe("inconclusive");
    const late = fine.map(() => 30);
    expect(ruled("time-to-answer", { atMost: 20 }, list(...late)).verdict).toBe("broken");
    expect(ruled("time-to-answer", { atMost: 20, decide: "point" }, list(...fine.slice(40), 99)).verdict).toBe("held");
  });
  test("several values of a pair are within only together", () => {
    const calls = Array.from({ length: 30 }, (_, index) => ({
      pair: String(index),
      treatment: [10, 11],
      control: [10],
    }));
    expect(ruled("time-to-answer", { atMost: 20 }, calls)).toMatchObject({
      verdict: "inconclusive",
      estimate: { n: 30 },
    });
  });
  test("a ratio that varies has an interval, and it decides", () => {
    const wide = ruled("mean-time", { atMost: 2, of: "control" }, list(5, 30, 10, 35, 8, 22));
    expect(wide.verdict).toBe("inconclusive");
    expect(wide.estimate?.low).toBeLessThan(wide.estimate?.value ?? 0);
    expect(wide.estimate?.high).toBeGreaterThan(2);
    expect(ruled("time-to-answer", { atMost: 2, of: "control" }, list(10, 10, 10, 10, 10, 10)).verdict).toBe(
      "inconclusive",
    );
  });
  test("one value beyond a maximum breaks it", () => {
    expect(ruled("max-time", { atMost: 15 }, list(1, 2, 16)).verdict).toBe("broken");
    expect(ruled("max-time", { atMost: 15 }, list(1, 2, 3)).verdict).toBe("inconclusive");
    expect(ruled("max-time", { atMost: 15 }, list(...Array.from({ length: 20 }, () => 5))).verdict).toBe("held");
    expect(ruled("max-time", { atMost: 15 }, list(...Array.from({ length: 19 }, () => 5))).verdict).toBe(
      "inconclusive",
    );
  });
  test("what the control arm breaks too is laid to no fault", () => {
    for (const level of ["must", "should"] as const) {
      const both = ruled("mean-time", { atMost: 5, level }, list(20, 22, 18, 20, 24));
      expect([both.verdict, both.reason]).toEqual([
        "inconclusive",
        expect.stringMatching(/the control arm breaks it too, with .*choose a bound that holds without it/),
      ]);
    }
    expect(ruled("mean-time", { atMost: 1.5, of: "control" }, list(20, 22, 18, 20, 24)).verdict).toBe("broken");
  });
});

test("no value at all is inconclusive and named", () => {
  expect(ruled("mute", { atLeast: 0 }, [{ pair: "a" }, { pair: "b" }])).toMatchObject({
    verdict: "inconclusive",
    reason: "mute gave no value in any of 2 pairs",
  });
});
