import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openPair } from "../../domain/pair.ts";
import { judgeTrial } from "../judge-trial.ts";
import type { Sign } from "./case.ts";
import { closeOver, fold } from "./fold.ts";
import { openFindings } from "./index.ts";
import { experiment, found, type Run, run } from "./testing/run.ts";

const chain = closeOver(
  new Map([
    ["cause", ["between"]],
    ["other-cause", ["end"]],
    ["between", ["end"]],
    ["end", []],
  ]),
);
const calls =
  run("treatment", {
    calls: [
      { at: 0, dependency: "a" },
      { at: 100, dependency: "z" },
      { at: 200, dependency: "a", occurrence: 2 },
    ],
  }).performances[0]?.calls ?? [];
const sign = (address?: string): readonly Sign[] => [{ ...(address ? { address } : {}), detail: "seen" }];
const folded = (seen: Record<string, readonly Sign[]>) => {
  const { causes, symptoms } = fold(new Map(Object.entries(seen)), chain, calls);
  return {
    causes: [...causes.keys()],
    symptoms: Object.fromEntries([...symptoms].map(([code, under]) => [code, [...under].sort()])),
  };
};

describe("folding in one trial", () => {
  test("a symptom is told under its cause, also through what is between them, seen or not", () => {
    expect(folded({ end: sign(), cause: sign() })).toEqual({ causes: ["cause"], symptoms: { cause: ["end"] } });
    expect(folded({ end: sign(), between: sign(), cause: sign() })).toEqual({
      causes: ["cause"],
      symptoms: { cause: ["between", "end"] },
    });
  });

  test("with two causes it is told under both", () => {
    expect(folded({ end: sign(), cause: sign(), "other-cause": sign() })).toEqual({
      causes: ["cause", "other-cause"],
      symptoms: { cause: ["end"], "other-cause": ["end"] },
    });
  });

  test("alone it stands for itself, and so it does where its call came before the cause's at another dependency", () => {
    expect(folded({ end: sign() }).causes).toEqual(["end"]);
    const [a, z, late] = ["tool:a.go[1]#1", "tool:z.go[1]#1", "tool:a.go[2]#1"];
    expect(folded({ end: sign(a), cause: sign(z) }).causes).toEqual(["end", "cause"]);
    expect(folded({ end: sign(late), cause: sign(z) }).causes).toEqual(["cause"]);
    expect(folded({ end: sign(a), cause: sign(late) }).causes).toEqual(["cause"]);
  });
});

const bad = { at: 0, boundary: "retrieval", fault: "stale-results" } as const;
const stale: Run = { calls: [bad], end: { answer: "Returns are easy." } };
const plain: Run = { calls: [{ ...bad, fault: "latency" }], end: { answer: "Returns are easy." } };
const storm: Run = {
  calls: [1, 2, 3, 4, 5].map((attempt) => ({ at: attempt * 12, attempt, fault: "failure", end: { status: 500 } })),
  end: { end: "crashed", error: "boom" },
};

test("one finding for a cause, with the gravity of what came of it", () => {
  expect(found(storm)).toMatchObject([
    {
      code: "retry-storm",
      severity: "high",
      count: 1,
      symptoms: [
        { code: "no-backoff", count: 1 },
        { code: "crashed-on-fault", count: 1 },
      ],
    },
  ]);
});

test("a symptom that stands alone in other trials keeps its own count; the order of arrival has no say", () => {
  const pairs = [stale, plain, stale, plain, plain, storm].map((sketch, index) =>
    openPair(
      judgeTrial(run("treatment", sketch, `p${index}`), experiment),
      judgeTrial(run("control", {}, `p${index}`), experiment),
      experiment,
    ),
  );
  const of = (list: typeof pairs) => {
    const findings = openFindings(experiment);
    for (const pair of list) findings.see(pair, new Map());
    return findings.finish();
  };
  const told = of(pairs);
  expect(told.map(({ code, count }) => [code, count])).toEqual([
    ["silent-wrong-answer", 3],
    ["stale-served-as-current", 2],
    ["retry-storm", 1],
  ]);
  expect(told[1]?.symptoms).toMatchObject([{ code: "silent-wrong-answer", count: 2 }]);
  fc.assert(
    fc.property(fc.shuffledSubarray(pairs, { minLength: pairs.length }), (shuffled) => {
      expect(of(shuffled)).toEqual(told);
    }),
    { numRuns: 20 },
  );
});
