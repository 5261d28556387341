import { describe, expect, test } from "vitest";
import { againstControl } from "../domain/disclosure-against-control.ts";
import { type ProbeName, probes } from "./index.ts";
import { type Sketch, trial } from "./testing/pairs.ts";

const calm = trial("control", {});
const measure = (name: ProbeName, treatment = calm, control = calm, params: unknown = {}) =>
  probes[name].measure(treatment, control, probes[name].params.parse(params));
const hit = (sketch: Sketch) => trial("treatment", sketch);

describe("outcomes", () => {
  test("answer-correctness counts only correct", () => {
    expect(measure("answer-correctness")).toEqual([1]);
    expect(measure("answer-correctness", hit({ outcome: "degraded" }))).toEqual([0]);
  });
  test("rates tell their outcomes apart", () => {
    expect(measure("wrong-rate", hit({ outcome: "harmful" }))).toEqual([1]);
    expect(measure("harmful-rate", hit({ outcome: "wrong" }))).toEqual([0]);
    expect(measure("crash-rate", hit({ outcome: "crashed" }))).toEqual([1]);
    expect(measure("hung-rate", hit({ outcome: "hung" }))).toEqual([1]);
    expect(measure("silent-wrong-rate", hit({ outcome: "wrong", silent: true }))).toEqual([1]);
    expect(measure("silent-wrong-rate", hit({ outcome: "wrong" }))).toEqual([0]);
  });
  test("disclosure-rate has no say about correct trials", () => {
    expect(measure("disclosure-rate")).toBeUndefined();
    expect(measure("disclosure-rate", hit({ outcome: "failed-safe", disclosed: true }))).toEqual([1]);
  });
  test("utility-retained has published weights that parameters override", () => {
    expect(measure("utility-retained", hit({ outcome: "degraded" }))).toEqual([0.7]);
    expect(measure("utility-retained", hit({ outcome: "harmful" }), calm, { weights: { harmful: -0.5 } })).toEqual([
      -0.5,
    ]);
  });
  describe("a disclosure that the control arm makes too", () => {
    const always = trial("control", { disclosed: true, disclosures: ["doubt"] });
    const outcomes = (outcome: Sketch["outcome"], disclosures: Sketch["disclosures"], control = always) => {
      const treatment = hit({
        disclosed: true,
        ...(outcome ? { outcome } : {}),
        ...(disclosures ? { disclosures } : {}),
      });
      return ["silent-wrong-rate", "wrong-rate", "disclosure-rate", "utility-retained"].map(
        (name) => measure(name as ProbeName, treatment, control)?.[0],
      );
    };
    test.each<[Sketch["outcome"], readonly (number | undefined)[]]>([
      ["failed-safe", [1, 1, 0, 0]],
      ["degraded", [1, 1, 0, 0]],
      ["wrong", [1, 1, 0, 0]],
      ["harmful", [1, 1, 0, 0]],
      ["correct", [0, 0, undefined, 1]],
    ])("buys nothing: %s", (outcome, expected) => {
      expect(outcomes(outcome, ["doubt"])).toEqual(expected);
      expect(outcomes(outcome, undefined, trial("control", { disclosed: true }))).toEqual(expected);
    });
    test("leaves standing what only the treatment says", () => {
      expect(outcomes("failed-safe", ["doubt", "lack"])).toEqual([0, 0, 1, 0.4]);
    });
    test("is no boilerplate where the control arm was not right", () => {
      const bad = trial("control", { outcome: "degraded", disclosed: true, disclosures: ["doubt"] });
      expect(outcomes("failed-safe", ["doubt"], bad)).toEqual([0, 0, 1, 0.4]);
    });
    test("does not count for a bystander either", () => {
      const said = { task: "b", disclosed: true } as const;
      const treatment = trial("treatment", {}, [{ ...said, outcome: "failed-safe" }]);
      const [here] = againstControl(treatment, trial("control", {}, [said])).bystanders;
      expect(here).toMatchObject({ outcome: "wrong", silent: true, disclosed: false });
      expect(againstControl(treatment, trial("control", {}, [{ task: "c", disclosed: true }]))).toEqual(treatment);
    });
  });
  test("completion-rate wants a text", () => {
    expect(measure("completion-rate", hit({ answer: " " }))).toEqual([0]);
    expect(measure("completion-rate", hit({ end: "crashed" }))).toEqual([0]);
  });
  test("escalation-rate sees the effect", () => {
    expect(measure("escalation-rate", hit({ effects: [{ kind: "escalation" }] }))).toEqual([1]);
  });
});

