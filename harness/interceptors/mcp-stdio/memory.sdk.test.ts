import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mcp } from "../../protocols/mcp/index.ts";
import { type FaultyRelay, faultyRelay } from "../../testing/faulty-relay.ts";
import { connectV1, memory, outcome, wrapped } from "./testing/stdio-client.ts";

const folder = mkdtempSync(join(tmpdir(), "brownout-memory-"));
const file = join(folder, "graph.jsonl");
let relay: FaultyRelay;
beforeAll(async () => {
  relay = await faultyRelay(mcp, "stdio://dep");
});
afterAll(async () => {
  await relay[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const open = (): Promise<Client> =>
  connectV1({
    command: wrapped(memory),
    env: { BROWNOUT_MCP: JSON.stringify({ dep: relay.url }), MEMORY_FILE_PATH: file },
  });
const create = (client: Client, name: string, timeout = 20_000) => {
  const entities = [{ name, entityType: "person", observations: ["is here"] }];
  return outcome(client.callTool({ name: "create_entities", arguments: { entities } }, undefined, { timeout }));
};
const graph = async (client: Client): Promise<unknown> => {
  const { structuredContent } = await client.callTool({ name: "read_graph" });
  return structuredContent;
};
/** What is on the disk: `ada`, or `ada knows bob`. */
const stored = (): readonly string[] =>
  existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .map((line): string => {
          const { name, from, relationType, to } = JSON.parse(line) as Record<string, string>;
          return name ?? `${from} ${relationType} ${to}`;
        })
    : [];

it("a server that keeps a file has in it what its client was told, or what it was not told, fault by fault", async () => {
  let client = await open();
  expect(await create(client, "ada")).toContain("ada");
  expect(await create(client, "bob")).toContain("bob");
  const relations = [{ from: "ada", to: "bob", relationType: "knows" }];
  await client.callTool({ name: "create_relations", arguments: { relations } });
  expect(stored()).toEqual(["ada", "bob", "ada knows bob"]);
  expect(await graph(client)).toMatchObject({ entities: [{ name: "ada" }, { name: "bob" }], relations });

  // Out: it is not asked, and lives on.
  relay.arm({ fault: "failure", with: { kind: "unavailable" }, operation: "create_entities" });
  expect(await create(client, "carl")).toBe("McpError -32000");
  // Never-ending: nothing is done either.
  relay.arm({ fault: "hang", operation: "create_entities" });
  expect(await create(client, "dora", 500)).toBe("McpError -32001");
  relay.arm();
  expect(stored()).toEqual(["ada", "bob", "ada knows bob"]);
  // Slow: done in the end, and the client is told.
  relay.arm({ fault: "latency", with: { delay: "300ms" }, operation: "create_entities" });
  const began = performance.now();
  expect(await create(client, "eve")).toContain("eve");
  expect(performance.now() - began).toBeGreaterThan(299);
  expect(stored()).toContain("eve");

  // Dead in mid-call, before its work and after it: only the file tells the two apart.
  for (const [work, name, there] of [
    ["lost", "fay", false],
    ["done", "gus", true],
  ] as const) {
    relay.arm({ fault: "server-restart", with: { downFor: 0, work }, operation: "create_entities" });
    expect(await create(client, name)).toBe("McpError -32000");
    expect(client.transport).toBeUndefined();
    expect([work, stored().includes(name)]).toEqual([work, there]);
    relay.arm();
    client = await open();
    expect(JSON.stringify(await graph(client)).includes(name)).toBe(there);
  }
  // A blind retry of what was done adds nothing here: this server looks at the names.
  expect(await create(client, "gus")).toBe("[]");
  await client.close();
  expect(stored()).toEqual(["ada", "bob", "eve", "gus", "ada knows bob"]);
}, 60_000);
