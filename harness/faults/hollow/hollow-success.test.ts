import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reply } from "../../domain/call.ts";
import type { WireReply } from "../../domain/wire.ts";
import { collectBody, decodeText, encodeText } from "../../domain/wire.ts";
import { inject } from "../testing/drive.ts";
import {
  fakeContext,
  fakeProtocol,
  flow,
  frame,
  modelCall,
  streamOf,
  toolCall,
  turnReply,
  valueReply,
} from "../testing/fakes.ts";
import { breakJson } from "./break-json.ts";
import { hollowSuccess } from "./hollow-success.ts";

const given = async (kind: string, reply: Reply = turnReply({ text: "30 days" }), more = {}) =>
  inject(hollowSuccess, modelCall(), reply, { kind, ...more });
const wireOf = (reply: Reply): WireReply => {
  if (reply.kind !== "raw") throw new Error(`no raw reply: ${reply.kind}`);
  return reply.wire;
};
const textOf = async (wire: WireReply): Promise<string> => decodeText((await collectBody(wire.body)).bytes);
const relayed = (status: number, text: string, headers = {}): Reply => ({
  kind: "raw",
  wire: { status, headers, body: flow([frame("whole", text)]) },
});

describe("hollow-success in the provider's own shape", () => {
  it("is made by the protocol, without a call", async () => {
    const { reply, forwards, notes } = await given("error-in-200", undefined, {
      failure: "overloaded",
      message: "busy",
    });
    expect(JSON.parse(await textOf(wireOf(reply)))).toEqual({
      kind: "error-in-200",
      failure: { kind: "overloaded", message: "busy" },
    });
    expect([wireOf(reply).status, forwards]).toEqual([200, 0]);
    expect(notes).toEqual(["not called; status 200 without an answer: error-in-200 (overloaded)"]);
    expect(JSON.parse(await textOf(wireOf((await given("failed")).reply))).failure).toEqual({ kind: "server-error" });
  });

  it("asks for a wire that has it, and for the failure that it is to tell", () => {
    const needs = (written: object) => hollowSuccess.requires?.(hollowSuccess.params.parse(written));
    expect(needs({ kind: "no-answer", failure: "overloaded" })).toEqual(["hollow:no-answer"]);
    expect(needs({ kind: "failed", failure: "overloaded" })).toEqual(["hollow:failed", "failure:overloaded"]);
    expect(needs({ kind: "failed" })).toEqual(["hollow:failed"]);
    expect(needs({ kind: "empty-body" })).toEqual([]);
  });

  it("leaves the call alone where the protocol has none, and says so", async () => {
    const { hollow: _, ...protocol } = fakeProtocol;
    const answer = turnReply({});
    const { reply, idles } = await inject(
      hollowSuccess,
      modelCall(),
      answer,
      { kind: "failed" },
      fakeContext({ protocol }),
    );
    expect(reply).toBe(answer);
    expect(idles).toEqual(['fake has no reply that is hollow by "failed"']);
  });
});

describe("hollow-success on any wire", () => {
  it("loses the answer after the work is done", async () => {
    for (const [kind, text] of [
      ["empty-body", ""],
      ["empty-object", "{}"],
    ] as const) {
      const { reply, forwards } = await inject(hollowSuccess, toolCall(), valueReply({ id: 1 }), { kind });
      expect([await textOf(wireOf(reply)), wireOf(reply).headers["content-length"], forwards]).toEqual([
        text,
        String(text.length),
        1,
      ]);
    }
  });

  it("is a page for people", async () => {
    const { reply, forwards } = await given("html");
    expect(wireOf(reply)).toMatchObject({ status: 200, headers: { "content-type": "text/html; charset=utf-8" } });
    expect([await textOf(wireOf(reply)), forwards]).toEqual([expect.stringContaining("<!DOCTYPE html>"), 0]);
  });

  it("does not make a failure into a success", async () => {
    const failed: Reply = { kind: "failure", failure: { kind: "overloaded" } };
    expect(await given("empty-object", failed)).toMatchObject({
      reply: failed,
      idles: ["the dependency failed: overloaded"],
    });
    const { reply, notes } = await given("invalid-json", relayed(503, '{"error":1}'));
    expect([wireOf(reply).status, await textOf(wireOf(reply)), notes]).toEqual([503, '{"error":1}', []]);
  });

  it("breaks the real body off in its JSON, complete by its length", async () => {
    const { reply, notes } = await given("invalid-json");
    const whole = JSON.stringify({ kind: "model", turn: { text: "30 days", toolCalls: [], stopReason: "stop" } });
    const half = Math.floor(whole.length / 2);
    expect(await textOf(wireOf(reply))).toBe(whole.slice(0, half));
    expect(wireOf(reply)).toMatchObject({ status: 200, headers: { "content-length": String(half) } });
    expect(notes).toEqual([`status 200, the body breaks off in its JSON after ${half} of ${whole.length} bytes`]);
  });

  it("leaves a body without JSON as it is, and says so", async () => {
    for (const text of ["123", "", "<p>", '"text"']) {
      const { reply, idles } = await given("invalid-json", relayed(200, text));
      expect([await textOf(wireOf(reply)), idles]).toEqual([text, ["the body holds no JSON that could be broken"]]);
    }
  });
});

it("lets a call be whose answer crosses on another request", async () => {
  const context = () => fakeContext({ protocol: { ...fakeProtocol, answersHere: () => false } });
  for (const kind of ["empty-body", "empty-object", "invalid-json", "html", "no-answer"]) {
    const { reply, notes, idles } = await inject(hollowSuccess, toolCall(), relayed(202, ""), { kind }, context());
    expect([await textOf(wireOf(reply)), notes, idles.length]).toEqual(["", [], 1]);
  }
  const stream = toolCall({}, { stream: true });
  const { notes } = await inject(hollowSuccess, stream, relayed(200, "data: {}"), { kind: "html" }, context());
  expect(notes).toHaveLength(1);
});

describe("broken JSON", () => {
  it("never parses, and its length is what it says", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())),
        async (value) => {
          const bytes = encodeText(JSON.stringify(value));
          const broken = await breakJson({ status: 200, headers: {}, body: [{ bytes, mark: "whole" }] });
          const text = broken ? (await collectBody(broken.wire.body)).bytes : bytes;
          expect(() => JSON.parse(decodeText(text))).toThrow();
          expect(broken?.wire.headers["content-length"]).toBe(String(text.length));
        },
      ),
    );
  });

  it("of a stream is in the middle of the event in its middle", async () => {
    const headers = { "content-type": "text/event-stream", "transfer-encoding": "chunked" };
    const broken = await breakJson({ status: 200, headers, body: streamOf("one", "two", "three") });
    expect(broken && (await textOf(broken.wire))).toMatch(/^data: open\n\ndata: \{"delta":"one"\}\n\ndata: \{"delta$/);
    expect(broken?.wire.headers).toEqual({
      "content-type": "text/event-stream",
      "content-length": String(broken?.kept),
    });
  });
});