describe("fault-isolation", () => {
  const primary: Sketch = { calls: [{ dependency: "a", from: 0, fault: "f" }] };
  const calmWith = (...bystanders: readonly Sketch[]) => trial("control", {}, bystanders);
  const roughWith = (...bystanders: readonly Sketch[]) => trial("treatment", primary, bystanders);
  test("a bystander that is still right and in time is unharmed", () => {
    expect(measure("fault-isolation", roughWith({ task: "b", t: 700 }), calmWith({ task: "b", t: 100 }))).toEqual([1]);
  });
  test("one that is too slow, wrong or gone is harmed", () => {
    const control = calmWith({ task: "b", t: 100 }, { task: "c" }, { task: "d" });
    expect(
      measure("fault-isolation", roughWith({ task: "b", t: 900 }, { task: "c", outcome: "crashed" }), control),
    ).toEqual([0, 0, 0]);
    expect(
      measure("fault-isolation", roughWith({ task: "b", t: 900 }), calmWith({ task: "b", t: 100 }), {
        slowdown: 3,
        grace: "1s",
      }),
    ).toEqual([1]);
  });
  test("one that needs the failed dependency, or was not right before, is no bystander", () => {
    const control = calmWith({ task: "b", calls: [{ dependency: "a", from: 0 }] }, { task: "c", outcome: "wrong" });
    expect(measure("fault-isolation", roughWith({ task: "b" }, { task: "c" }), control)).toBeUndefined();
  });
});

