import { join } from "node:path";
import { expect, it } from "vitest";
import { mcp } from "../../protocols/mcp/index.ts";
import { faultyRelay } from "../../testing/faulty-relay.ts";
import { verdicts } from "../../testing/mcp-conformance.ts";
import { httpFront } from "./testing/http-front.ts";
import { wrapped } from "./testing/stdio-client.ts";

const server = [
  process.execPath,
  join(import.meta.dirname, "..", "..", "protocols", "mcp", "testing", "everything-stdio.ts"),
];

it("the official conformance suite says the same of a server with the wrapper around it, in a trial and outside of one, and without", async () => {
  await using relay = await faultyRelay(mcp, "stdio://dep");
  await using plain = await httpFront({ command: server });
  await using outside = await httpFront({ command: wrapped(server) });
  await using inside = await httpFront({
    command: wrapped(server),
    env: { BROWNOUT_MCP: JSON.stringify({ dep: relay.url }) },
  });
  const all = () => Promise.all([plain, outside, inside].map(({ url }) => verdicts(url)));
  let told = await all();
  // The suite waits in real time, and on a busy machine a scenario runs out of it: what differs is asked once more.
  if (new Set(told.map((lines) => lines.join())).size > 1) told = await all();
  const [without, ...withIt] = told;
  expect(withIt).toEqual([without, without]);
  expect(without?.filter((line) => line.startsWith("✓")).length).toBeGreaterThan(24);
  // Each scenario has a session of its own.
  expect(relay.calls.filter(({ operation }) => operation === "initialize").length).toBeGreaterThan(24);
}, 300_000);
