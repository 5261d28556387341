import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hit, RetrievalAnswer } from "../../../domain/retrieval.ts";
import { decodeText, encodeText, type Frame } from "../../../domain/wire.ts";
import { eventStreamType, eventsOf, streamEventFrame } from "../../shared/event-stream.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "../../testing/calls.ts";
import { collect } from "../../testing/collect.ts";
import { chunksOf } from "../../testing/describe-round-trip.ts";
import { bedrockKnowledgeBase as protocol } from "./index.ts";
import type { Operation } from "./request.ts";

const service = bindingOf("https://bedrock-agent-runtime.eu-west-1.amazonaws.com");
const operations: readonly Operation[] = ["Retrieve", "RetrieveAndGenerate", "RetrieveAndGenerateStream"];

const bodies: Readonly<Record<Operation, readonly [path: string, body: unknown]>> = {
  Retrieve: ["/knowledgebases/KB1/retrieve", { retrievalQuery: { text: "q" } }],
  RetrieveAndGenerate: ["/retrieveAndGenerate", { input: { text: "q" }, sessionId: "s" }],
  RetrieveAndGenerateStream: ["/retrieveAndGenerateStream", { input: { text: "q" }, sessionId: "s" }],
};
const callFor = (operation: Operation, binding = service) => {
  const [path, body] = bodies[operation];
  return callOf(protocol.decodeCall(requestOf("POST", service.url + path, body), binding), protocol);
};
const encode = async (operation: Operation, result: RetrievalAnswer, binding = service) =>
  joined(
    protocol.encodeReply(
      callFor(operation),
      { kind: "answer", payload: { kind: "retrieval", result } },
      binding,
      encodeContext(),
    ),
  );
const decode = (
  operation: Operation,
  reply: { status: number; headers: Readonly<Record<string, string>>; bytes: Uint8Array },
  binding = service,
): RetrievalAnswer => {
  const payload = protocol.decodeReply(callFor(operation), reply, binding);
  if (payload?.kind !== "retrieval") throw new Error("No answer.");
  return payload.result;
};
const jsonOf = (value: unknown) => ({ status: 200, headers: {}, bytes: encodeText(JSON.stringify(value)) });
const streamOf = (frames: readonly Frame[]) => ({
  status: 200,
  headers: { "content-type": eventStreamType },
  bytes: Buffer.concat(frames.map(({ bytes }) => bytes)),
});
const bare = ({ fields: _fields, ...hit }: Hit): Omit<Hit, "fields"> => hit;

const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const anyHit: fc.Arbitrary<Hit> = fc
  .record({
    id: fc.stringMatching(/^[a-z0-9-]{1,12}$/),
    text: fc.string({ unit: "binary", maxLength: 40 }),
    title: optional(fc.string()),
    score: optional(fc.double({ min: 0, max: 1, noNaN: true, noDefaultInfinity: true }).map((score) => score + 0)),
    date: optional(fc.constantFrom("2026-01-01", "2019-12-31T10:00:00Z")),
    version: optional(fc.constantFrom("1", "v2")),
  })
  .map((hit) => ({ ...(JSON.parse(JSON.stringify(hit)) as Omit<Hit, "fields">), fields: {} }));

