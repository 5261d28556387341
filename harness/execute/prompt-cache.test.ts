import { expect, test } from "vitest";
import type { Conversation, Message } from "../domain/conversation.ts";
import type { PromptCaching } from "../domain/protocol.ts";
import { promptCache } from "./prompt-cache.ts";

const long = "word ".repeat(2000);
const said = (text: string): Message => ({ role: "user", text });
const asking = (messages: readonly Message[], cacheMarks?: readonly number[]): Conversation => ({
  model: "m",
  system: long,
  messages,
  tools: [],
  stream: false,
  ...(cacheMarks ? { cacheMarks } : {}),
});
const automatic: PromptCaching = { mode: "automatic", minTokens: 1024, stepTokens: 128, ttlMs: 300_000, saves: 0.8 };
const explicit: PromptCaching = { ...automatic, mode: "explicit", stepTokens: 1 };
const usage = { inputTokens: 2500, outputTokens: 10 };

test("an identical beginning is read from the cache in whole steps, and its time to live starts again", () => {
  const cache = promptCache();
  const first = asking([said("a")]);
  expect(cache.count(first, usage, automatic, 0)).toEqual({ usage, share: 0 });
  const again = cache.count(asking([said("a"), said("b")]), usage, automatic, 299_999);
  const read = again.usage.cacheReadTokens ?? 0;
  expect(read % 128).toBe(0);
  expect(read).toBeGreaterThan(2300);
  expect(again.share).toBeCloseTo(read / 2500);
  expect(cache.count(first, usage, automatic, 500_000).share).toBeGreaterThan(0);
  expect(cache.count(first, usage, automatic, 900_000).share).toBe(0);
});

test("a prompt that begins otherwise, or is too short, is not", () => {
  const cache = promptCache();
  cache.count(asking([said("a")]), usage, automatic, 0);
  expect(cache.count({ ...asking([said("a")]), system: `!${long}` }, usage, automatic, 1).share).toBe(0);
  const short = { inputTokens: 900, outputTokens: 1 };
  cache.count({ ...asking([]), model: "n" }, short, automatic, 2);
  expect(cache.count({ ...asking([]), model: "n" }, short, automatic, 3).share).toBe(0);
});

test("with explicit marks only what they cover is written and read", () => {
  const cache = promptCache();
  expect(cache.count(asking([said("a")]), usage, explicit, 0).usage).toEqual(usage);
  const written = cache.count(asking([said("a")], [1]), usage, explicit, 1).usage;
  expect(written.cacheReadTokens).toBeUndefined();
  expect(written.cacheWriteTokens).toBeGreaterThan(2000);
  const read = cache.count(asking([said("b")], [1]), usage, explicit, 2).usage;
  expect(read.cacheReadTokens).toBe(written.cacheWriteTokens);
  expect(read.cacheWriteTokens).toBeUndefined();
});

test("an eviction forgets all", () => {
  const cache = promptCache();
  cache.count(asking([said("a")]), usage, automatic, 0);
  expect(cache.evict()).toBeGreaterThan(0);
  expect(cache.evict()).toBe(0);
  expect(cache.count(asking([said("a")]), usage, automatic, 1).share).toBe(0);
});
