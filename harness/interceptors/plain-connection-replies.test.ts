import { describe, expect, it } from "vitest";
import type { Piece, WireReply } from "../domain/wire.ts";
import { both, request, talk } from "./testing/plain-and-node.ts";
import { frame } from "./testing/replies.ts";

const headers = { "content-type": "text/plain", "x-own": "caf\xe9" };
const bytes = (size: number): Piece => ({ bytes: Buffer.alloc(size, "\xfeab", "latin1"), mark: "whole" });
async function* slowly(...pieces: Piece[]): AsyncIterable<Piece> {
  for (const piece of pieces) {
    await new Promise((resolve) => setImmediate(resolve));
    yield piece;
  }
}

/** What Node's server makes of a reply, byte for byte, and how it ends. */
const replies: Record<string, { reply: () => WireReply; until?: RegExp }> = {
  "a short body": { reply: () => ({ status: 200, headers, body: [bytes(20)] }), until: /ab\xfe..?$/s },
  "an empty body": { reply: () => ({ status: 404, headers, body: [] }), until: /\r\n\r\n$/ },
  "a long body": { reply: () => ({ status: 200, headers, body: [bytes(99_999)] }), until: /\xfeab$/ },
  cookies: {
    reply: () => ({ status: 200, headers, cookies: ["a=1; Path=/", "b=2"], body: [bytes(3)] }),
    until: /\xfeab$/,
  },
  "no content": { reply: () => ({ status: 204, headers, body: [] }), until: /\r\n\r\n$/ },
  "a stream that is known": {
    reply: () => ({
      status: 200,
      headers: { ...headers, "transfer-encoding": "chunked" },
      body: [frame("one"), frame("two")],
    }),
    until: /\r\n0\r\n\r\n$/,
  },
  "a long stream that is known": {
    reply: () => ({ status: 200, headers, body: [bytes(50_000), bytes(50_000)] }),
    until: /\r\n0\r\n\r\n$/,
  },
  "a stream of nothing": { reply: () => ({ status: 200, headers, body: slowly() }), until: /\r\n0\r\n\r\n$/ },
  "a stream that comes": {
    reply: () => ({ status: 200, headers, body: slowly(frame("one"), frame(""), frame("two")) }),
    until: /\r\n0\r\n\r\n$/,
  },
  "a stream of a length": {
    reply: () => ({
      status: 200,
      headers: { ...headers, "content-length": "6" },
      body: slowly(frame("one"), frame("two and more")),
    }),
    until: /onetwo$/,
  },
  "a body that is too short": {
    reply: () => ({ status: 200, headers: { ...headers, "content-length": "6" }, body: slowly(frame("one")) }),
  },
  "a stream that is reset": {
    reply: () => ({ status: 200, headers, body: slowly(frame("one"), { ending: "reset" }) }),
  },
  "a reset at once": { reply: () => ({ status: 200, headers, body: [{ ending: "reset" }] }) },
  "a stream that falls silent": {
    reply: () => ({ status: 200, headers, body: slowly(frame("one"), { ending: "silence" }) }),
    until: /one\r\n$/,
  },
  "silence after the head": {
    reply: () => ({ status: 200, headers, body: [{ ending: "silence" }] }),
    until: /\r\n\r\n$/,
  },
  "a status that is none": { reply: () => ({ status: 1000, headers, body: [bytes(3)] }) },
  "a header that cannot be sent": {
    reply: () => ({ status: 200, headers: { ...headers, "x-bad": "a\r\nb: c" }, body: [bytes(3)] }),
  },
};

describe("a plain connection answers as Node's server does", () => {
  for (const [name, { reply, until }] of Object.entries(replies)) {
    it(name, async () => {
      const { node, plain, others } = await both(reply);
      const enough = (text: string): boolean => until?.test(text) === true && /\r\n\r\n/.test(text);
      const truth = await talk(node, [request("hi")], enough);
      expect(await talk(plain, [request("hi")], enough)).toEqual(truth);
      expect(truth.ended).toBe(until ? "enough" : truth.ended);
      expect(others).toEqual([]);
    });
  }

  it("whatever the headers of the request, and wherever its body is cut", async () => {
    const { node, plain, others } = await both(({ method, target, headers: given }, body) => ({
      status: 200,
      headers: {},
      body: [frame(JSON.stringify({ method, target, given, body }))],
    }));
    const asked = request("h\xe9llo", "X-One:  a \t", "x-TWO: b:c", "Accept: */*", "Cookie: a=b; c=d");
    const head = asked.indexOf("\r\n\r\n") + 4;
    const enough = (text: string): boolean => text.endsWith("}");
    const truth = await talk(node, [Buffer.from(asked)], enough);
    expect(truth.text).toContain('"x-two":"b:c"');
    const whole = Buffer.from(asked);
    for (let at = head; at < whole.length; at += 1)
      expect(await talk(plain, [whole.subarray(0, at), whole.subarray(at)], enough)).toEqual(truth);
    expect(others).toEqual([]);
  });
});
