import { describe, expect, it } from "vitest";
import type { ModelTurn } from "../domain/conversation.ts";
import type { Protocol } from "../domain/protocol.ts";
import { decodeText, encodeText, type Frame, type WireReply } from "../domain/wire.ts";
import { protocols } from "./index.ts";
import { isBinaryEventStream, streamEventFrame } from "./shared/event-stream.ts";
import { lineFrame } from "./shared/ndjson.ts";
import { eventFrame, isEventStream } from "./shared/sse.ts";
import { askings, service, wireOf } from "./testing/askings.ts";
import { callOf, encodeContext, joined } from "./testing/calls.ts";
import { collect } from "./testing/collect.ts";
import type { Asking } from "./testing/store-askings.ts";

const turn: ModelTurn = { text: "one two three", toolCalls: [], stopReason: "stop" };
const novel = { type: "brownout.novel", novel: true };

/** An event that no version of the wire has had so far. */
function novelFrame({ headers }: WireReply, frames: readonly Frame[]): Frame {
  if (isBinaryEventStream(headers)) return streamEventFrame("brownoutNovel", novel, "content");
  if (!isEventStream(headers)) {
    const inArray = decodeText(frames[0]?.bytes ?? new Uint8Array()).startsWith("[");
    return inArray
      ? { bytes: encodeText(`,\r\n${JSON.stringify(novel)}`), mark: "content" }
      : lineFrame({ ...novel, done: false }, "content");
  }
  const named = frames.some(({ bytes }) => decodeText(bytes).startsWith("event:"));
  return eventFrame(named ? novel.type : undefined, novel, "content");
}

function streamed(protocol: Protocol, asking: Asking) {
  const call = callOf({ ...protocol.decodeCall(wireOf(asking), service), stream: true }, protocol);
  const payload = { kind: "model", turn } as const;
  const wire = protocol.encodeReply(call, { kind: "answer", payload }, service, encodeContext());
  return { call, wire, frames: wire.body as readonly Frame[] };
}

const models = protocols.filter(({ boundary, split }) => boundary === "model" && split);
describe.each(models)("an event that is new to $name", (protocol) => {
  it.each(askings[protocol.name] ?? [])("passes at $path, ends nothing and changes no other mark", async (asking) => {
    const { call, wire, frames } = streamed(protocol, asking);
    const strange = novelFrame(wire, frames);
    const last = frames.findLastIndex(({ mark }) => mark === "content");
    expect(last).toBeGreaterThan(0);
    for (let at = 0; at <= last; at += 1) {
      const body = [...frames.slice(0, at + 1), strange, ...frames.slice(at + 1)];
      const bytes = Buffer.concat(body.map((frame) => frame.bytes));
      const relayed = protocol.split ? await collect(protocol.split(once(bytes), wire)) : [];
      expect(Buffer.concat(relayed.map((frame) => frame.bytes))).toEqual(bytes);
      expect(relayed.map(({ mark }) => mark).toSpliced(at + 1, 1)).toEqual(frames.map(({ mark }) => mark));
      const { mark } = relayed[at + 1] ?? {};
      const begun = frames.slice(0, at + 1).some((frame) => frame.mark === "content");
      expect(begun ? ["content", "comment"] : ["open", "content", "comment"]).toContain(mark);
      const read = protocol.decodeReply(call, await joined({ ...wire, body }), service);
      if (read) expect(read).toMatchObject({ kind: "model", turn: { text: turn.text, stopReason: "stop" } });
    }
  });
});

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
