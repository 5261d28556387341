import http from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Piece } from "../domain/wire.ts";
import { type GatewayInterception, openGateway } from "./gateway.ts";
import { frame, streamed } from "./testing/replies.ts";
import { scriptedRouter } from "./testing/scripted-router.ts";

let gate: GatewayInterception;
const open = async (...answer: Parameters<typeof scriptedRouter>) => {
  const router = scriptedRouter(...answer);
  gate = await openGateway(router);
  return { router, base: `${gate.origin}/t/trial/dep` };
};
afterEach(() => gate?.[Symbol.asyncDispose]());

describe("streams", () => {
  it("go out piece by piece, the head before the first piece", async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { base } = await open(() =>
      streamed(
        (async function* () {
          await gates[0]?.promise;
          yield frame("one");
          await gates[1]?.promise;
          yield frame("two");
        })(),
      ),
    );
    const response = await fetch(base); // the head alone
    gates[0]?.resolve();
    const seen: string[] = [];
    for await (const part of response.body ?? []) {
      seen.push(Buffer.from(part as Uint8Array).toString());
      gates[1]?.resolve();
    }
    expect(seen).toEqual(["one", "two"]);
  });

  it("stop taking from their source while the client does not read", async () => {
    let taken = 0;
    let clientReads = false;
    const piece = Buffer.alloc(64 * 1024);
    const { base } = await open(() =>
      streamed(
        (async function* (): AsyncIterable<Piece> {
          for (; taken < 1000 && !clientReads; taken += 1) yield { bytes: piece, mark: "content" };
        })(),
      ),
    );
    const response = await new Promise<http.IncomingMessage>((resolve) => http.get(base, resolve));
    response.pause();
    let before = -1;
    await vi.waitFor(
      () => {
        const still = taken === before && taken > 0;
        before = taken;
        expect(still).toBe(true);
      },
      { interval: 100, timeout: 5000 },
    );
    expect(taken).toBeLessThan(1000);
    clientReads = true;
    let size = 0;
    for await (const part of response) size += (part as Buffer).length;
    expect(size).toBeGreaterThanOrEqual(before * piece.length);
  });

  it("end their source at once when the client goes away", async () => {
    const ended = Promise.withResolvers<unknown>();
    const { base, router } = await open((_request, _scope, signal) =>
      streamed(
        (async function* () {
          yield frame("one");
          await new Promise((resolve) => signal.addEventListener("abort", resolve));
          ended.resolve(signal.reason);
        })(),
      ),
    );
    const response = await fetch(base);
    await response.body?.cancel();
    expect(await ended.promise).toBeInstanceOf(Error);
    expect(router.asked[0]?.signal.aborted).toBe(true);
  });

  it("are not reported as given up when they are complete or broken off on purpose", async () => {
    const { base, router } = await open(({ url }) =>
      streamed(
        (async function* (): AsyncIterable<Piece> {
          yield frame("one");
          if (url.endsWith("reset")) yield { ending: "reset" };
        })(),
      ),
    );
    expect(await (await fetch(`${base}/whole`)).text()).toBe("one");
    await expect((await fetch(`${base}/reset`)).text()).rejects.toThrow("terminated");
    await new Promise((resolve) => setImmediate(resolve));
    expect(router.asked.map(({ signal }) => signal.aborted)).toEqual([false, false]);
  });
});
