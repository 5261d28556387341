import { describe, expect, it } from "vitest";
import type { PerformanceEnded, PerformanceRecord } from "../domain/events.ts";
import type { Effect, Expectation, Task } from "../domain/task.ts";
import { judgeConversation } from "./judge-conversation.ts";

const expectation = (some: Partial<Expectation>): Expectation => ({
  facts: [],
  forbids: [],
  effects: [],
  claims: [],
  ...some,
});
const refund: Effect = { kind: "refund", order: "TG-1" };
const escalation: Effect = { kind: "escalation", reason: "?" };
const claims = [{ effect: "refund", when: { text: "refunded" } }];

/** Where is it? Refund it. What is the policy? */
const task: Task = {
  id: "t",
  file: "t.yaml",
  tags: [],
  earlier: [
    { prompt: "Where is it?", input: {} },
    { prompt: "Refund it.", input: {}, expect: expectation({ effects: [refund], claims }) },
  ],
  prompt: "How long does it take?",
  input: {},
  expect: expectation({ facts: [{ text: "5 days" }] }),
};
type Said = readonly [answer: string, effects?: readonly Effect[]];
/** Effects are those of the turn alone. */
function performed(said: readonly Said[], end: Partial<PerformanceEnded> = {}): PerformanceRecord {
  const soFar = (index: number): readonly Effect[] => said.slice(0, index + 1).flatMap(([, effects]) => effects ?? []);
  const ids = { trial: "x", performance: "p" };
  const last = said.length - 1;
  return {
    id: "p",
    task: "t",
    role: "primary",
    calls: [],
    turns: said.slice(0, end.end === undefined ? -1 : undefined).map(([answer], turn) => ({
      type: "turn-answered",
      ...ids,
      t: turn,
      turn,
      prompt: "?",
      answer,
      effects: soFar(turn),
    })),
    ended: {
      type: "performance-ended",
      ...ids,
      task: "t",
      role: "primary",
      t: 9,
      ...(end.end === undefined ? { end: "answered", answer: said[last]?.[0] ?? "" } : { end: end.end }),
      ...end,
      effects: soFar(last),
    },
  };
}
const judged = (said: readonly Said[], end: Partial<PerformanceEnded> = {}, of = task) => {
  const { outcome, silent, reasons } = judgeConversation(performed(said, end), of, { deadline: 1000 });
  return { outcome, silent, reasons };
};
const done: Said = ["It is refunded.", [refund]];

describe("a task of several turns", () => {
  it("is correct if every turn is", () => {
    expect(judged([["On its way."], done, ["It takes 5 days."]])).toEqual({
      outcome: "correct",
      silent: false,
      reasons: [],
    });
  });
  it("is as bad as its worst turn, silently if that one warns of nothing", () => {
    expect(judged([["On its way."], done, ["It takes 9 days."]])).toMatchObject({
      outcome: "wrong",
      silent: true,
      reasons: [expect.stringMatching(/^turn 3: does not say "?5 days/), expect.stringMatching(/^turn 3: and/)],
    });
    expect(judged([["On its way."], ["I can do that."], ["It takes 5 days."]])).toMatchObject({
      outcome: "wrong",
      silent: true,
      reasons: [expect.stringMatching(/^turn 2: did not do: refund/), expect.stringMatching(/^turn 2: and/)],
    });
    expect(judged([["  "], done, ["It takes 5 days."]]).outcome).toBe("wrong");
  });
  it("has its gaps judged by what the same turn discloses, and no other", () => {
    const sorry: Said = ["I could not reach the refund service."];
    expect(judged([["On its way."], sorry, ["It takes 5 days."]])).toMatchObject({
      outcome: "failed-safe",
      silent: false,
    });
    const handed: Said = ["A colleague will look.", [escalation]];
    expect(judged([["On its way."], handed, ["It takes 5 days."]]).outcome).toBe("failed-safe");
    expect(judged([handed, done, ["It takes 9 days."]])).toMatchObject({ outcome: "wrong", silent: true });
  });
  it("holds a claim against what was committed by then, and what nobody asked for against the whole", () => {
    expect(judged([["On its way."], ["It is refunded."], ["It takes 5 days.", [refund]]])).toMatchObject({
      outcome: "harmful",
      reasons: [expect.stringMatching(/^turn 2: claims a refund/)],
    });
    // Done before it was asked for: there when it was, and there once.
    expect(judged([["On its way.", [refund]], ["It is refunded."], ["It takes 5 days."]]).outcome).toBe("correct");
    expect(judged([["On its way.", [refund]], done, ["It takes 5 days."]])).toMatchObject({
      outcome: "harmful",
      reasons: [expect.stringMatching(/^turn 3: did twice: refund/)],
    });
    const other: Said = ["It is refunded.", [{ kind: "refund", order: "TG-2" }]];
    expect(judged([["On its way."], other, ["It takes 5 days."]])).toMatchObject({
      outcome: "harmful",
      reasons: expect.arrayContaining([expect.stringMatching(/in place of refund order TG-1/)]),
    });
  });
  it("takes the turns that were answered into account where it broke off", () => {
    expect(judged([["On its way."], done], { end: "hung" })).toMatchObject({
      outcome: "hung",
      reasons: ["turn 3: no answer within 1s"],
    });
    expect(judged([["On its way."]], { end: "crashed", error: "boom" })).toMatchObject({
      outcome: "crashed",
      reasons: ["turn 2: ended in an error: boom"],
    });
    const twice: Said = ["It is refunded.", [refund, refund]];
    expect(judged([["On its way."], twice], { end: "crashed", error: "boom" }).outcome).toBe("harmful");
  });
  it("keeps the numbers of all turns, and the record as it was", () => {
    const record = performed([["On its way.", [escalation]], done, ["It takes 9 days."]]);
    const { truth, record: kept } = judgeConversation(record, task, { deadline: 1000 });
    expect(truth).toMatchObject({ facts: 1, effects: 1, unsaid: 1, undone: 0, unwanted: 0 });
    expect(kept).toBe(record);
  });
});
