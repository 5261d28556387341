import { describe, expect, test } from "vitest";
import { openPair } from "../../domain/pair.ts";
import { judgeTrial } from "../judge-trial.ts";
import { openFindings } from "./index.ts";
import { experiment, found, type Run, refund, run } from "./testing/run.ts";

const codes = (treatment: Run, control?: Run): readonly string[] => found(treatment, control).map(({ code }) => code);

describe("findings", () => {
  test("name what is claimed and was not done, at whatever turn it is said", () => {
    const lost = [{ at: 20, fault: "http-error", end: { status: 500 } }];
    const claimed = { answer: "It has been refunded." };
    const told = (task: string, turns?: readonly string[]) =>
      found(
        { task, calls: lost, end: claimed, ...(turns ? { turns } : {}) },
        { task, calls: [{ at: 20 }], end: { ...claimed, effects: [refund] }, ...(turns ? { turns } : {}) },
      ).filter(({ severity }) => severity === "critical");
    expect(told("pay").map(({ code }) => code)).toEqual(["claimed-without-effect"]);
    expect(told("talk", ["Hello."]).map(({ code }) => code)).toEqual(["claimed-without-effect"]);
  });

  test("leave nothing harmful without a name", () => {
    const [only, ...more] = found(
      {
        task: "talk",
        turns: ["Hello."],
        calls: [{ at: 0, fault: "latency" }],
        end: { answer: "Well.", effects: [refund, { ...refund, order: "2" }] },
      },
      {
        task: "talk",
        turns: ["Hello."],
        calls: [{ at: 0 }],
        end: { answer: "It has been refunded.", effects: [refund] },
      },
    );
    expect(only?.severity).toBe("critical");
    expect(more).toEqual([]);
  });

  test.each<[string, Run]>([
    [
      "a kept Retry-After, one retry and an answer",
      {
        calls: [
          { at: 0, fault: "throttled", end: { status: 429, retryAfterMs: 2000 } },
          { at: 2010, attempt: 2 },
        ],
      },
    ],
    [
      "a stale result that the agent warned of",
      {
        calls: [{ at: 0, boundary: "retrieval", fault: "stale-results" }],
        end: { answer: "The policy I found may be out of date." },
      },
    ],
    [
      "a refused token, a new one, and the call again",
      {
        calls: [
          { at: 0, fault: "http-error", end: { status: 401 } },
          { at: 20, boundary: "identity", dependency: "login" },
          { at: 40, attempt: 2 },
        ],
      },
    ],
    [
      "telemetry that is out of reach all the time, and a task that is right",
      { calls: [{ at: 0 }, { at: 20, dimension: "observability", fault: "failure", end: { status: 503 } }] },
    ],
    [
      "growing waits",
      {
        calls: [
          { at: 0, fault: "failure", end: { status: 500 } },
          { at: 510, attempt: 2, fault: "failure", end: { status: 500 } },
          { at: 1520, attempt: 3 },
        ],
      },
    ],
    [
      "a slow service that is asked again after each whole answer",
      { calls: [1, 2, 3, 4, 5].map((attempt) => ({ at: attempt * 12, attempt, fault: "latency" })) },
    ],
    [
      "a broken stream that was asked for again",
      {
        calls: [
          { at: 0, boundary: "model", stream: true, fault: "cut-stream", end: { ending: "reset" } },
          { at: 600, attempt: 2, boundary: "model", stream: true },
        ],
      },
    ],
  ])("finds nothing in %s", (_, treatment) => {
    expect(codes(treatment)).toEqual([]);
  });

  test("a long wait is found where it is five times what is usual, and not before", () => {
    const waited = (ms: number): Run => ({ calls: [{ at: 0, fault: "latency", end: { t: ms } }] });
    const usual: Run = { calls: [{ at: 0, end: { t: 6_000 } }] };
    expect(codes(waited(30_000), usual)).toContain("waited-too-long");
    expect(codes(waited(29_999), usual)).not.toContain("waited-too-long");
    expect(codes(waited(20_251), { calls: [{ at: 0 }] })).toContain("waited-too-long");
    expect(codes(waited(20_000), { calls: [{ at: 0 }] })).not.toContain("waited-too-long");
  });

  test("what the control arm discloses too is no warning", () => {
    const stale = [{ at: 0, boundary: "retrieval", fault: "stale-results" }] as const;
    const boilerplate: Run = { end: { answer: "30 days. This may be out of date." } };
    const wrongly = "It depends. This may be out of date.";
    expect(codes({ calls: stale, end: { answer: wrongly } }, boilerplate)).toContain("stale-served-as-current");
    expect(codes({ calls: stale, end: { answer: wrongly } })).toEqual([]);
    const honest = { answer: "I could not reach the policy base. This may be out of date." };
    expect(codes({ calls: stale, end: honest }, boilerplate)).toEqual([]);
  });

  test("what the control arm shows too is not the fault's doing", () => {
    const bad: Run = { calls: [{ at: 0, fault: "latency" }], end: { end: "crashed", error: "boom" } };
    expect(codes(bad, bad)).not.toContain("crashed-on-fault");
  });

  test("one finding a code, counted by trials, with at most five pieces of evidence, in any order", () => {
    const pairs = Array.from({ length: 8 }, (_, index) => `p${index}`).map(
      (id) =>
        [
          judgeTrial(
            run("treatment", { calls: [{ at: 0, fault: "latency" }], end: { end: "crashed", error: "boom" } }, id),
            experiment,
          ),
          judgeTrial(run("control", {}, id), experiment),
        ] as const,
    );
    const of = (list: typeof pairs) => {
      const findings = openFindings(experiment);
      for (const [treatment, control] of list) findings.see(openPair(treatment, control, experiment), new Map());
      return findings.finish();
    };
    const [finding] = of(pairs);
    expect(finding).toMatchObject({
      code: "crashed-on-fault",
      count: 8,
      evidence: [
        { trial: "p0/treatment", address: "tool:d.go[1]#1", detail: "ended in an error: boom" },
        {},
        {},
        {},
        {},
      ],
    });
    expect(of([...pairs].reverse())).toEqual(of(pairs));
  });
});

test("a change without a look at it is a weakness only where the control arm does look", () => {
  const given = (controlReads: number): readonly string[] => {
    const sighting = {
      about: "d",
      conclusion: "absent",
      reason: "as it says",
      saw: [],
      figures: { controlReads },
    } as const;
    return found({ calls: [{ at: 0, fault: "latency" }] }, {}, experiment, new Map([["E27", [sighting]]])).map(
      ({ code }) => code,
    );
  };
  expect(given(1)).toContain("effect-before-check");
  expect(given(0)).not.toContain("effect-before-check");
});
