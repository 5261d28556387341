import { describe, expect, test } from "vitest";
import type { JudgedTrial } from "../domain/judgement.ts";
import { scoreExperiment } from "./score-experiment.ts";
import { claim, experimentOf, tools, trialOf } from "./testing/trials.ts";

const offered = ["get_order", "search_docs"];
const lacking = (trial: JudgedTrial, tool = "get_ordr", at?: string): JudgedTrial => {
  const { id } = trial.record.trial;
  const told = { type: "tool-lacking", trial: id, performance: "p", t: 1, tool, offered } as const;
  return { ...trial, record: { ...trial.record, lacking: [{ ...told, ...(at === undefined ? {} : { at }) }] } };
};
const score = (trials: readonly JudgedTrial[]) =>
  scoreExperiment(experimentOf([claim("answer-correctness", { atLeast: 0.8 })]), trials, tools);
const twenty = Array.from({ length: 20 }, (_, index) => index);
const pairs = (each: (trial: JudgedTrial) => JudgedTrial, outcome: "correct" | "failed-safe", fired = true) =>
  twenty.flatMap((n) => [each(trialOf("control", n, outcome)), trialOf("treatment", n, outcome, 10, fired)]);

describe("a script that wants a tool which the agent does not offer", () => {
  test("is what an unsteady control arm is laid to, by place and nearest name", async () => {
    const { reasons, lacking: told } = await score(
      pairs((trial) => lacking(trial, "get_ordr", "t.yaml:9:13"), "failed-safe"),
    );
    expect(reasons[0]).toBe(
      'The script asked for a tool that the agent does not offer: "get_ordr" at t.yaml:9:13. Did you mean "get_order"?',
    );
    expect(reasons[1]).toMatch(/control arm is unsteady/);
    expect(told).toEqual([{ tool: "get_ordr", at: "t.yaml:9:13", nearest: "get_order", offered }]);
  });
  test("is told with what is offered where no name is near", async () => {
    const { reasons } = await score(pairs((trial) => lacking(trial, "zzz"), "failed-safe"));
    expect(reasons[0]).toMatch(/"zzz"\. It offers get_order, search_docs\.$/);
  });
  test("is told where the fault met nothing, though every answer was right", async () => {
    const { reasons } = await score(pairs((trial) => lacking(trial), "correct", false));
    expect(reasons[0]).toMatch(/asked for a tool that the agent does not offer: "get_ordr"/);
  });
  test("is no doubt of its own: the agent does its work without it", async () => {
    const result = await score(pairs((trial) => lacking(trial), "correct"));
    expect(result.verdict).toBe("held");
    expect(result.lacking).toBeUndefined();
  });
  test("is not blamed for trials that went amiss otherwise, or if the tool was offered later", async () => {
    const amiss = (n: number) => [trialOf("control", n, "crashed"), trialOf("treatment", n)];
    const beside = await score([...pairs((trial) => lacking(trial), "correct"), ...amiss(20)]);
    expect(beside.reasons[0]).toMatch(/control arm is unsteady/);
    const called = (trial: JudgedTrial): JudgedTrial => {
      const [call] = trialOf("treatment", 0).primary.record.calls;
      if (call === undefined) throw new Error("the sample has a call");
      const ended = { ...call.started, type: "call-ended", ending: "complete", bytes: 1, digest: "d" } as const;
      const reply = { text: "", toolCalls: [{ id: "1", name: "get_ordr", arguments: "{}" }], stopReason: "tool-calls" };
      const calls = [{ started: call.started, ended: { ...ended, reply }, faults: [] }];
      return lacking({ ...trial, primary: { ...trial.primary, record: { ...trial.primary.record, calls } } });
    };
    expect((await score(pairs(called, "failed-safe"))).reasons[0]).toMatch(/control arm is unsteady/);
  });
});
