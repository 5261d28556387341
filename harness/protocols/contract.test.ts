import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallDraft } from "../domain/call.ts";
import { BadRequest, type Protocol } from "../domain/protocol.ts";
import { boundaries, failureKinds } from "../domain/vocabulary.ts";
import { decodeText, encodeText, isBreak } from "../domain/wire.ts";
import { findProtocol, protocols } from "./index.ts";
import { bindingOf, callOf, encodeContext, joined } from "./testing/calls.ts";

const room = import.meta.dirname;
const binding = bindingOf("http://service.test/v1");

/** A call of which the protocol knows no more than where it went: faults strike unread requests too. */
const unread: CallDraft = {
  operation: "GET /elsewhere",
  payload: { kind: "tool", request: { arguments: {} } },
  stream: false,
};

describe("the index", () => {
  it("lists every protocol in the room, under its folder's name", () => {
    const folders = readdirSync(room, { withFileTypes: true })
      .map(({ name }) => name)
      .filter((name) => !["index.ts", "shared", "testing"].includes(name) && !name.endsWith(".test.ts"));
    expect(protocols.map(({ name }) => name).toSorted()).toEqual(folders.toSorted());
  });

  it("finds protocols by name", () => {
    for (const protocol of protocols) expect(findProtocol(protocol.name)).toBe(protocol);
    expect(findProtocol("carrier-pigeon")).toBeUndefined();
  });

  it("keeps each provider's name in its own folder", () => {
    const providers = ["openai", "anthropic"];
    const files = readdirSync(room, { recursive: true, encoding: "utf8" }).filter(
      (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== "index.ts",
    );
    const strays = files.flatMap((file) =>
      providers
        .filter(
          (name) => !file.startsWith(`${name}/`) && new RegExp(name, "i").test(readFileSync(join(room, file), "utf8")),
        )
        .map((name) => `${file} names ${name}`),
    );
    expect(files.length).toBeGreaterThan(30);
    expect(strays).toEqual([]);
  });
});

describe.each(protocols)("$name", (protocol) => {
  it("describes itself in a sentence and has its boundary", () => {
    expect(protocol.summary).toMatch(/^[A-Z].*\.$/);
    expect(boundaries).toContain(protocol.boundary);
  });

  it("lists failures that exist, each once", () => {
    expect(failureKinds).toEqual(expect.arrayContaining([...protocol.failures]));
    expect(new Set(protocol.failures).size).toBe(protocol.failures.length);
  });

  it.each(protocol.failures)("encodes %s as an error status with a body and the announced wait", async (kind) => {
    const failure = { kind, retryAfterMs: 1500, headers: { "X-Extra": "yes" } };
    const wire = protocol.encodeReply(callOf(unread, protocol), { kind: "failure", failure }, binding, encodeContext());
    const { bytes } = await joined(wire);
    expect(wire.status).toBeGreaterThanOrEqual(400);
    expect(bytes.length).toBeGreaterThan(0);
    expect(wire.headers["content-length"]).toBe(String(bytes.length));
    expect(wire.headers["x-extra"]).toBe("yes");
    if (kind === "throttled") expect(wire.headers["retry-after"]).toBe("2");
    if (wire.headers["content-type"]?.startsWith("application/json"))
      expect(() => JSON.parse(decodeText(bytes))).not.toThrow();
    else expect(decodeText(bytes)).toMatch(/^<html>/);
  });

  it("says which failures it has when it is asked for another", () => {
    const other = failureKinds.find((kind) => !protocol.failures.includes(kind));
    if (other === undefined) throw new Error("It has every failure there is; this test has nothing to ask.");
    const encode = (): unknown =>
      protocol.encodeReply(
        callOf(unread, protocol),
        { kind: "failure", failure: { kind: other } },
        binding,
        encodeContext(),
      );
    expect(encode).toThrow(other);
    expect(encode).toThrow(protocol.failures[0]);
  });

  it("recognises or declines any request, and reads or refuses what it recognises", () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const operation = protocol.recognise(request, binding);
        if (operation === undefined) return;
        const draft = read(protocol, request);
        if (draft) expect(draft.operation).toBe(operation);
      }),
      { numRuns: 300 },
    );
  });

  it("finds no answer in bytes that hold none", () => {
    if (protocol.boundary === "tool") return;
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom("application/json", "text/event-stream"), (bytes, type) => {
        for (const operation of ["chat", "responses", "search", "GET /x"]) {
          const call = callOf({ ...unread, operation }, protocol);
          expect(
            protocol.decodeReply(call, { status: 200, headers: { "content-type": type }, bytes }, binding),
          ).toBeUndefined();
        }
      }),
    );
  });

  it("says what is wrong with options that it does not have", () => {
    expect(protocol.checkOptions?.({})).toEqual([]);
    expect(protocol.checkOptions?.({ colour: "red" }).join()).toMatch(/colour/);
  });

  it("puts into streams only frames that end in a blank line", () => {
    const { midStream } = protocol;
    if (!midStream) return;
    const frames = [
      midStream.keepAlive(),
      ...protocol.failures.map((kind) => midStream.failure({ kind }, encodeContext())),
    ];
    for (const frame of frames) expect(isBreak(frame) ? "" : decodeText(frame.bytes)).toMatch(/[^\n]\n\n$/);
    expect(frames[0]?.mark).toBe("comment");
  });
});

function read(protocol: Protocol, request: Parameters<Protocol["decodeCall"]>[0]): CallDraft | undefined {
  try {
    return protocol.decodeCall(request, binding);
  } catch (error) {
    if (error instanceof BadRequest) return undefined;
    throw error;
  }
}

const anyRequest = fc.record({
  method: fc.constantFrom("GET", "POST", "DELETE", "OPTIONS"),
  url: fc.oneof(
    fc.webUrl({ withQueryParameters: true }),
    fc.string(),
    fc
      .constantFrom("/chat/completions", "/responses", "/v1/messages", "/search", "/")
      .map((path) => `http://service.test/v1${path}`),
  ),
  headers: fc.constantFrom({}, { "content-type": "application/json" }),
  body: fc.oneof(
    fc.uint8Array(),
    fc.json().map(encodeText),
    fc
      .record({
        model: fc.constant("m"),
        messages: fc.jsonValue(),
        input: fc.jsonValue(),
        max_tokens: fc.constant(1),
        query: fc.constant("q"),
      })
      .map((value) => encodeText(JSON.stringify(value))),
  ),
});
