import { expect, it } from "vitest";
import { chance } from "../domain/chance.ts";
import type { Message } from "../domain/conversation.ts";
import type { Task } from "../domain/task.ts";
import { afterwardsId } from "../domain/trial.ts";
import { checkPlaybook } from "./playbook-schema.ts";
import { scriptBrain } from "./script.ts";

const look = {
  steps: [{ call: "get_order", with: { id: "A-1" }, as: "order" }],
  reads: { total: { from: "order", path: "total" } },
  answers: [{ say: "It is {{order.status}}." }],
};
const pay = {
  steps: [{ call: "refund", with: { amount: "{{total}}" }, as: "paid" }],
  answers: [{ say: "I have refunded {{total}} ({{paid.id}})." }],
};
const task: Task = {
  id: "t",
  file: "t.yaml",
  tags: [],
  earlier: [{ prompt: "Where is it?", input: {}, playbook: look }],
  prompt: "Refund it.",
  input: {},
  expect: { facts: [], forbids: [], effects: [], claims: [] },
  playbook: pay,
};
const user = (text: string): Message => ({ role: "user", text });
const says = (text: string): Message => ({ role: "assistant", text, toolCalls: [] });
const called = (id: string, name: string, result: unknown): Message[] => [
  { role: "assistant", text: "", toolCalls: [{ id, name, arguments: "{}" }] },
  { role: "tool", callId: id, text: JSON.stringify(result) },
];
const next = async (
  turn: number,
  messages: readonly Message[],
  persona: "careful" | "credulous" = "careful",
  played = task,
) => {
  const tools = [{ name: "get_order" }, { name: "refund" }];
  const conversation = { model: "m", system: "", messages, tools, stream: false };
  const call = {} as Parameters<ReturnType<typeof scriptBrain>["turn"]>[1];
  const brain = scriptBrain(persona);
  const said = await brain.turn(conversation, call, {
    task: played,
    turn,
    chance: chance("x"),
    id: (prefix) => prefix,
  });
  return said.toolCalls[0] ? [said.toolCalls[0].name, JSON.parse(said.toolCalls[0].arguments)] : said.text;
};

const first = [user("Where is  it?"), ...called("1", "get_order", { status: "shipped", total: 20 })];
const answered = [...first, says("It is shipped.")];

it("begins where it is asked, afterwards, in a conversation that was about something else", async () => {
  const later = { ...task, id: afterwardsId("t"), earlier: [], prompt: "Where is it?", playbook: look };
  const before = [
    user("Where is it?"),
    ...called("1", "get_order", { error: "gone" }),
    says("I could not look that up."),
  ];
  expect(await next(0, [...before, user("Where is it?")], "careful", later)).toEqual(["get_order", { id: "A-1" }]);
  const found = [...before, user("Where is it?"), ...called("2", "get_order", { status: "shipped", total: 20 })];
  expect(await next(0, found, "careful", later)).toBe("It is shipped.");
});

it("plays each turn's own playbook, with what earlier turns have learned", async () => {
  expect(await next(0, [user("Where is it?")])).toEqual(["get_order", { id: "A-1" }]);
  expect(await next(0, first)).toBe("It is shipped.");
  const second = [...answered, user("Refund it.")];
  expect(await next(1, second)).toEqual(["refund", { amount: 20 }]);
  expect(await next(1, [...second, ...called("2", "refund", { id: "R-7" })])).toBe("I have refunded 20 (R-7).");
});

it("counts a failure of an earlier turn against that turn alone", async () => {
  const failed = [user("Where is it?"), ...called("1", "get_order", { error: "not found" }), says("I do not know.")];
  // What was never learned cannot be paid back, and a careful model says so.
  expect(await next(1, [...failed, user("Refund it.")])).toMatch(/I have not gone on to refund/);
});

it("does not know what the agent has left out of the conversation", async () => {
  expect(await next(1, [user("Refund it.")])).toMatch(/I have not gone on to refund/);
  // In other words than the user's, the turn begins after the last answer.
  expect(await next(1, [...answered, user("The customer wants a refund.")])).toEqual(["refund", { amount: 20 }]);
});

it("checks a playbook together with those of the turns before it", () => {
  expect(checkPlaybook(structuredClone(pay), [look])).toEqual([]);
  expect(JSON.stringify(checkPlaybook(structuredClone(pay), []))).toMatch(
    /\{\{total\}\} is neither a read nor a value of a step/,
  );
  expect(checkPlaybook(structuredClone(look), [look])[0]?.message).toMatch(/"order" names two steps/);
});
