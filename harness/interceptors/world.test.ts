import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { WorldContext } from "../domain/ports.ts";
import { collectBody, encodeText, type WireReply } from "../domain/wire.ts";
import { loadWorld } from "./world.ts";

const file = (name: string): string => fileURLToPath(new URL(`testing/mocks/${name}.mocks.ts`, import.meta.url));
const context = (trial = "t"): WorldContext => ({
  seed: "7",
  trial,
  now: () => 1234,
  task: { id: "task", prompt: "", input: {} },
});
const request = (method: string, path: string, body = "", headers: Record<string, string> = {}) => ({
  method,
  url: `https://orders.example/${path}`,
  headers,
  body: encodeText(body),
});
const textOf = async (reply: WireReply | undefined): Promise<string> =>
  reply ? Buffer.from((await collectBody(reply.body)).bytes).toString() : "no reply";

describe("a world of MSW handlers", () => {
  const warnings: string[] = [];
  const world = async () => (await loadWorld(file("handlers"), (text) => warnings.push(text)))(context());

  it("answers with status, headers and body", async () => {
    const { answer } = await world();
    const found = await answer(request("GET", "orders/TG-1"), "p");
    expect(found).toMatchObject({
      status: 200,
      headers: { "content-type": "application/json" },
      body: [{ mark: "whole" }],
    });
    expect(JSON.parse(await textOf(found))).toEqual({ id: "TG-1", status: "shipped" });
    const echoed = await answer(request("POST", "echo", "hello", { "x-key": "k", "content-type": "text/plain" }), "p");
    expect(echoed).toMatchObject({ status: 201, headers: { "x-made": "yes" } });
    expect(await textOf(echoed)).toBe("k hello");
    expect(await answer(request("DELETE", "nothing"), "p")).toMatchObject({ status: 204, body: [] });
  });

  it("has no answer where there is no handler, or where it passes through", async () => {
    const { answer } = await world();
    expect(await answer(request("GET", "elsewhere"), "p")).toBeUndefined();
    expect(await answer(request("GET", "passthrough"), "p")).toBeUndefined();
  });

  it("names the handlers that have answered nothing so far", async () => {
    const { answer, unused } = await (await loadWorld(file("stateful")))(context());
    const before = unused?.() ?? [];
    await answer(request("GET", "elsewhere"), "p");
    expect([before.length > 0, unused?.()]).toEqual([true, before]);
    expect(before).toContain("POST https://orders.example/refunds");
    await answer(request("POST", "refunds", "{}"), "p");
    expect(unused?.()).toEqual(before.filter((one) => one !== "POST https://orders.example/refunds"));
  });

  it("makes a 500 of a handler that throws, and warns; a thrown response is a response", async () => {
    const { answer } = await world();
    expect(await answer(request("GET", "broken"), "p")).toMatchObject({ status: 500 });
    expect(warnings.at(-1)).toMatch(
      /handlers\.mocks\.ts threw at GET https:\/\/orders\.example\/broken.*the mock has a bug/s,
    );
    expect(await answer(request("GET", "thrown"), "p")).toMatchObject({ status: 410 });
    expect(warnings).toHaveLength(1);
  });

  it("leaves a binary event stream a stream, in which faults find the frames", async () => {
    const { answer } = await world();
    const found = await answer(request("GET", "binary-stream"), "p");
    expect(Array.isArray(found?.body)).toBe(false);
    expect(await textOf(found)).toBe("frames");
  });

  it("breaks the connection for a network error, and for a stream that errors", async () => {
    const { answer } = await world();
    expect(await answer(request("GET", "network-error"), "p")).toMatchObject({ body: [{ ending: "reset" }] });
    const stream = await answer(request("GET", "stream"), "p");
    if (!stream) throw new Error("no reply");
    expect(Array.isArray(stream.body)).toBe(false);
    const { bytes, ending } = await collectBody(stream.body);
    expect([Buffer.from(bytes).toString(), ending]).toEqual([expect.stringMatching(/^(data: one\n\n)?$/), "reset"]);
  });

  it("starts afresh for each trial, and knows whose request it handles", async () => {
    const create = await loadWorld(file("stateful"));
    const [one, two] = [create(context("one")), create(context("two"))];
    const refund = (order: string) =>
      request("POST", "refunds", JSON.stringify({ order }), { "content-type": "application/json" });
    const replies = await Promise.all([
      one.answer(refund("A"), "one~a"),
      one.answer(refund("B"), "one~b"),
      two.answer(refund("C"), "two~c"),
    ]);
    const bodies = await Promise.all(replies.map(async (reply) => JSON.parse(await textOf(reply))));
    expect(bodies.map(({ trial, by }) => `${trial} ${by}`)).toEqual(["one one~a", "one one~b", "two two~c"]);
    expect(bodies[2]).toMatchObject({ refunds: 1, at: 1234, task: "task" });
    expect(one.effects("one~b")).toEqual([{ kind: "refund", order: "B" }]);
    expect(one.effects()).toHaveLength(2);
    expect(two.effects()).toEqual([{ kind: "refund", order: "C" }]);
  });

  it("tells of each request what it led to, and nothing of another at the same time", async () => {
    const { answer } = (await loadWorld(file("stateful")))(context());
    const led = { A: [] as unknown[], B: [] as unknown[] };
    const refund = (order: "A" | "B") =>
      answer(
        request("POST", "refunds", JSON.stringify({ order }), { "content-type": "application/json" }),
        "p",
        (effect) => led[order].push(effect),
      );
    await Promise.all([refund("A"), refund("B")]);
    expect(led).toEqual({ A: [{ kind: "refund", order: "A" }], B: [{ kind: "refund", order: "B" }] });
  });

  it("asks a module for its own effects if it keeps them", async () => {
    expect((await loadWorld(file("own-effects")))(context()).effects("p")).toEqual([{ kind: "own", performance: "p" }]);
  });

  it("says what is wrong with a module", async () => {
    await expect(loadWorld(file("junk"))).rejects.toMatchObject({
      name: "TargetFailure",
      message: expect.stringMatching(/junk\.mocks\.ts.*array of MSW handlers/),
    });
    await expect(loadWorld("/nowhere/mocks.ts")).rejects.toMatchObject({
      name: "TargetFailure",
      message: expect.stringContaining("/nowhere/mocks.ts"),
    });
  });
});
