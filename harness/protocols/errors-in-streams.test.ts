import { describe, expect, it } from "vitest";
import type { ModelTurn } from "../domain/conversation.ts";
import { isBreak, type Piece } from "../domain/wire.ts";
import { protocols } from "./index.ts";
import { askings, service, wireOf } from "./testing/askings.ts";
import { callOf, encodeContext, joined } from "./testing/calls.ts";

/** A stream of words, and one of a tool call: an error may stand in either. */
const turns: readonly ModelTurn[] = [
  { text: "one two three", toolCalls: [], stopReason: "stop" },
  { text: "", toolCalls: [{ id: "c1", name: "find", arguments: '{"id":"11"}' }], stopReason: "tool-calls" },
];
const isContent = (piece: Piece): boolean => !isBreak(piece) && piece.mark === "content";

const models = protocols.filter(({ boundary, midStream }) => boundary === "model" && midStream);

describe.each(models)("a stream of $name that tells an error", ({ name, midStream, ...protocol }) => {
  it.each(askings[name] ?? [])("is read as no answer at $path, however much came before it", async (asking) => {
    const call = callOf({ ...protocol.decodeCall(wireOf(asking), service), stream: true }, { ...protocol, name });
    for (const turn of turns) {
      const answer = { kind: "answer", payload: { kind: "model", turn } } as const;
      const wire = protocol.encodeReply(call, answer, service, encodeContext());
      const frames = Array.isArray(wire.body) ? (wire.body as readonly Piece[]) : [];
      const last = frames.findLastIndex(isContent);
      // Some models of a provider answer in one piece only.
      if (last < 0) continue;
      expect(protocol.decodeReply(call, await joined(wire), service)).toMatchObject({ kind: "model" });
      for (const kind of midStream?.failures ?? []) {
        const told = midStream?.failure({ kind }, encodeContext(), call);
        for (const passed of [0, last, last + 1]) {
          const body = told ? [...frames.slice(0, passed), told] : [];
          const read = protocol.decodeReply(call, await joined({ ...wire, body }), service);
          expect(read, `${kind} after ${passed} events`).toBeUndefined();
        }
      }
    }
  });
});
