import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallDraft } from "../../domain/call.ts";
import type { StopReason } from "../../domain/conversation.ts";
import type { Protocol } from "../../domain/protocol.ts";
import type { Frame } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext, joined } from "./calls.ts";
import { collect } from "./collect.ts";
import { turns } from "./turns.ts";

const draftOf = (operation: string, stream: boolean, echo: unknown): CallDraft => ({
  operation,
  stream,
  ...(echo === undefined ? {} : { echo }),
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

export interface ModelWire {
  readonly protocol: Protocol;
  readonly operation: string;
  /** Arguments that survive unstreamed: not every wire carries raw text there. */
  readonly whole: fc.Arbitrary<string>;
  readonly streamed: fc.Arbitrary<string>;
  /** Stop reasons besides `stop` and `tool-calls` that survive. */
  readonly cuts: readonly StopReason[];
  /** Base address of the binding. */
  readonly url?: string;
  /** What the protocol remembers of the request. */
  readonly echo?: (stream: boolean) => unknown;
  /** False: the first frame already carries content. */
  readonly opens?: false;
  /** Ids of tool calls that survive; absent = any. */
  readonly callId?: fc.Arbitrary<string>;
}

/** Holds a model wire to the law that what is encoded is what is decoded, streamed or not, relayed in any chunks or not. */
export function describeRoundTrip(wire: ModelWire): void {
  const { protocol, operation, whole, streamed, cuts, url, echo, opens = true, callId } = wire;
  const binding = bindingOf(url ?? "http://model.test/v1");
  describe(`${protocol.name} ${operation}`, () => laws());

  function laws(): void {
    it.each([false, true])("a turn encoded (stream %s) and decoded is the same turn", async (stream) => {
      const call = callOf(draftOf(operation, stream, echo?.(stream)), protocol);
      await fc.assert(
        fc.asyncProperty(turns(stream ? streamed : whole, cuts, callId), async (turn) => {
          const wire = protocol.encodeReply(
            call,
            { kind: "answer", payload: { kind: "model", turn } },
            binding,
            encodeContext(),
          );
          const read = protocol.decodeReply(call, await joined(wire), binding);
          const id = read?.kind === "model" ? read.turn.responseId : undefined;
          if (protocol.responseIds) expect(id).toBeTypeOf("string");
          expect(read).toEqual({ kind: "model", turn: id === undefined ? turn : { ...turn, responseId: id } });
        }),
        { numRuns: 60 },
      );
    });

    it("a stream relayed in any chunks comes out in the same frames with the same marks", async () => {
      const call = callOf(draftOf(operation, true, echo?.(true)), protocol);
      await fc.assert(
        fc.asyncProperty(turns(streamed, cuts, callId), fc.array(fc.nat(), { maxLength: 6 }), async (turn, cutsAt) => {
          const wire = protocol.encodeReply(
            call,
            { kind: "answer", payload: { kind: "model", turn } },
            binding,
            encodeContext(),
          );
          const frames = wire.body as readonly Frame[];
          const bytes = Buffer.concat(frames.map((frame) => frame.bytes));
          const relayed = protocol.split ? await collect(protocol.split(chunksOf(bytes, cutsAt), wire)) : [];
          expect(relayed.map(plain)).toEqual(frames.map(plain));
        }),
        { numRuns: 40 },
      );
    });

    it("marks open, content and close in this order, with content wherever the turn has any", () => {
      const call = callOf(draftOf(operation, true, echo?.(true)), protocol);
      fc.assert(
        fc.property(turns(streamed, cuts, callId), (turn) => {
          const wire = protocol.encodeReply(
            call,
            { kind: "answer", payload: { kind: "model", turn } },
            binding,
            encodeContext(),
          );
          const marks = (wire.body as readonly Frame[]).map(({ mark }) => mark).filter((mark) => mark !== "comment");
          expect(marks.join(" ")).toMatch(/^(open )*(content )*close( close)*$/);
          expect(marks[0] === "open").toBe(opens);
          if (turn.text !== "" || turn.toolCalls.some((given) => given.arguments !== ""))
            expect(marks).toContain("content");
        }),
        { numRuns: 40 },
      );
    });

    it("a stream that was cut before its end is no answer", async () => {
      const call = callOf(draftOf(operation, true, echo?.(true)), protocol);
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
  }
}

const plain = ({ bytes, mark }: Frame): { text: string; mark: string } => ({
  text: Buffer.from(bytes).toString("latin1"),
  mark,
});

export async function* chunksOf(bytes: Uint8Array, cutsAt: readonly number[]): AsyncGenerator<Uint8Array> {
  const cuts = [0, ...cutsAt.map((at) => at % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1];
    if (to !== undefined && to > from) yield bytes.subarray(from, to);
  }
}
