import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reply } from "../../domain/call.ts";
import type { ModelTurn } from "../../domain/conversation.ts";
import type { Fault } from "../../domain/fault.ts";
import { encodeText } from "../../domain/wire.ts";
import { answerOf, inject } from "../testing/drive.ts";
import { fakeContext, flow, modelCall, turnReply } from "../testing/fakes.ts";
import { emptyCompletion } from "./empty-completion.ts";
import { guardrailIntervened } from "./guardrail-intervened.ts";
import { malformedToolArguments } from "./malformed-tool-arguments.ts";
import { refusal } from "./refusal.ts";
import { spoilArguments } from "./spoil-arguments.ts";
import { truncatedAnswer } from "./truncated-answer.ts";
import { unknownTool } from "./unknown-tool.ts";

const usage = { inputTokens: 40, outputTokens: 20 };
const tool = (args: string) => ({ id: "call_1", name: "get_order", arguments: args });
const talking = { text: "You may return it within 30 days.", usage };
const calling = { toolCalls: [tool('{"order_id":"TG-1","qty":2}')], stopReason: "tool-calls" as const, usage };
const turn = async (fault: Fault, given: Partial<ModelTurn>, written: unknown = {}) =>
  answerOf(
    "model",
    (await inject(fault, modelCall({ tools: [{ name: "get_order" }] }), turnReply(given), written)).reply,
  ).turn;

describe("answers of the model", () => {
  it("are emptied", async () => {
    expect(await turn(emptyCompletion, calling)).toEqual({
      text: "",
      toolCalls: [],
      stopReason: "stop",
      usage: { inputTokens: 40, outputTokens: 0 },
    });
  });

  it("break off at the length limit", async () => {
    const cut = await turn(truncatedAnswer, talking, { keep: 0.5 });
    expect(cut).toMatchObject({ text: "You may return i", stopReason: "length", usage: { outputTokens: 10 } });
    expect((await turn(truncatedAnswer, { text: "🏕️ ok" }, { keep: 1 })).text).toBe("🏕️ o");
  });

  it("become a refusal", async () => {
    expect(await turn(refusal, calling)).toMatchObject({
      toolCalls: [],
      stopReason: "refusal",
      text: expect.stringContaining("help"),
    });
  });

  it("become the message of a guardrail", async () => {
    expect(await turn(guardrailIntervened, calling, { message: "Blocked." })).toEqual({
      text: "Blocked.",
      toolCalls: [],
      stopReason: "guardrail",
      usage,
    });
  });

  it("break off in the last of their tool calls, for want of output tokens", async () => {
    const two = { ...calling, toolCalls: [tool('{"order_id":"TG-1"}'), tool('{"order_id":"TG-2","qty":2}')] };
    const cut = await turn(malformedToolArguments, two, { how: "output-limit" });
    expect(cut).toMatchObject({ stopReason: "length", toolCalls: [two.toolCalls[0], { name: "get_order" }] });
    expect(() => JSON.parse(cut.toolCalls[1]?.arguments ?? "")).toThrow();
  });

  it("ask for a wire that has the stop reason", () => {
    const needs = (fault: Fault, written: unknown = {}) => fault.requires?.(fault.params.parse(written));
    expect(needs(emptyCompletion, { stopReason: "guardrail" })).toEqual(["stop:guardrail"]);
    expect(needs(refusal)).toEqual(["stop:refusal"]);
    expect(needs(truncatedAnswer)).toEqual(["stop:length"]);
    expect(needs(guardrailIntervened)).toEqual(["stop:guardrail"]);
    expect(needs(malformedToolArguments)).toEqual([]);
    expect(needs(malformedToolArguments, { how: "output-limit" })).toEqual(["stop:length"]);
  });

  it("call a tool that was never offered", async () => {
    const { toolCalls } = await turn(unknownTool, calling, { name: "get_order" });
    expect(toolCalls).toEqual([{ ...calling.toolCalls[0], name: "get_order_v2" }]);
  });

  it("call a tool with arguments of wrong types", async () => {
    const { toolCalls } = await turn(malformedToolArguments, calling, { how: "wrong-types" });
    expect(JSON.parse(toolCalls[0]?.arguments ?? "")).toEqual({ order_id: ["TG-1"], qty: "about 2" });
  });

  it("call a tool with arguments that no parser accepts", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom("truncated" as const, "invalid-json" as const),
        (args, how) => {
          expect(() => JSON.parse(spoilArguments(JSON.stringify(args), how))).toThrow();
        },
      ),
    );
    for (const text of ["", "3", "[]", "{", " { } "]) {
      expect(() => JSON.parse(spoilArguments(text, "truncated"))).toThrow();
      expect(() => JSON.parse(spoilArguments(text, "invalid-json"))).toThrow();
    }
  });
});

describe("turns that there is nothing to change in", () => {
  it.each([malformedToolArguments, unknownTool])("pass, and the timeline says so: $name", async (fault) => {
    const answer = turnReply(talking);
    const { reply, idles } = await inject(fault, modelCall(), answer);
    expect(reply).toBe(answer);
    expect(idles).toEqual(["no tool call in this turn"]);
  });

  it("pass when the model itself has failed", async () => {
    const failed: Reply = { kind: "failure", failure: { kind: "overloaded" } };
    const { reply, idles } = await inject(emptyCompletion, modelCall(), failed);
    expect(reply).toBe(failed);
    expect(idles).toEqual(["the dependency failed: overloaded"]);
  });
});

describe("relayed replies", () => {
  const relayed = (status: number, text: string): Reply => ({
    kind: "raw",
    wire: { status, headers: {}, body: flow([{ bytes: encodeText(text), mark: "whole" }]) },
  });

  it("are decoded and changed", async () => {
    const text = JSON.stringify({ kind: "model", turn: { ...talking, toolCalls: [], stopReason: "stop" } });
    const { reply } = await inject(refusal, modelCall(), relayed(200, text));
    expect(answerOf("model", reply).turn.stopReason).toBe("refusal");
  });

  it("can still be read after a fault has looked into them in vain", async () => {
    const { reply } = await inject(unknownTool, modelCall(), relayed(502, "<html>"), {}, fakeContext());
    if (reply.kind !== "raw") throw new Error("no raw reply");
    expect(reply.wire.body).toEqual([{ bytes: encodeText("<html>"), mark: "whole" }]);
  });

  it("compose: two faults change one answer", async () => {
    const context = fakeContext();
    const inner = async () => (await inject(malformedToolArguments, modelCall(), turnReply(calling))).reply;
    const reply = await unknownTool.inject?.(modelCall(), inner, context, unknownTool.params.parse({ name: "x" }));
    const { toolCalls } = answerOf("model", reply ?? turnReply({})).turn;
    expect(toolCalls[0]?.name).toBe("x");
    expect(() => JSON.parse(toolCalls[0]?.arguments ?? "")).toThrow();
  });
});
