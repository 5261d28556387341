import { Pinecone } from "@pinecone-database/pinecone";
import { describe, expect, it } from "vitest";
import { failure, loopback } from "../testing/loopback.ts";
import { pinecone } from "./index.ts";

const hits = [{ id: "r", title: "Returns", text: "30 days", score: 0.9, fields: {} }];
const answer = { kind: "answer" as const, payload: { kind: "retrieval" as const, result: { hits } } };

describe("the client", () => {
  it("learns the host from the control plane, queries, and searches records", async () => {
    await using server = await loopback(pinecone, () => answer);
    const client = new Pinecone({ apiKey: "k", controllerHostUrl: server.url });
    const described = await client.describeIndex("policies");
    expect(described).toMatchObject({ name: "policies", host: new URL(server.url).host, dimension: 1536 });
    const index = client.index({ host: server.url });
    const { matches } = await index.query({ vector: [0.1, 0.2], topK: 3, includeMetadata: true });
    expect(matches).toEqual([{ id: "r", score: 0.9, values: [], metadata: { title: "Returns", text: "30 days" } }]);
    const { result } = await index.namespace("policies").searchRecords({ query: { topK: 3, inputs: { text: "x" } } });
    expect(result.hits).toMatchObject([{ _id: "r", _score: 0.9, fields: { title: "Returns", text: "30 days" } }]);
    expect((await index.describeIndexStats()).dimension).toBe(1536);
  });

  it("tells a wrong key, an unknown namespace and a wrong dimension apart", async () => {
    const kinds = ["credentials-expired", "not-found", "invalid-request"] as const;
    await using server = await loopback(pinecone, (_draft, count) =>
      failure({ kind: kinds[count - 1] ?? "server-error" }),
    );
    const index = new Pinecone({ apiKey: "k" }).index({ host: server.url });
    const ask = (): Promise<unknown> => index.query({ vector: [0.1], topK: 3 });
    await expect(ask()).rejects.toMatchObject({ name: "PineconeAuthorizationError" });
    await expect(ask()).rejects.toMatchObject({ name: "PineconeNotFoundError" });
    await expect(ask()).rejects.toMatchObject({
      name: "PineconeBadRequestError",
      message: "Vector dimension 384 does not match the dimension of the index 1536",
    });
  });
});
