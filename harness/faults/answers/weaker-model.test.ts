import { expect, test } from "vitest";
import type { Protocol } from "../../domain/protocol.ts";
import { wholeReply } from "../../domain/wire.ts";
import { promptCacheEviction } from "../quota/prompt-cache-eviction.ts";
import { answerOf, inject } from "../testing/drive.ts";
import { fakeContext, fakeProtocol, modelCall, turnReply } from "../testing/fakes.ts";
import { weakerModel } from "./weaker-model.ts";

const answer = turnReply({ text: "You may return it within 30 days.", usage: { inputTokens: 4, outputTokens: 9 } });

test("another model answers behind the alias, and says its own name", async () => {
  const { reply, notes } = await inject(weakerModel, modelCall(), answer, { model: "small" });
  expect(answerOf("model", reply).turn).toMatchObject({ text: "You may return it within 30 days.", model: "small" });
  expect(notes).toEqual(["answered by small"]);
});

test("its answers break off, its window is smaller, its tools are words", async () => {
  const short = await inject(weakerModel, modelCall(), answer, { maxOutput: 7 });
  expect(answerOf("model", short.reply).turn).toMatchObject({ text: "You may", stopReason: "length" });
  const call = modelCall({ system: " hello".repeat(300) });
  const { reply } = await inject(weakerModel, call, answer, { contextWindow: 200 });
  expect(reply).toEqual({ kind: "failure", failure: { kind: "context-overflow" } });
  const calling = turnReply({
    toolCalls: [{ id: "c", name: "get_order", arguments: '{"id":1}' }],
    stopReason: "tool-calls",
  });
  const spoken = await inject(weakerModel, modelCall(), calling, { withoutTools: true });
  expect(answerOf("model", spoken.reply).turn).toMatchObject({
    text: 'get_order({"id":1})',
    toolCalls: [],
    stopReason: "stop",
  });
});

test("where a reply names no model, only what is weaker in it counts", async () => {
  const nameless: Protocol = {
    ...fakeProtocol,
    name: "nameless",
    encodeReply: (_call, reply) =>
      wholeReply(200, {}, reply.kind === "answer" && reply.payload.kind === "model" ? reply.payload.turn.text : ""),
  };
  const context = () => fakeContext({ protocol: nameless });
  const same = await inject(weakerModel, modelCall(), answer, { maxOutput: 500, withoutTools: true }, context());
  expect(same).toMatchObject({ reply: answer, notes: [] });
  expect(same.idles).toEqual(["nameless does not name the model that answers, and nothing else changes"]);
  const shorter = await inject(weakerModel, modelCall(), answer, { maxOutput: 7 }, context());
  expect(shorter.notes).toEqual(["answered by fallback-small"]);
});

test("a live model's cache is out of reach, so its reply says that nothing was read from it", async () => {
  const usage = { inputTokens: 5000, outputTokens: 9, cacheReadTokens: 4000 };
  const caching = { mode: "automatic", minTokens: 1024, stepTokens: 1, ttlMs: 1, saves: 0 } as const;
  for (const [mode, told] of [
    ["automatic", { inputTokens: 5000, outputTokens: 9 }],
    ["explicit", { inputTokens: 5000, outputTokens: 9, cacheWriteTokens: 4000 }],
  ] as const) {
    const context = fakeContext({ protocol: { ...fakeProtocol, caching: { ...caching, mode } } });
    const { reply, notes } = await inject(
      promptCacheEviction,
      modelCall(),
      turnReply({ text: "x", usage }),
      {},
      context,
    );
    expect(answerOf("model", reply).turn.usage).toEqual(told);
    expect(notes).toEqual(["4000 tokens said not to be from the cache"]);
  }
});

test("an eviction empties the cache and lets the call through, or says that there was nothing to drop", async () => {
  for (const [evicted, notes, idles] of [
    [2, ["2 cached beginnings dropped"], []],
    [0, [], ["the prompt cache is empty"]],
  ] as const) {
    const context = fakeContext({ evictPrompts: () => evicted });
    const reply = await promptCacheEviction.inject?.(modelCall(), async () => answer, context, {});
    expect([reply, context.notes, context.idles]).toEqual([answer, notes, idles]);
  }
});