describe("calls", () => {
  const twice: Sketch = {
    calls: [
      { dependency: "a", from: 0, to: 10, fault: "f", end: { retryAfterMs: 1000 } },
      { dependency: "a", attempt: 2, from: 1010, to: 1020, end: { retryAfterMs: 1000 } },
      { dependency: "a", attempt: 3, from: 1520, to: 1530 },
      { dependency: "a", occurrence: 2, from: 2000 },
      { dependency: "h", from: 3000 },
    ],
  };
  test("amplification is physical over logical at the failed dependency", () => {
    expect(measure("retry-amplification", hit(twice))).toEqual([2]);
    expect(measure("max-attempts", hit(twice))).toEqual([3]);
    expect(measure("retry-amplification")).toBeUndefined();
  });
  test("retry-after-honoured judges each announced wait", () => {
    expect(measure("retry-after-honoured", hit(twice))).toEqual([1, 0]);
    expect(measure("retry-after-honoured")).toBeUndefined();
  });
  test("backoff-ratio compares waits of the same call", () => {
    expect(measure("backoff-ratio", hit(twice))).toEqual([0.5]);
    expect(measure("backoff-ratio", calm)).toBeUndefined();
  });
  test("spill counts calls to the healthy dependencies", () => {
    expect(measure("spill", hit(twice), trial("control", { calls: [{ dependency: "h", from: 0 }] }))).toEqual([1]);
    expect(measure("spill", hit(twice), calm)).toBeUndefined();
  });
  test("counts and tokens", () => {
    const model: Sketch = {
      calls: [
        {
          dependency: "m",
          boundary: "model",
          stream: true,
          from: 5,
          end: { firstContent: 25, usage: { inputTokens: 7, outputTokens: 3 } },
        },
        { dependency: "a", from: 0 },
      ],
    };
    expect(measure("model-calls", hit(model))).toEqual([1]);
    expect(measure("tool-calls", hit(model))).toEqual([1]);
    expect(measure("tokens", hit(model))).toEqual([10]);
    expect(measure("tokens")).toBeUndefined();
    expect(measure("cost", hit(model))).toBeUndefined();
    expect(measure("time-to-first-token", hit(model))).toEqual([20]);
  });
  test("asking again after a whole success is no retry", () => {
    const poll = (status: number, ending: "complete" | "reset" = "complete"): Sketch => ({
      calls: [1, 2, 3].map((attempt) => ({
        dependency: "a",
        attempt,
        from: attempt * 100,
        fault: "latency",
        end: { status, ending },
      })),
    });
    expect(measure("retry-amplification", hit(poll(200)))).toEqual([1]);
    expect(measure("max-attempts", hit(poll(200)))).toEqual([1]);
    expect(measure("backoff-ratio", hit(poll(200)))).toBeUndefined();
    for (const failing of [poll(503), poll(400), poll(200, "reset")]) {
      expect(measure("retry-amplification", hit(failing))).toEqual([3]);
      expect(measure("max-attempts", hit(failing))).toEqual([3]);
      expect(measure("backoff-ratio", hit(failing))).toEqual([1]);
    }
  });
  test("a call that begins before the wait is announced says nothing of it; one that begins with it does", () => {
    const at = (from: number): Sketch => ({
      calls: [
        { dependency: "a", from: 0, to: 100, end: { retryAfterMs: 1000 } },
        { dependency: "a", attempt: 2, from },
        { dependency: "a", attempt: 3, from: 1200 },
      ],
    });
    expect(measure("retry-after-honoured", hit(at(99)))).toEqual([1]);
    expect(measure("retry-after-honoured", hit(at(100)))).toEqual([0]);
  });
  test("a streamed call that brought no content counts with its length", () => {
    const model = { dependency: "m", boundary: "model", from: 5, to: 9_005 } as const;
    expect(measure("time-to-first-token", hit({ calls: [{ ...model, stream: true }] }))).toEqual([9_000]);
    expect(measure("time-to-first-token", hit({ calls: [model] }))).toBeUndefined();
  });
  test("time to answer counts a task that got no answer with its deadline, or the end of what went on", () => {
    const late = (sketch: Sketch) => ({ ...hit(sketch), deadline: 30_000 });
    expect(measure("time-to-answer", hit({ end: "hung", outcome: "hung", t: 30_000 }))).toEqual([30_000]);
    const crash: Sketch = { end: "crashed", outcome: "crashed", t: 20 };
    expect(measure("time-to-answer", late(crash))).toEqual([30_000]);
    expect(measure("time-to-answer", late({ outcome: "crashed", t: 20 }))).toEqual([30_000]);
    expect(measure("time-to-answer", late({ t: 20 }))).toEqual([20]);
    expect(measure("time-to-answer", hit(crash))).toEqual([100]);
    expect(measure("time-to-answer", trial("treatment", crash, [{ task: "b", t: 700 }]))).toEqual([700]);
    expect(measure("slowdown", late(crash), calm)).toEqual([300]);
    expect(measure("slowdown", hit({ t: 250 }), calm)).toEqual([2.5]);
  });
  test("duplicate-effects are beyond the control arm, identifiers aside", () => {
    const refund = { kind: "refund", order: "1" };
    expect(
      measure(
        "duplicate-effects",
        hit({
          effects: [
            { ...refund, id: "a" },
            { ...refund, id: "b" },
          ],
        }),
      ),
    ).toEqual([1]);
    expect(measure("duplicate-effects", hit({ effects: [refund, { ...refund, order: "2" }] }))).toEqual([0]);
    const both = { effects: [refund, refund] };
    expect(measure("duplicate-effects", hit(both), trial("control", both))).toEqual([0]);
  });
});
