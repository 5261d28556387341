import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallDraft } from "../domain/call.ts";
import type { StopReason } from "../domain/conversation.ts";
import type { Protocol } from "../domain/protocol.ts";
import type { Frame } from "../domain/wire.ts";
import { anthropic } from "./anthropic/index.ts";
import { openai } from "./openai/index.ts";
import { bindingOf, callOf, encodeContext, joined } from "./testing/calls.ts";
import { collect } from "./testing/collect.ts";
import { anyText, jsonObject, turns } from "./testing/turns.ts";

const binding = bindingOf("http://model.test/v1");
const draft = (operation: string, stream: boolean): CallDraft => ({
  operation,
  stream,
  payload: {
    kind: "model",
    conversation: {
      model: "m",
      system: "",
      messages: [{ role: "user", text: "hi" }],
      tools: [],
      stream,
      streamUsage: stream,
    },
  },
});

interface Wire {
  readonly protocol: Protocol;
  readonly operation: string;
  /** Arguments that survive unstreamed: not every wire carries raw text there. */
  readonly whole: fc.Arbitrary<string>;
  readonly streamed: fc.Arbitrary<string>;
  readonly cuts: readonly StopReason[];
}
const wires: readonly Wire[] = [
  {
    protocol: openai,
    operation: "chat",
    whole: anyText(),
    streamed: anyText(),
    cuts: ["length", "content-filter", "refusal"],
  },
  {
    protocol: openai,
    operation: "responses",
    whole: anyText(),
    streamed: anyText(),
    cuts: ["length", "content-filter", "refusal"],
  },
  {
    protocol: anthropic,
    operation: "chat",
    whole: jsonObject(),
    streamed: anyText().filter((text) => text !== ""),
    cuts: ["length", "refusal"],
  },
];

describe.each(wires)("$protocol.name $operation", ({ protocol, operation, whole, streamed, cuts }) => {
  it.each([false, true])("a turn encoded (stream %s) and decoded is the same turn", async (stream) => {
    const call = callOf(draft(operation, stream), protocol);
    await fc.assert(
      fc.asyncProperty(turns(stream ? streamed : whole, cuts), async (turn) => {
        const wire = protocol.encodeReply(
          call,
          { kind: "answer", payload: { kind: "model", turn } },
          binding,
          encodeContext(),
        );
        expect(protocol.decodeReply(call, await joined(wire), binding)).toEqual({ kind: "model", turn });
      }),
      { numRuns: 60 },
    );
  });

  it("a stream relayed in any chunks comes out in the same frames with the same marks", async () => {
    const call = callOf(draft(operation, true), protocol);
    await fc.assert(
      fc.asyncProperty(turns(streamed, cuts), fc.array(fc.nat(), { maxLength: 6 }), async (turn, cutsAt) => {
        const wire = protocol.encodeReply(
          call,
          { kind: "answer", payload: { kind: "model", turn } },
          binding,
          encodeContext(),
        );
        const frames = wire.body as readonly Frame[];
        const bytes = Buffer.concat(frames.map((frame) => frame.bytes));
        const relayed = protocol.split ? await collect(protocol.split(chunksOf(bytes, cutsAt))) : [];
        expect(relayed.map(plain)).toEqual(frames.map(plain));
      }),
      { numRuns: 40 },
    );
  });

  it("marks open, content and close in this order, with content wherever the turn has any", () => {
    const call = callOf(draft(operation, true), protocol);
    fc.assert(
      fc.property(turns(streamed, cuts), (turn) => {
        const wire = protocol.encodeReply(
          call,
          { kind: "answer", payload: { kind: "model", turn } },
          binding,
          encodeContext(),
        );
        const marks = (wire.body as readonly Frame[]).map(({ mark }) => mark).filter((mark) => mark !== "comment");
        expect(marks.join(" ")).toMatch(/^open( open)*( content)* close( close)*$/);
        if (turn.text !== "" || turn.toolCalls.some((given) => given.arguments !== ""))
          expect(marks).toContain("content");
      }),
      { numRuns: 40 },
    );
  });

  it("a stream that was cut before its end is no answer", async () => {
    const call = callOf(draft(operation, true), protocol);
    const turn = { text: "one two three", toolCalls: [], stopReason: "stop" as const };
    const wire = protocol.encodeReply(
      call,
      { kind: "answer", payload: { kind: "model", turn } },
      binding,
      encodeContext(),
    );
    const cut = (wire.body as readonly Frame[]).filter(({ mark }) => mark !== "close");
    expect(protocol.decodeReply(call, await joined({ ...wire, body: cut }), binding)).toBeUndefined();
  });
});

const plain = ({ bytes, mark }: Frame): { text: string; mark: string } => ({
  text: Buffer.from(bytes).toString("latin1"),
  mark,
});

async function* chunksOf(bytes: Uint8Array, cutsAt: readonly number[]): AsyncGenerator<Uint8Array> {
  const cuts = [0, ...cutsAt.map((at) => at % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1];
    if (to !== undefined && to > from) yield bytes.subarray(from, to);
  }
}

describe("streams of look-alike servers", () => {
  const marks = async (protocol: Protocol, events: readonly string[]): Promise<string[]> => {
    const bytes = Buffer.from(events.map((event) => `data: ${event}\n\n`).join(""));
    return (protocol.split ? await collect(protocol.split(chunksOf(bytes, []))) : []).map(({ mark }) => mark);
  };

  it("are marked by what their events hold: no names, reasoning, a prompt check first, the finish with the last words", async () => {
    const chunk = (delta: object, finish: string | null = null): string =>
      JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] });
    const chat = [
      JSON.stringify({ choices: [], prompt_filter_results: [] }),
      chunk({ role: "assistant" }),
      chunk({ reasoning_content: "Hm" }),
      chunk({ content: "Hi" }, "stop"),
      JSON.stringify({ choices: [], usage: { prompt_tokens: 1, completion_tokens: 1 } }),
      "[DONE]",
    ];
    expect(await marks(openai, chat)).toEqual(["open", "open", "content", "content", "close", "close"]);
    const types = ["response.created", "response.output_text.delta", "response.output_item.done", "response.completed"];
    const nameless = types.map((type) => JSON.stringify({ type }));
    expect(await marks(openai, nameless)).toEqual(["open", "content", "content", "close"]);
  });
});
