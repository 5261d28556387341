import { describe, expect, it } from "vitest";
import { checkPlaybook } from "./playbook-schema.ts";

const good = {
  steps: [
    { call: "get_order", with: { order_id: "TG-1" }, as: "order" },
    {
      call: "check_stock",
      with: { sku: "{{order.items.0.sku}}" },
      as: "stock",
      when: { value: "order.status", equals: "paid" },
    },
  ],
  reads: { count: { from: "stock", path: "available" }, place: { from: "stock", matches: "in (\\w+)" } },
  answers: [{ when: { value: "count", atLeast: 1 }, say: "{{count}} in {{place}}" }, { say: "None left." }],
  invent: { count: 7 },
};

describe("checkPlaybook", () => {
  it("accepts a whole playbook, and one that only answers", () => {
    expect(checkPlaybook(good)).toEqual([]);
    expect(checkPlaybook({ answers: [{ say: "Hello." }] })).toEqual([]);
  });

  const bad: [string, unknown, RegExp][] = [
    ["nothing at all", undefined, /: /],
    ["an unknown key", { ...good, step: [] }, /step/],
    ["no answer", { ...good, answers: [] }, /at least one answer/],
    [
      "a read from no step",
      { ...good, reads: { ...good.reads, x: { from: "ordr", path: "id" } } },
      /No step is named "ordr"/,
    ],
    ["a placeholder of nothing", { ...good, answers: [{ say: "{{cuont}}" }] }, /\{\{cuont\}\} is neither/],
    [
      "a pattern without a group",
      { ...good, reads: { ...good.reads, place: { from: "stock", matches: "in \\w+" } } },
      /has no group/,
    ],
    [
      "a pattern that does not compile",
      { ...good, reads: { ...good.reads, place: { from: "stock", matches: "in (" } } },
      /reads\.place\.matches/,
    ],
    ["two steps of one name", { ...good, steps: [good.steps[0], { ...good.steps[0] }] }, /names two steps/],
    [
      "a step that needs a later one",
      { ...good, steps: [{ call: "a", with: { x: "{{order.id}}" }, as: "first" }, ...good.steps] },
      /not called before/,
    ],
    [
      "a condition on nothing",
      { ...good, answers: [{ when: { value: "nope" }, say: "x" }] },
      /\{\{nope\}\} is neither/,
    ],
  ];
  it.each(bad)("names what is wrong with %s", (_, playbook, message) => {
    const said = checkPlaybook(playbook).map(({ path, message: what }) => `${path.join(".")}: ${what}`);
    expect(said.join("\n")).toMatch(message);
  });
});
