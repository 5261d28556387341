import { ChromaClient } from "chromadb";
import { describe, expect, it } from "vitest";
import { failure, type Loopback, loopback } from "../testing/loopback.ts";
import { chroma } from "./index.ts";

const hits = [{ id: "r", title: "Returns", text: "30 days", score: 0.9, fields: {} }];
const answer = { kind: "answer" as const, payload: { kind: "retrieval" as const, result: { hits } } };
const embeddingFunction = { name: "none", generate: async (texts: string[]) => texts.map(() => [0.1, 0.2]) };
const clientOf = (server: Loopback): ChromaClient =>
  new ChromaClient({ host: "127.0.0.1", port: Number(new URL(server.url).port), ssl: false });

describe("the client", () => {
  it("gets a collection by its name, made or found, and queries it by its id", async () => {
    await using server = await loopback(chroma, () => answer);
    const client = clientOf(server);
    const collection = await client.getCollection({ name: "policies", embeddingFunction });
    const made = await client.getOrCreateCollection({ name: "policies", embeddingFunction });
    expect(made.id).toBe(collection.id);
    const found = await collection.query({ queryTexts: ["returns"], nResults: 3 });
    expect(found).toMatchObject({
      ids: [["r"]],
      documents: [["30 days"]],
      metadatas: [[{ title: "Returns" }]],
      distances: [[expect.closeTo(-Math.log(0.9), 9)]],
    });
    expect(await client.version()).toBe("1.0.0");
  });

  it("raises for what it is told", async () => {
    const kinds = ["not-found", "quota-exhausted", "throttled"] as const;
    await using server = await loopback(chroma, (_draft, count) =>
      failure({ kind: kinds[count - 1] ?? "server-error" }),
    );
    const collection = await clientOf(server).getCollection({ name: "policies", embeddingFunction });
    const ask = (): Promise<unknown> => collection.query({ queryTexts: ["returns"] });
    await expect(ask()).rejects.toMatchObject({ name: "ChromaNotFoundError" });
    await expect(ask()).rejects.toMatchObject({ name: "ChromaQuotaExceededError" });
    await expect(ask()).rejects.toMatchObject({ name: "ChromaRateLimitError" });
  });
});
