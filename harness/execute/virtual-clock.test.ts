import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as promised } from "node:timers/promises";
import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { chance } from "../domain/chance.ts";
import { drawingFrom } from "./seeded-random.ts";
import { startVirtualClock } from "./virtual-clock.ts";

const realNow = performance.now.bind(performance);
const notStuck = (resources: readonly string[]): void => {
  throw new Error(`stuck on ${resources.join(", ")}`);
};

describe("the virtual clock", () => {
  it("lets an hour pass in a moment, in the order of the timers", async () => {
    const began = realNow();
    const seen: string[] = [];
    {
      await using clock = startVirtualClock(0, notStuck);
      setTimeout(() => seen.push(`timeout ${Date.now()}`), 60_000);
      promised(30_000).then(() => seen.push(`promised ${Date.now()}`));
      AbortSignal.timeout(45_000).addEventListener("abort", () => seen.push(`signal ${Date.now()}`));
      await clock.sleep(3_600_000);
      expect(Date.now()).toBe(3_600_000);
    }
    expect(seen).toEqual(["promised 30000", "signal 45000", "timeout 60000"]);
    expect(realNow() - began).toBeLessThan(5000);
  });

  it("runs a timer in the asynchronous context that it was set in", async () => {
    await using clock = startVirtualClock(0, notStuck);
    const storage = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    storage.run("trial 1", () => setTimeout(() => seen.push(storage.getStore()), 10));
    storage.run("trial 2", () => {
      const interval = setInterval(() => {
        seen.push(storage.getStore());
        clearInterval(interval);
      }, 20);
    });
    await clock.sleep(50);
    expect(seen).toEqual(["trial 1", "trial 2"]);
  });

  it("goes on after a timer that throws: the error is nobody's to catch, as in Node", async () => {
    const thrown: unknown[] = [];
    const hear = (error: unknown): void => void thrown.push(error);
    const others = process.rawListeners("uncaughtException") as ((error: Error) => void)[];
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", hear);
    try {
      await using clock = startVirtualClock(0, notStuck);
      setTimeout(() => {
        throw new Error("stray");
      }, 10);
      await clock.sleep(1000);
      expect(Date.now()).toBe(1000);
    } finally {
      process.off("uncaughtException", hear);
      for (const other of others) process.on("uncaughtException", other);
    }
    expect(thrown).toEqual([new Error("stray")]);
  });

  it("gives everything back", async () => {
    const before = [
      setTimeout,
      Date,
      AbortSignal.timeout,
      crypto.subtle.digest,
      Math.random,
      crypto.randomUUID,
      process.hrtime,
    ];
    const clock = startVirtualClock(0, notStuck);
    expect(setTimeout).not.toBe(before[0]);
    await clock[Symbol.asyncDispose]();
    expect([
      setTimeout,
      Date,
      AbortSignal.timeout,
      crypto.subtle.digest,
      Math.random,
      crypto.randomUUID,
      process.hrtime,
    ]).toEqual(before);
  });

  it("does not advance while files, sockets or cryptography are in flight", async () => {
    const server = createServer((_request, response) => response.end("late")).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    {
      await using clock = startVirtualClock(0, notStuck);
      let fired = 0;
      const timer = setInterval(() => {
        fired += 1;
      }, 1);
      await readFile(new URL(import.meta.url));
      const afterFile = fired;
      const key = await crypto.subtle.digest("SHA-256", new Uint8Array(4_000_000));
      const afterHash = fired;
      const text = await (await fetch(`http://127.0.0.1:${port}`)).text();
      clearInterval(timer);
      expect([afterFile, afterHash, fired, key.byteLength, text]).toEqual([0, 0, 0, 32, "late"]);
      expect(clock.now()).toBe(0);
    }
    server.close();
  });

  it("keeps the gaps of a real SDK's retries exact", async () => {
    await using clock = startVirtualClock(0, notStuck);
    const asked: number[] = [];
    const client = new OpenAI({
      apiKey: "test",
      fetch: async () => {
        asked.push(clock.now());
        return Response.json({ error: { message: "slow down" } }, { status: 429, headers: { "retry-after": "20" } });
      },
    });
    const error = await client.chat.completions.create({ model: "m", messages: [] }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(asked).toEqual([0, 20_000, 40_000]);
  });

  it("gives code of a performance its own randomness, the same each time, and other code the real one", async () => {
    await using _clock = startVirtualClock(0, notStuck);
    const draw = (): unknown[] => [Math.random(), crypto.randomUUID(), randomUUID()];
    const first = drawingFrom(chance(1, "a"), draw);
    expect(drawingFrom(chance(1, "a"), draw)).toEqual(first);
    expect(drawingFrom(chance(1, "b"), draw)).not.toEqual(first);
    expect(draw()).not.toEqual(draw());
    expect(first[1]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it("cancels a sleep with its signal's reason", async () => {
    await using clock = startVirtualClock(0, notStuck);
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("enough")), 10);
    await expect(clock.sleep(1000, stop.signal)).rejects.toThrow("enough");
    expect(clock.now()).toBe(10);
  });
});
