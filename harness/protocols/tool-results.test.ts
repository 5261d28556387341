import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Message, ToolResultContent } from "../domain/conversation.ts";
import type { Protocol } from "../domain/protocol.ts";
import { decodeText, encodeText, type WireRequest } from "../domain/wire.ts";
import { protocols } from "./index.ts";
import { splicedJson } from "./shared/splice-json.ts";
import { askings, service, wireOf } from "./testing/askings.ts";
import type { Asking } from "./testing/store-askings.ts";

const models = protocols.filter(({ boundary }) => boundary === "model");

const messagesOf = (protocol: Protocol, request: WireRequest): readonly Message[] => {
  const { payload } = protocol.decodeCall(request, service);
  return payload.kind === "model" ? payload.conversation.messages : [];
};
const withResults = (protocol: Protocol): readonly Asking[] =>
  (askings[protocol.name] ?? []).filter((asking) =>
    messagesOf(protocol, wireOf(asking)).some(({ role }) => role === "tool"),
  );
const rewritten = (protocol: Protocol, request: WireRequest, others: ReadonlyMap<number, ToolResultContent>) => {
  if (!protocol.withToolResults) throw new Error(`${protocol.name} cannot rewrite tool results.`);
  return protocol.withToolResults(request, service, others);
};
/** Laid out as no serialiser does, with a number that no double holds and an escape that none would write. */
const odd = (asking: Asking): WireRequest => {
  const request = wireOf(asking);
  const text = JSON.stringify(asking.body, null, 3).replace("{", '{ "x" : 12345678901234567890.10 , "y":"\\u0041\\/",');
  return { ...request, body: encodeText(text) };
};

/** Words, JSON and what has to be escaped in it. */
const texts = fc.oneof(fc.string({ unit: "binary" }), fc.json(), fc.constant('{"at":"elsewhere"}'), fc.constant(""));

it.each(models)("$name has requests with tool results to be tried", (protocol) => {
  expect(withResults(protocol).length).toBeGreaterThan(0);
});

describe.each(models)("tool results in a request to $name", (protocol) => {
  const all = withResults(protocol);

  it.each(all)("stay byte for byte at $path where none is another", (asking) => {
    const request = odd(asking);
    expect(rewritten(protocol, request, new Map())).toBe(request);
  });

  it.each(all)("say at $path what they are given to say, and nothing else changes", (asking) => {
    const request = odd(asking);
    const before = messagesOf(protocol, request);
    fc.assert(
      fc.property(texts, fc.boolean(), (text, isError) => {
        const after = rewritten(protocol, request, new Map([[0, { text, isError }]]));
        const [result, ...more] = messagesOf(protocol, after).filter(({ role }) => role === "tool");
        expect(more).toEqual([]);
        expect(sameText(result?.role === "tool" ? result.text : undefined, text)).toBe(true);
        const others = (messages: readonly Message[]) => messages.filter(({ role }) => role !== "tool");
        expect(others(messagesOf(protocol, after))).toEqual(others(before));
        outsideIsKept(decodeText(request.body), decodeText(after.body));
      }),
      { numRuns: 60 },
    );
  });
});

/** Where a result is a JSON value on the wire, the same value may be written in other words. */
function sameText(one: string | undefined, other: string): boolean {
  const canonical = (text: string): string => {
    try {
      return JSON.stringify(JSON.parse(text));
    } catch {
      return text;
    }
  };
  return one !== undefined && (one === other || canonical(one) === canonical(other));
}

/** What precedes and what follows the item that holds the result is the same, character for character. */
function outsideIsKept(before: string, after: string): void {
  const marks = ['"tool_call_id"', '"call_id"', '"tool_use_id"', '"toolUseId"', '"functionResponse"', '"tool_name"'];
  const mark = marks.map((name) => before.lastIndexOf(name)).find((at) => at >= 0) ?? 0;
  const head = before.slice(0, before.lastIndexOf("{", mark));
  expect(after.startsWith(head)).toBe(true);
  const tail = before.slice(before.indexOf("]", before.lastIndexOf('"here"')));
  expect(tail.length).toBeGreaterThan(0);
  expect(after.endsWith(tail.replace(/^[^{"]*/, ""))).toBe(true);
}

describe("a splice", () => {
  const values = fc.jsonValue();

  it("puts a value where a path leads and leaves every other character", () => {
    fc.assert(
      fc.property(values, values, values, fc.constantFrom(undefined, 1, "\t"), (before, put, after, space) => {
        const text = JSON.stringify({ before, list: [before, { it: put, after }], after }, null, space);
        const marked = JSON.stringify({ before, list: [before, { it: "\u0000MARK", after }], after }, null, space);
        const spliced = splicedJson(text, [{ path: ["list", 1, "it"], value: "\u0000MARK" }]);
        // Indented values differ in their lines; everything around the value is as it was.
        expect(spliced).toBe(marked);
        expect(splicedJson(marked, [{ path: ["list", 1, "it"], value: put }])).toBe(
          marked.replace(JSON.stringify("\u0000MARK"), () => JSON.stringify(put)),
        );
      }),
    );
  });

  it("adds a member that is not there yet, takes the last of two, and refuses a path that leads nowhere", () => {
    expect(splicedJson('{ "a" : {} , "b":[ 1 ] }', [{ path: ["a", "c"], value: true }])).toBe(
      '{ "a" : {"c":true} , "b":[ 1 ] }',
    );
    expect(splicedJson('{"a":1,"a":2}', [{ path: ["a"], value: 3 }])).toBe('{"a":1,"a":3}');
    expect(splicedJson('{"a":"\\\\","b":"\\"}"}', [{ path: ["b"], value: "x" }])).toBe('{"a":"\\\\","b":"x"}');
    expect(() => splicedJson('{"a":[1]}', [{ path: ["a", 1], value: 0 }])).toThrow("a.1");
  });
});
