import { describe, expect, it } from "vitest";
import type { Protocol } from "../../domain/protocol.ts";
import { collect } from "../testing/collect.ts";
import { chunksOf, describeRoundTrip } from "../testing/describe-round-trip.ts";
import { anyText } from "../testing/turns.ts";
import { openai } from "./index.ts";

describeRoundTrip({
  protocol: openai,
  operation: "chat",
  whole: anyText(),
  streamed: anyText(),
  cuts: ["length", "content-filter", "refusal"],
});
describeRoundTrip({
  protocol: openai,
  operation: "responses",
  whole: anyText(),
  streamed: anyText(),
  cuts: ["length", "content-filter", "refusal"],
});

const eventStream = { status: 200, headers: { "content-type": "text/event-stream" } };

describe("streams of look-alike servers", () => {
  const marks = async (protocol: Protocol, events: readonly string[]): Promise<string[]> => {
    const bytes = Buffer.from(events.map((event) => `data: ${event}\n\n`).join(""));
    return (protocol.split ? await collect(protocol.split(chunksOf(bytes, []), eventStream)) : []).map(
      ({ mark }) => mark,
    );
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
