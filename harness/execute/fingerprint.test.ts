import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallPayload } from "../domain/call.ts";
import type { Message } from "../domain/conversation.ts";
import { fingerprintOf } from "./fingerprint.ts";

const now = Date.UTC(2026, 9, 1, 9);
const tool = (args: Readonly<Record<string, unknown>>, more: object = {}): CallPayload => ({
  kind: "tool",
  request: { method: "POST", path: "/refunds", arguments: args, ...more },
});
const model = (messages: readonly Message[], system = ""): CallPayload => ({
  kind: "model",
  conversation: { model: "m", system, messages, tools: [], stream: false },
});
const same = (a: CallPayload, b: CallPayload, at = now): boolean => fingerprintOf(a)(now) === fingerprintOf(b)(at);
const uuid = (n: number): string => `0199d0aa-1111-4222-8333-${String(n).padStart(12, "0")}`;

describe("a fingerprint", () => {
  it("is another one for another request", () => {
    expect(same(tool({ order_id: "TG-1" }), tool({ order_id: "TG-2" }))).toBe(false);
    expect(same(tool({ id: uuid(1) }), tool({ id: uuid(2) }))).toBe(false);
    expect(same(tool({ request_id: "REQ-1" }), tool({ request_id: "REQ-2" }))).toBe(false);
    expect(same(tool({ at: "2026-10-03T10:00:00Z" }), tool({ at: "2026-10-03T11:00:00Z" }))).toBe(false);
  });

  it("is the same whatever names the attempt", () => {
    expect(same(tool({ a: 1 }, { idempotencyKey: "x" }), tool({ a: 1 }, { idempotencyKey: "y" }))).toBe(true);
    for (const name of ["request_id", "requestId", "trace-id", "x_correlation_id", "clientToken", "nonce"])
      expect([name, same(tool({ a: 1, [name]: uuid(1) }), tool({ a: 1, [name]: uuid(2) }))]).toEqual([name, true]);
    const sent = (n: number) => tool({ message: { role: "user", messageId: uuid(n), parts: [{ text: "hi" }] } });
    expect(same(sent(1), sent(2))).toBe(true);
    expect(same(tool({ message_id: uuid(1) }), tool({ message_id: uuid(2) }))).toBe(false);
  });

  it("is the same whenever the request is made", () => {
    const later = now + 20_000;
    const prompt = (t: number) =>
      model([{ role: "user", text: "hi" }], `It is ${new Date(t).toISOString()} (${t}, ${Math.floor(t / 1000)}).`);
    expect(same(prompt(now - 1), prompt(later - 1), later)).toBe(true);
    // A client's own retry sends the bytes of the first attempt.
    expect(same(prompt(now), prompt(now), later)).toBe(true);
    expect(same(prompt(now), prompt(now - 86_400_000))).toBe(false);
  });

  it("counts tool calls by their place, and keeps which result belongs to which", () => {
    const talk = (a: string, b: string, first: string, second: string): CallPayload =>
      model([
        {
          role: "assistant",
          text: "",
          toolCalls: [
            { id: a, name: "x", arguments: "{}" },
            { id: b, name: "x", arguments: "{}" },
          ],
        },
        { role: "tool", callId: first, text: "1" },
        { role: "tool", callId: second, text: "2" },
      ]);
    expect(same(talk("a", "b", "a", "b"), talk("c", "d", "c", "d"))).toBe(true);
    expect(same(talk("a", "b", "a", "b"), talk("a", "b", "b", "a"))).toBe(false);
  });

  it("depends on nothing but the request and what is the moment of sending in it", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.integer({ min: 0, max: 1e12 }), (args, at) => {
        expect(fingerprintOf(tool(args))(at)).toBe(fingerprintOf(tool(structuredClone(args)))(at));
        expect(fingerprintOf(tool({ ...args, "order id": "A" }))(at)).not.toBe(
          fingerprintOf(tool({ ...args, "order id": "B" }))(at),
        );
      }),
    );
  });
});
