import { QdrantClient } from "@qdrant/js-client-rest";
import { describe, expect, it } from "vitest";
import { failure, loopback } from "../testing/loopback.ts";
import { qdrant } from "./index.ts";

const hits = [{ id: "r", title: "Returns", text: "30 days", score: 0.9, fields: {} }];
const answer = { kind: "answer" as const, payload: { kind: "retrieval" as const, result: { hits } } };

describe("the client", () => {
  it("finds points, with and without payload, and a collection before that", async () => {
    await using server = await loopback(qdrant, () => answer);
    const client = new QdrantClient({ url: server.url });
    expect(await client.collectionExists("policies")).toEqual({ exists: true });
    expect((await client.getCollection("policies")).config.params.vectors).toEqual({ size: 1536, distance: "Cosine" });
    const { points } = await client.query("policies", { query: [0.1, 0.2], limit: 3, with_payload: true });
    expect(points).toEqual([{ id: "r", version: 1, score: 0.9, payload: { title: "Returns", text: "30 days" } }]);
    expect((await client.query("policies", { query: [0.1, 0.2] })).points).toEqual([
      { id: "r", version: 1, score: 0.9 },
    ]);
  });

  it("is told what is wrong with its request", async () => {
    await using server = await loopback(qdrant, () => answer);
    const client = new QdrantClient({ url: server.url });
    await expect(client.query("policies", { query: [0.1], limit: 0 })).rejects.toMatchObject({
      status: 422,
      data: { status: { error: expect.stringContaining("must be 1 or larger") } },
    });
  });

  it("tells a limit with a wait from one without", async () => {
    const waits = [2000, undefined];
    await using server = await loopback(qdrant, (_draft, count) => {
      const wait = waits[count - 1];
      return failure({ kind: "throttled", ...(wait === undefined ? {} : { retryAfterMs: wait }) });
    });
    const client = new QdrantClient({ url: server.url });
    const ask = (): Promise<unknown> => client.query("policies", { query: [0.1] });
    await expect(ask()).rejects.toMatchObject({ name: "QdrantClientResourceExhaustedError", retry_after: 2 });
    await expect(ask()).rejects.toMatchObject({ status: 429 });
  });
});
