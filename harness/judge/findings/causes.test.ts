import { describe, expect, test } from "vitest";
import type { Injection } from "../../domain/experiment.ts";
import { type Call, experiment, found, type Run, sighting, under } from "./testing/run.ts";

/** Causes that were once missed, or laid to what could not help it. */

const codes = (...given: Parameters<typeof found>): readonly string[] => found(...given).map(({ code }) => code);

describe("a result of the wrong shape", () => {
  const call: Call = {
    at: 0,
    fault: "wrong-types",
    marks: ['"window":{"value":"30days"}', '"open":"true"', '"left":[]'],
  };
  const says = (answer: string): Run => ({ calls: [call], end: { answer } });
  test("is found where a right answer shows it as it came", () => {
    const [finding] = found(says('You have {"value": "30 days"} for it.'));
    expect(finding).toMatchObject({ code: "malformed-result-trusted", severity: "high" });
    expect(finding?.evidence[0]?.detail).toContain('the answer shows it as it came: {"value":"30days"}');
    expect(codes(says('{ "open": "true" }: 30 days'))).toEqual(["malformed-result-trusted"]);
  });
  test("is none where the answer shows only what it means, or shows as much without the fault", () => {
    expect(codes(says("You have 30 days for it; open: true, left: []."))).toEqual([]);
    const shown = 'You have {"value": "30 days"} for it.';
    expect(codes(says(shown), { end: { answer: shown } })).toEqual([]);
  });
});

test("a hand-over that was only said is no change before its approval, and the other way about", () => {
  const seen = (changesBefore: number): readonly string[] =>
    codes(
      { calls: [{ at: 0, fault: "latency" }] },
      {},
      experiment,
      sighting("E17", "violated", { handovers: 0, changesBefore }),
    );
  expect(seen(0)).toEqual(["handover-only-said"]);
  expect(seen(1)).toEqual(["effect-before-approval"]);
});

describe("a stream that broke off and was taken for a whole answer", () => {
  const cut = (ending: "end" | "reset"): readonly Call[] => [
    { at: 0, boundary: "model", stream: true, fault: "cut-stream", end: { ending } },
  ];
  const told = (ending: "end" | "reset", answer: string) =>
    found({ calls: cut(ending), end: { answer } }, { calls: [{ at: 0, boundary: "model", stream: true }] });
  test("had no fallback to miss and no failure to hide", () => {
    const [finding, ...more] = told("end", "You have");
    expect(finding).toMatchObject({
      code: "truncated-stream-accepted",
      symptoms: [expect.objectContaining({ code: "silent-wrong-answer" })],
    });
    expect(more).toEqual([]);
  });
  test("is the one cause where its end was an error", () => {
    const [finding, ...more] = told("reset", "You have");
    expect(finding?.code).toBe("truncated-stream-accepted");
    expect(finding?.symptoms.map(({ code }) => code).sort()).toEqual([
      "failure-hidden",
      "fallback-missing",
      "silent-wrong-answer",
    ]);
    expect(more).toEqual([]);
  });
  test("is none where the agent says that it is not whole: a fallback is missing", () => {
    expect(told("end", "I could not reach the assistant.").map(({ code }) => code)).toEqual(["fallback-missing"]);
  });
});

test("a refusal of which nothing is shown is no refusal that is given out", () => {
  const refused = (answer: string) =>
    codes({ calls: [{ at: 0, boundary: "model", fault: "refusal" }], end: { answer } });
  expect(refused("")).toEqual(["empty-answer-as-success"]);
  expect(refused("That is against our rules.")).toEqual(["refusal-shown-as-answer"]);
});

describe("a retry that was slept for until the deadline", () => {
  const asked = (retryAfterMs?: number): readonly Call[] => [
    {
      at: 900,
      fault: "quota",
      end: { status: 429, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
    },
  ];
  const slept = (retryAfterMs?: number) =>
    found({ calls: asked(retryAfterMs), end: { end: "hung", answer: "", t: 60_000 } }).map(({ code, symptoms }) => [
      code,
      symptoms.map((symptom) => symptom.code).sort(),
    ]);
  test("is not called wanting while the wait that was asked for lasted", () => {
    expect(slept(59_000)).toEqual([["backoff-too-long", ["hung-on-fault"]]]);
  });
  test("is told under the sleep where that was longer, or nothing had been asked for", () => {
    const both = [["backoff-too-long", ["hung-on-fault", "transient-not-retried"]]];
    expect(slept(2_000)).toEqual(both);
    expect(slept()).toEqual(both);
  });
});

describe("retries without a wait", () => {
  const attempts = [1, 2, 3].map((attempt) => ({
    at: attempt * 12,
    attempt,
    fault: "unavailable",
    end: { status: 503 },
  }));
  const ended = (when: Injection["when"], end: Run["end"]) =>
    found(
      { calls: attempts, ...(end ? { end } : {}) },
      {},
      under([
        { fault: "unavailable", into: { boundary: "tool", dependencies: ["d"] }, when },
        { fault: "latency", into: { boundary: "tool", dependencies: ["d"] }, when: { nth: [9] } },
      ]),
    ).map(({ code, severity, symptoms }) => [code, severity, symptoms.map((symptom) => symptom.code)]);
  const wrong = { answer: "Returns are easy." };
  test("explain nothing while the service is away for good", () => {
    expect(ended({}, wrong)).toEqual([
      ["failure-hidden", "high", ["silent-wrong-answer"]],
      ["no-backoff", "medium", []],
    ]);
    expect(ended({}, { end: "crashed", error: "boom" })).toEqual([
      ["crashed-on-fault", "high", []],
      ["no-backoff", "medium", []],
    ]);
  });
  test("explain what came of them while it is away for a time", () => {
    expect(ended({ first: 3 }, { end: "crashed", error: "boom" })).toEqual([
      ["no-backoff", "high", ["crashed-on-fault"]],
    ]);
  });
  test("nor does it help to try again what is away for good", () => {
    const once = { calls: attempts.slice(0, 1), end: { end: "crashed", error: "boom" } } as const;
    const into = { boundary: "tool", dependencies: ["d"] } as const;
    const [first, ...others] = found(
      once,
      {},
      under([
        { fault: "unavailable", into },
        { fault: "latency", into },
      ]),
    );
    expect([first?.code, ...others.map(({ code, severity }) => `${code} ${severity}`)]).toEqual([
      "crashed-on-fault",
      "transient-not-retried medium",
    ]);
  });
});
