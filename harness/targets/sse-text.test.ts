import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readStream, sseEvents } from "./sse-text.ts";

async function* chunks(...texts: (string | Uint8Array)[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield typeof text === "string" ? Buffer.from(text) : text;
}
const stream = (...values: unknown[]) =>
  readStream(
    chunks(...values.map((value) => `data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`)),
  );

describe("reading an agent's stream", () => {
  it.each<[string, unknown[]]>([
    [
      "OpenAI chat",
      [
        { choices: [{ delta: { role: "assistant" } }] },
        { choices: [{ delta: { content: "a" } }] },
        { choices: [{ delta: { content: "b" } }] },
        "[DONE]",
      ],
    ],
    [
      "OpenAI responses",
      [
        { type: "response.created" },
        { type: "response.output_text.delta", delta: "a" },
        { type: "response.output_text.delta", delta: "b" },
        { type: "response.function_call_arguments.delta", delta: "{}" },
      ],
    ],
    [
      "Anthropic",
      [
        { type: "message_start" },
        { type: "content_block_delta", delta: { type: "text_delta", text: "a" } },
        { type: "content_block_delta", delta: { type: "input_json_delta", partial_json: "{" } },
        { type: "content_block_delta", delta: { text: "b" } },
      ],
    ],
    [
      "AI SDK",
      [
        { type: "start" },
        { type: "text-delta", id: "1", delta: "a" },
        { type: "reasoning-delta", delta: "hm" },
        { type: "text-delta", textDelta: "b" },
      ],
    ],
    ["text members", [{ text: "a" }, { text: "b" }]],
    ["token members", [{ token: "a" }, { delta: { content: "b" } }]],
    ["bare text", ["a", "b"]],
    ["a final answer", [{ delta: "draft" }, { answer: "ab" }]],
  ])("%s", async (_name, values) => {
    expect(await stream(...values)).toMatchObject({ answer: { text: "ab" } });
  });

  it("tells an error and an empty stream from an answer", async () => {
    expect(await stream({ text: "a" }, { type: "error", error: { message: "overloaded" } })).toEqual({
      error: "overloaded",
    });
    expect(await readStream(chunks("event: error\ndata: gone\n\n"))).toEqual({
      error: expect.stringContaining("gone"),
    });
    expect(await stream({ type: "ping" })).toEqual({ events: 1 });
    expect(await readStream(chunks(""))).toEqual({ events: 0 });
  });

  it("gives the same events however the bytes are cut and the lines are ended", async () => {
    const lines = ["event: tick", "data: one ü", "data:two", "", ": comment", "data", "", "data: last", ""];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.array(fc.nat(60), { maxLength: 6 }),
        async (end, cuts) => {
          const bytes = Buffer.from(lines.map((text) => text + end).join(""));
          const points = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
          const pieces = points.slice(1).map((to, index) => bytes.subarray(points[index], to));
          const events = [];
          for await (const event of sseEvents(chunks(...pieces))) events.push(event);
          expect(events).toEqual([
            { event: "tick", data: "one ü\ntwo" },
            { event: "message", data: "" },
            { event: "message", data: "last" },
          ]);
        },
      ),
    );
  });
});
