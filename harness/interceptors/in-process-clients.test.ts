import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import type { Piece } from "../domain/wire.ts";
import { inProcess } from "./in-process.ts";
import { frame, streamed, whole } from "./testing/replies.ts";
import { scriptedRouter } from "./testing/scripted-router.ts";

const settings = { apiKey: "test", maxRetries: 1 };
const earlyOpenAI = new OpenAI({ ...settings, baseURL: "https://api.openai.example/v1" });
const earlyAnthropic = new Anthropic({ ...settings, baseURL: "https://api.anthropic.example" });

const completion = {
  id: "c1",
  object: "chat.completion",
  choices: [{ index: 0, message: { role: "assistant", content: "hi" } }],
};
const chat = { model: "m", messages: [{ role: "user" as const, content: "hello" }] };

describe("official clients, built before and after", () => {
  const clients = () => ({
    before: { openai: earlyOpenAI, anthropic: earlyAnthropic },
    after: {
      openai: new OpenAI({ ...settings, baseURL: "https://api.openai.example/v1" }),
      anthropic: new Anthropic({ ...settings, baseURL: "https://api.anthropic.example" }),
    },
  });

  it.each(["before", "after"] as const)("%s: a 429 is retried, then answered", async (when) => {
    let attempts = 0;
    const router = scriptedRouter(() => {
      attempts += 1;
      return attempts === 1 ? whole(429, { error: {} }, { "retry-after-ms": "1" }) : whole(200, completion);
    });
    await using _ = await inProcess().open(router);
    const answer = await clients()[when].openai.chat.completions.create(chat);
    expect(answer.choices[0]?.message.content).toBe("hi");
    expect(router.asked).toHaveLength(2);
    expect(JSON.parse(Buffer.from(router.asked[0]?.request.body ?? []).toString())).toEqual(chat);
    expect(router.asked[0]?.request).toMatchObject({
      method: "POST",
      url: "https://api.openai.example/v1/chat/completions",
      headers: { "content-type": "application/json", authorization: "Bearer test" },
    });
  });

  it.each(["before", "after"] as const)(
    "%s: a refused connection is a connection error after two attempts",
    async (when) => {
      const router = scriptedRouter(() => ({ kind: "disconnect", code: "refused" }));
      await using _ = await inProcess().open(router);
      const { openai, anthropic } = clients()[when];
      await expect(openai.chat.completions.create(chat)).rejects.toBeInstanceOf(OpenAI.APIConnectionError);
      await expect(anthropic.messages.create({ ...chat, max_tokens: 9 })).rejects.toBeInstanceOf(
        Anthropic.APIConnectionError,
      );
      expect(router.asked).toHaveLength(4);
    },
  );

  it.each(["before", "after"] as const)("%s: an overloaded Anthropic is its own typed error", async (when) => {
    const error = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };
    const router = scriptedRouter(() => whole(529, error, { "retry-after-ms": "1" }));
    await using _ = await inProcess().open(router);
    const failure = await clients()
      [when].anthropic.messages.create({ ...chat, max_tokens: 9 })
      .catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(Anthropic.InternalServerError);
    expect(failure).toMatchObject({ status: 529 });
    expect(router.asked).toHaveLength(2);
  });

  it.each(["before", "after"] as const)("%s: a stream comes piece by piece, and its reset raises", async (when) => {
    const gate = Promise.withResolvers<void>();
    const seen: string[] = [];
    const event = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
    const router = scriptedRouter(() =>
      streamed(
        (async function* (): AsyncIterable<Piece> {
          yield frame(event("one"));
          await gate.promise; // opened by the client on having read the first piece
          yield frame(event("two"));
          yield { ending: "reset" };
        })(),
      ),
    );
    await using _ = await inProcess().open(router);
    const stream = await clients()[when].openai.chat.completions.create({ ...chat, stream: true });
    const failure = await (async () => {
      for await (const chunk of stream) {
        seen.push(chunk.choices[0]?.delta.content ?? "");
        gate.resolve();
      }
    })().catch((error: unknown) => error);
    expect(seen).toEqual(["one", "two"]);
    expect(failure).toMatchObject({ message: "terminated", cause: { code: "ECONNRESET" } });
    expect(router.asked[0]?.signal.aborted).toBe(false);
  });
});
