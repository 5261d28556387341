import { describe, expect, it } from "vitest";
import { frame } from "../testing/fakes.ts";
import { textIn } from "./frame-text.ts";

const sse = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const said = (text: string): string => textIn(frame("content", text));

describe("generated text in an event of an unknown wire", () => {
  it.each<[string, string]>([
    [sse({ id: "chatcmpl-1", object: "chat.completion.chunk", choices: [{ delta: { content: "one" } }] }), "one"],
    [sse({ choices: [{ delta: { tool_calls: [{ id: "c", function: { name: "f", arguments: '{"a"' } }] } }] }), '{"a"'],
    [sse({ type: "response.output_text.delta", item_id: "msg_1", delta: " two" }), " two"],
    [sse({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "three" } }), "three"],
    [sse({ type: "content_block_delta", delta: { type: "input_json_delta", partial_json: '":1}' } }), '":1}'],
    [sse({ candidates: [{ content: { role: "model", parts: [{ text: "four" }] } }], modelVersion: "m" }), "four"],
    [sse({ candidates: [{ content: { parts: [{ functionCall: { name: "f", args: { a: 1 } } }] } }] }), '{"a":1}'],
    [`${JSON.stringify({ model: "m", message: { role: "assistant", content: "five" }, done: false })}\n`, "five"],
    ['\u0000\u0000\u0000\u0090:event-type\u0007contentBlockDelta{"delta":{"text":"six"},"p":"abc"}\u0001\u0002', "six"],
  ])("is found in %s", (event, text) => {
    expect(said(event)).toBe(text);
  });

  it.each([
    sse({ type: "response.output_text.done", text: "all of it again" }),
    sse({ type: "message_start", message: { id: "m", role: "assistant", content: [] } }),
    "data: [DONE]\n\n",
    ": keep-alive\n\n",
    "",
  ])("is not in %s", (event) => {
    expect(said(event)).toBe("");
  });
});
