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
    ["none in ten", { atMost: 0 }, 0, 10, "held"],
    ["none in nine", { atMost: 0 }, 0, 9, "inconclusive"],
    ["one is enough", { atMost: 0 }, 1, 3, "broken"],
    ["all of ten", { atLeast: 1 }, 10, 10, "held"],
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
    const pairs: PairValues[] = [...shares(10, 10), { pair: "x", treatment: [0], control: [0] }];
    expect(ruled("answer-correctness", { atLeast: 1, of: "control" }, pairs)).toMatchObject({
      verdict: "held",
      estimate: { n: 10 },
    });
    expect(ruled("answer-correctness", { atLeast: 1 }, pairs)).toMatchObject({
      verdict: "broken",
      estimate: { n: 11 },
    });
  });

  test("several values a pair are left out one by one", () => {
    const pairs: PairValues[] = Array.from({ length: 10 }, (_, index) => ({
      pair: String(index),
      treatment: [1, 0],
      control: [1, 0],
    }));
    expect(ruled("answer-correctness", { atLeast: 1, of: "control" }, pairs)).toMatchObject({
      verdict: "held",
      estimate: { n: 10 },
    });
  });
});

describe("means, quantiles and maxima", () => {
  test("a mean needs five values and its interval on one side", () => {
    expect(ruled("mean-time", { atMost: 20 }, list(10, 11, 9, 10)).verdict).toBe("inconclusive");
    expect(ruled("mean-time", { atMost: 20 }, list(10, 11, 9, 10, 12)).verdict).toBe("held");
    expect(ruled("mean-time", { atMost: 20 }, list(7, 7, 7, 7, 7)).verdict).toBe("held");
    expect(ruled("mean-time", { atMost: 5 }, list(10, 11, 9, 10, 12)).verdict).toBe("broken");
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
  test("p95 is a share of values within the bound", () => {
    const fine = Array.from({ length: 20 }, (_, index) => index);
    expect(ruled("time-to-answer", { atMost: 20 }, list(...fine)).verdict).toBe("held");
    expect(ruled("time-to-answer", { atMost: 20 }, list(...fine.slice(0, 9))).verdict).toBe("inconclusive");
    expect(ruled("time-to-answer", { atMost: 20 }, list(...fine, 99)).verdict).toBe("inconclusive");
    expect(ruled("time-to-answer", { atMost: 5 }, list(...fine)).verdict).toBe("broken");
    expect(ruled("time-to-answer", { atMost: 20, decide: "point" }, list(...fine, 99)).verdict).toBe("held");
  });
  test("one value beyond a maximum breaks it", () => {
    expect(ruled("max-time", { atMost: 5 }, list(1, 2, 6)).verdict).toBe("broken");
    expect(ruled("max-time", { atMost: 5 }, list(1, 2, 3)).verdict).toBe("inconclusive");
    expect(ruled("max-time", { atMost: 5 }, list(...Array.from({ length: 10 }, () => 5))).verdict).toBe("held");
  });
});

test("no value at all is inconclusive and named", () => {
  expect(ruled("mute", { atLeast: 0 }, [{ pair: "a" }, { pair: "b" }])).toMatchObject({
    verdict: "inconclusive",
    reason: "mute gave no value in any of 2 pairs",
  });
});
