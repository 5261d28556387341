import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { faultyRelay } from "../../testing/faulty-relay.ts";
import { mcp } from "./index.ts";
import { everything } from "./testing/everything.ts";
import { realServer } from "./testing/real-server.ts";

const packageJson = createRequire(import.meta.url).resolve("@modelcontextprotocol/conformance/package.json");
const suite = join(dirname(packageJson), "dist", "index.js");

/** The suite's verdicts on a server: `✓ ping: 1 passed, 0 failed`. It ends with an error if any scenario fails. */
function verdicts(url: string): Promise<string[]> {
  return new Promise((resolve) => {
    execFile(process.execPath, [suite, "server", "--url", url], (_error, stdout) =>
      resolve(stdout.split("\n").filter((line) => /^[✓✗] |^Total:/.test(line))),
    );
  });
}

it("the official conformance suite says the same of a server with the relay in front of it and without", async () => {
  await using server = await realServer({ make: everything });
  await using relay = await faultyRelay(mcp, `${server.origin}/mcp`);
  const both = () => Promise.all([verdicts(`${server.origin}/mcp`), verdicts(relay.url)]);
  let [direct, relayed] = await both();
  // The suite waits in real time, and on a busy machine a scenario runs out of it: what differs is asked once more.
  if (relayed.join() !== direct.join()) [direct, relayed] = await both();
  expect(relayed).toEqual(direct);
  expect(direct.filter((line) => line.startsWith("✓")).length).toBeGreaterThan(24);
  expect(relay.calls.length).toBeGreaterThan(100);
}, 300_000);
