import { Client } from "@opensearch-project/opensearch";
import { describe, expect, it } from "vitest";
import { failure, loopback } from "../testing/loopback.ts";
import { opensearch } from "./index.ts";

const hits = [{ id: "r", title: "Returns", text: "30 days", score: 0.9, fields: {} }];
const answer = { kind: "answer" as const, payload: { kind: "retrieval" as const, result: { hits } } };

describe("the client", () => {
  it("asks who answers and whether the index is there, and searches it", async () => {
    await using server = await loopback(opensearch, () => answer);
    const client = new Client({ node: server.url });
    expect((await client.info()).body.version.distribution).toBe("opensearch");
    expect((await client.indices.exists({ index: "policies" })).body).toBe(true);
    const { body } = await client.search({ index: "policies", body: { query: { match: { text: "returns" } } } });
    expect(body.hits).toMatchObject({ total: { value: 1 }, hits: [{ _id: "r", _source: { text: "30 days" } }] });
    await client.close();
  });

  it("raises with the type that it is told, and retries only where it does", async () => {
    await using server = await loopback(opensearch, (draft) =>
      failure({
        kind: draft.payload.kind === "retrieval" && draft.payload.query.query === "a" ? "overloaded" : "unavailable",
      }),
    );
    const client = new Client({ node: server.url });
    const ask = (text: string): Promise<unknown> =>
      client.search({ index: "policies", body: { query: { match: { text } } } });
    await expect(ask("a")).rejects.toMatchObject({
      statusCode: 429,
      message: expect.stringContaining("circuit_breaking_exception"),
    });
    expect(server.requests).toHaveLength(1);
    await expect(ask("b")).rejects.toMatchObject({
      statusCode: 503,
      message: expect.stringContaining("cluster_block_exception"),
    });
    expect(server.requests).toHaveLength(5);
    await client.close();
  });
});