describe("an endpoint", () => {
  it("is the same below the service and below one knowledge base", () => {
    const one = bindingOf(`${service.url}/knowledgebases/KB1`);
    const at = (method: string, path: string, binding = service) =>
      protocol.recognise(requestOf(method, service.url + path), binding);
    expect(at("POST", "/knowledgebases/KB1/retrieve", one)).toBe("Retrieve");
    expect(operations.map((operation) => at("POST", bodies[operation][0]))).toEqual(operations);
    expect([
      at("GET", "/knowledgebases/KB1/retrieve"),
      at("POST", "/rerank"),
      at("POST", "/agents/a/agentAliases/l/sessions/s/text"),
      at("POST", "/knowledgebases/KB1/datasources/D/documents/X/content"),
    ]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe.each(operations)("%s", (operation) => {
  it("documents that never were on a wire can be read back from it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyHit, { maxLength: 4 }), fc.stringMatching(/\S/), async (hits, generated) => {
        const scored = operation === "Retrieve";
        const read = decode(operation, await encode(operation, { hits, generated }));
        // Cited references have no score.
        expect(read.hits.map(bare)).toEqual(
          hits.map(bare).map(({ score, ...hit }) => (scored && score !== undefined ? { ...hit, score } : hit)),
        );
        if (!scored) expect(read.generated).toBe(generated);
      }),
      { numRuns: 80 },
    );
  });
});

const chunk = (text: string, more: object = {}) => ({
  content: { text, type: "TEXT", novelty: 1 },
  location: { type: "S3", s3Location: { uri: "s3://b/a.pdf" } },
  metadata: { "x-amz-bedrock-kb-chunk-id": `1%3A0%3A${text}`, year: 2026, revised: "2026-03-01", tags: ["a"] },
  ...more,
});
const result = (text: string) => chunk(text, { score: 0.5, unknown: { deep: true } });
const citation = (text: string, ...cited: string[]) => ({
  generatedResponsePart: { textResponsePart: { text, span: { start: 0, end: text.length - 1 } } },
  retrievedReferences: cited.map((one) => chunk(one)),
});

describe("a relayed reply", () => {
  it("keeps every member that nobody changed", async () => {
    const reply = { retrievalResults: [result("one"), result("two")], nextToken: "t", guardrailAction: "NONE", x: 1 };
    const read = decode("Retrieve", jsonOf(reply));
    expect(JSON.parse(decodeText((await encode("Retrieve", read)).bytes))).toEqual(reply);
    const changed = { ...read, hits: read.hits.map((hit) => ({ ...hit, text: "old", score: 0.9 })) };
    expect(JSON.parse(decodeText((await encode("Retrieve", changed)).bytes))).toEqual({
      ...reply,
      retrievalResults: reply.retrievalResults.map((one) => ({
        ...one,
        score: 0.9,
        content: { ...one.content, text: "old" },
      })),
    });
  });

  it("has id, title, date and version where the options say", async () => {
    const binding = bindingOf(service.url, { metadata: { date: "revised", version: "year", title: "name" } });
    const reply = jsonOf({ retrievalResults: [result("one")] });
    const [hit] = decode("Retrieve", reply, binding).hits;
    expect(hit).toMatchObject({ id: "1%3A0%3Aone", text: "one", score: 0.5, date: "2026-03-01", version: "2026" });
    expect(hit).not.toHaveProperty("title");
    const stale = hit ? [{ ...hit, date: "2020-01-01", version: "2020" }] : [];
    const { bytes } = await encode("Retrieve", { hits: stale }, binding);
    expect(JSON.parse(decodeText(bytes)).retrievalResults[0].metadata).toMatchObject({
      revised: "2020-01-01",
      year: "2020",
      tags: ["a"],
    });
    expect(protocol.checkOptions?.({ metadata: { when: "x" } })).toMatchObject([
      { path: ["metadata", "when"], message: expect.stringMatching(/"when" among options\.metadata/) },
    ]);
  });

  it("goes by the address of its source where a chunk has no id", () => {
    const location = { type: "WEB", webLocation: { url: "https://shop.test/returns" } };
    const reply = jsonOf({ retrievalResults: [{ content: { text: "one" }, location }, { content: {} }] });
    expect(decode("Retrieve", reply).hits.map(({ id, text }) => [id, text])).toEqual([
      ["https://shop.test/returns", "one"],
      ["", ""],
    ]);
  });

  it("keeps its citations, each with its references", async () => {
    const reply = {
      citations: [citation("A. ", "one", "two"), citation("B.", "three")],
      output: { text: "A. B.", extra: 1 },
      sessionId: "s-9",
      guardrailAction: "NONE",
    };
    const read = decode("RetrieveAndGenerate", jsonOf(reply));
    const written = async (answer: RetrievalAnswer) =>
      JSON.parse(decodeText((await encode("RetrieveAndGenerate", answer)).bytes));
    expect(await written(read)).toEqual(reply);
    const texts = async (answer: RetrievalAnswer): Promise<unknown> =>
      (await written(answer)).citations.map(({ retrievedReferences: cited }: (typeof reply.citations)[number]) =>
        cited.map(({ content }) => content.text),
      );
    expect(await texts({ ...read, hits: read.hits.slice(1) })).toEqual([["two", "three"], []]);
    expect(await texts({ ...read, hits: [...read.hits, ...read.hits.slice(0, 1)] })).toEqual([
      ["one", "two"],
      ["three", "one"],
    ]);
    expect(await texts({ ...read, generated: "Something else." })).toEqual([["one", "two", "three"]]);
    expect(await written({ ...read, generated: "Something else." })).toMatchObject({
      output: { text: "Something else.", extra: 1 },
      sessionId: "s-9",
    });
  });

  it("keeps the order of a stream's parts and citations, and its guardrail", async () => {
    const cited = (given: ReturnType<typeof citation>) =>
      streamEventFrame("citation", { citation: given, ...given }, "content");
    const frames = [
      streamEventFrame("output", { text: "A." }, "content"),
      cited(citation("A.", "one", "two")),
      streamEventFrame("output", { text: " B." }, "content"),
      cited(citation(" B.", "three")),
      streamEventFrame("guardrail", { action: "NONE" }, "close"),
    ];
    const wire = streamOf(frames);
    const read = decode("RetrieveAndGenerateStream", wire);
    expect([read.generated, read.hits.map(({ text }) => text)]).toEqual(["A. B.", ["one", "two", "three"]]);
    expect(eventsOf((await encode("RetrieveAndGenerateStream", read)).bytes)).toEqual(eventsOf(wire.bytes));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 6 }), async (cuts) => {
        const split = protocol.split?.(chunksOf(wire.bytes, cuts), wire);
        const relayed = split ? await collect(split) : [];
        const plain = ({ bytes, mark }: Frame) => [Buffer.from(bytes).toString("latin1"), mark];
        expect(relayed.map(plain)).toEqual(frames.map(plain));
      }),
    );
  });

  it.each([[{ retrievalResults: "none" }], [{ message: "x" }], [{ retrievalResults: [1] }], [[]]])(
    "is no answer without results: %j",
    (value) => {
      expect(protocol.decodeReply(callFor("Retrieve"), jsonOf(value), service)).toBeUndefined();
      expect(protocol.decodeReply(callFor("RetrieveAndGenerate"), jsonOf(value), service)).toBeUndefined();
    },
  );
});
