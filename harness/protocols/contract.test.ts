import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallDraft } from "../domain/call.ts";
import { BadRequest, type Protocol } from "../domain/protocol.ts";
import { boundaries, failureKinds } from "../domain/vocabulary.ts";
import { decodeText, encodeText } from "../domain/wire.ts";
import { findProtocol, protocols } from "./index.ts";
import { bindingOf, callOf, encodeContext, joined } from "./testing/calls.ts";
import { protocolFolders, providersNamed } from "./testing/provider-names.ts";

const room = import.meta.dirname;
const binding = bindingOf("http://service.test/v1");

/** A call of which the protocol knows no more than where it went: faults strike unread requests too. */
const unread: CallDraft = {
  operation: "GET /elsewhere",
  payload: { kind: "tool", request: { arguments: {} } },
  stream: false,
};

describe("the index", () => {
  it("lists every folder of the room, and every protocol under a name of its own", () => {
    const imported = [...readFileSync(join(room, "index.ts"), "utf8").matchAll(/from "\.\/([^/"]+)\//g)].map(
      (match) => match[1],
    );
    expect([...new Set(imported)].toSorted()).toEqual(protocolFolders.toSorted());
    expect(new Set(protocols.map(({ name }) => name)).size).toBe(protocols.length);
    for (const { name } of protocols) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it("keeps protocols of one boundary together, as lists of them are printed", () => {
    const order = protocols.map(({ boundary }) => boundaries.indexOf(boundary));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it("finds protocols by name", () => {
    for (const protocol of protocols) expect(findProtocol(protocol.name)).toBe(protocol);
    expect(findProtocol("carrier-pigeon")).toBeUndefined();
  });

  it("keeps each provider's name in its own folder", () => {
    const files = readdirSync(room, { recursive: true, encoding: "utf8" }).filter(
      (file) =>
        file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("testing/") && file !== "index.ts",
    );
    const strays = files.flatMap((file) =>
      providersNamed(readFileSync(join(room, file), "utf8"), file.split("/")[0]).map((name) => `${file} names ${name}`),
    );
    expect(files.length).toBeGreaterThan(30);
    expect(strays).toEqual([]);
  });
});

describe("traces", () => {
  /** `gen_ai.provider.name` in OpenTelemetry's registry, and those of ours that it does not have. */
  const registered = [
    ...["anthropic", "aws.bedrock", "azure.ai.openai", "cohere", "gcp.gemini", "gcp.vertex_ai", "mistral_ai", "openai"],
    ...["aws.sagemaker", "litellm", "ollama", "vllm"],
  ];

  it.each(protocols.filter(({ boundary }) => boundary === "model" || boundary === "embedding"))(
    "name the provider of $name as the conventions do",
    ({ name, provider = name }) => {
      expect(registered).toContain(provider);
    },
  );
});

/** Whoever reads one of them is found out. */
const noHeaders: Readonly<Record<string, string>> = new Proxy(
  {},
  {
    get(_, name) {
      throw new Error(`It reads the header "${String(name)}".`);
    },
  },
);

// What they read of one request is given out again for the next with the same method, URL and body.
describe.each(protocols.filter(({ boundary }) => boundary === "model"))("$name", (protocol) => {
  it("reads no headers of a request", () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const bare = { ...request, headers: noHeaders };
        if (protocol.recognise(bare, binding) !== undefined) read(protocol, bare);
      }),
      { numRuns: 1000 },
    );
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
    const mayBe200 = protocol.failsIn200?.includes(kind) === true;
    if (!(mayBe200 && wire.status === 200)) expect(wire.status).toBeGreaterThanOrEqual(400);
    expect(bytes.length).toBeGreaterThan(0);
    expect(wire.headers["content-length"]).toBe(String(bytes.length));
    expect(wire.headers["x-extra"]).toBe("yes");
    if (protocol.announcesWait === false) expect(wire.headers).not.toHaveProperty("retry-after");
    if (wire.headers["content-type"]?.startsWith("application/json"))
      expect(() => JSON.parse(decodeText(bytes))).not.toThrow();
    else if (wire.headers["content-type"]?.startsWith("text/html")) expect(decodeText(bytes)).toMatch(/^<html>/i);
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
        const known = protocol.operations?.(binding.options);
        // Methods of an extension go by names of their own, which have the form of a path.
        if (known && !operation.includes("/")) expect(known).toContain(operation);
        const draft = read(protocol, request);
        if (draft) expect(draft.operation).toBe(operation);
      }),
      { numRuns: 300 },
    );
  });

  it("says which operations it has, unless they are the service's own", () => {
    const known = protocol.operations?.({});
    const open = ["http-json", "graphql", "mcp", "lambda", "context-tool", "context-retrieval", "http-agent"];
    if (open.includes(protocol.name)) expect(known).toBeUndefined();
    else expect(known?.length).toBeGreaterThan(0);
    expect(new Set(known).size).toBe(known?.length ?? 0);
    for (const name of known ?? []) expect(name).toMatch(/^[A-Za-z-]+$/);
  });

  it("finds no answer in bytes that hold none", () => {
    if (!["model", "embedding", "retrieval"].includes(protocol.boundary)) return;
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
    expect(protocol.checkOptions?.({ colour: "red" })).toMatchObject([{ path: ["colour"], unknown: true }]);
  });

  it("puts into streams only failures that the provider has, and nothing that counts as content", () => {
    const { midStream } = protocol;
    if (!midStream) return;
    expect(protocol.failures).toEqual(expect.arrayContaining([...midStream.failures]));
    const beats = [midStream.keepAlive?.(), midStream.emptyDelta?.(encodeContext())].filter(
      (frame) => frame !== undefined,
    );
    for (const frame of beats) expect(frame.mark).toBe("comment");
    for (const kind of midStream.failures) {
      const frame = midStream.failure({ kind }, encodeContext());
      expect(frame.mark).toBe("close");
      expect(frame.bytes.length).toBeGreaterThan(0);
    }
  });

  it("shapes the hollow replies that it says it has, with status 200 and no answer in them", async () => {
    const { hollow } = protocol;
    for (const kind of hollow?.kinds ?? []) {
      const call = callOf(unread, protocol);
      const wire = hollow?.reply(kind, call, encodeContext(), { kind: protocol.failures[0] ?? "server-error" });
      expect(wire?.status).toBe(200);
      expect(wire && protocol.decodeReply(call, await joined(wire), binding)).toBeUndefined();
    }
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
      .constantFrom(
        ...["/chat/completions", "/responses", "/v1/messages", "/search", "/"],
        ...["/models/m:generateContent", "/models/m:embedContent", "/v2/chat", "/v2/embed", "/embeddings"],
        ...["/api/chat", "/api/generate", "/api/embed"],
      )
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
        contents: fc.jsonValue(),
        content: fc.jsonValue(),
        texts: fc.jsonValue(),
      })
      .map((value) => encodeText(JSON.stringify(value))),
  ),
});
