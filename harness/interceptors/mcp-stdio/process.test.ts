import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer, text } from "node:stream/consumers";
import { afterAll, describe, expect, it } from "vitest";
import { readMcpArguments } from "../../cli/wrap-mcp.ts";
import { mcp } from "../../protocols/mcp/index.ts";
import { processesWith, until } from "../../testing/child-cli.ts";
import { faultyRelay } from "../../testing/faulty-relay.ts";
import { placeOf } from "./place.ts";
import { memory, wrapped } from "./testing/stdio-client.ts";

const folder = mkdtempSync(join(tmpdir(), "brownout-mcp-"));
afterAll(() => rmSync(folder, { recursive: true }));
const node = (script: string): readonly string[] => [process.execPath, "-e", script];
const clean = { ...process.env, BROWNOUT_MCP: undefined };

function run(command: readonly string[], env: NodeJS.ProcessEnv = clean) {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { env, stdio: "pipe" });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once("exit", (code, signal) => resolve({ code, signal })),
  );
  return { child, ended };
}

describe("the wrapper outside of a trial", () => {
  it("passes every byte on, both ways and on stderr, and the exit code", async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7919) % 256));
    const script =
      "process.stdin.pipe(process.stdout); process.stdin.on('end', () => { console.error('bye'); process.exitCode = 7; })";
    const { child, ended } = run(wrapped(node(script)));
    child.stdin.end(bytes);
    const [back, said, end] = await Promise.all([buffer(child.stdout), text(child.stderr), ended]);
    expect(back.equals(bytes)).toBe(true);
    expect([said, end.code]).toEqual(["bye\n", 7]);
  });

  it("passes signals on, and ends by the signal that the server ended by", async () => {
    const polite = run(
      wrapped(node("process.on('SIGINT', () => process.exit(9)); setInterval(() => {}, 1e6); console.log('up')")),
    );
    await new Promise((resolve) => polite.child.stdout.once("data", resolve));
    polite.child.kill("SIGINT");
    expect(await polite.ended).toEqual({ code: 9, signal: null });
    const plain = run(wrapped(node("setInterval(() => {}, 1e6); console.log('up')")));
    await new Promise((resolve) => plain.child.stdout.once("data", resolve));
    plain.child.kill("SIGTERM");
    expect(await plain.ended).toEqual({ code: null, signal: "SIGTERM" });
  });

  it("reads its own arguments up to the dashes, and leaves the rest alone", () => {
    expect(readMcpArguments(["--", "npx", "x", "--", "--as"])).toEqual({ command: ["npx", "x", "--", "--as"] });
    expect(readMcpArguments(["--as", "orders", "--", "x"])).toEqual({ as: "orders", command: ["x"] });
    for (const wrong of [
      [],
      ["x"],
      ["--"],
      ["--as", "--", "x"],
      ["--on", "y", "--", "x"],
      ["--as", "a", "b", "--", "x"],
    ])
      expect(readMcpArguments(wrong)).toBeUndefined();
  });

  it("says which program there is not", async () => {
    const { child, ended } = run(wrapped(["no-such-server"]));
    expect(await text(child.stderr)).toMatch(
      /brownout mcp: Cannot start the MCP server "no-such-server": there is no program/,
    );
    expect((await ended).code).toBe(5);
  });
});

describe("the wrapper in a trial", () => {
  const [a, b] = ["http://127.0.0.1:1/t/t/a", "http://127.0.0.1:1/t/t/b"];
  const told = (addresses: unknown) => ({ BROWNOUT_MCP: JSON.stringify(addresses) });

  it("stands for the server that it is told, or for the only one, and says whose calls they are", () => {
    expect(placeOf(undefined, {}, () => [])).toBeUndefined();
    expect(placeOf(undefined, told({ a }))).toEqual({ dependency: "a", address: a, scope: undefined });
    expect(placeOf("b", told({ a, b }))).toEqual({ dependency: "b", address: b, scope: undefined });
    const agent = { ...told({ a }), BROWNOUT_TRIAL: "x/y", BROWNOUT_PERFORMANCE: "x/y~z" };
    expect(placeOf("a", {}, () => [{}, agent])?.scope).toBe("x%2Fy;p=x%2Fy~z");
  });

  it("refuses to stand for a server that the system map does not have, or to guess which", () => {
    expect(() => placeOf(undefined, told({ a, b }))).toThrow(/told which one this is.*--as NAME.*a, b/);
    expect(() => placeOf("c", told({ a, b }))).toThrow(/has no server "c".*a, b/);
    for (const wrong of ["http://example.com/", 3, null])
      expect(() => placeOf("a", told({ a: wrong }))).toThrow(/JSON object/);
  });

  it("finds the trial of the agent above it, though the client hands no variables on", async () => {
    await using relay = await faultyRelay(mcp, "stdio://dep");
    // A client in between, which starts its server with an empty environment.
    const client = `const { spawn } = require("node:child_process");
      const [program, ...args] = ${JSON.stringify(wrapped(memory))};
      spawn(program, args, { env: {}, stdio: "inherit" });`;
    const { child, ended } = run(node(client), { ...clean, BROWNOUT_MCP: JSON.stringify({ dep: relay.url }) });
    const about = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "t", version: "1" } };
    child.stdin.end(`${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: about })}\n`);
    expect(JSON.parse(await text(child.stdout))).toMatchObject({
      id: 1,
      result: { serverInfo: { name: "memory-server" } },
    });
    expect((await ended).code).toBe(0);
    expect(relay.calls.map(({ operation }) => operation)).toEqual(["initialize"]);
  });

  it.each(["in a trial", "outside of one"])("takes a stubborn server with it when it is killed, %s", async (where) => {
    await using relay = await faultyRelay(mcp, "stdio://dep");
    const mark = join(folder, `stubborn-${where.length}`);
    const script = `// ${mark}
      const { spawn } = require("node:child_process");
      for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"]) process.on(signal, () => {});
      spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6) // ${mark}"], { stdio: "ignore" });
      require("node:fs").writeFileSync(${JSON.stringify(mark)}, "up");
      setInterval(() => {}, 1e6);`;
    const env = where === "in a trial" ? { ...clean, BROWNOUT_MCP: JSON.stringify({ dep: relay.url }) } : clean;
    const { child } = run(wrapped(node(script)), env);
    await until(() => processesWith(mark).length >= 3 && isUp(mark), "the server and what it started");
    child.kill("SIGKILL");
    await until(() => processesWith(mark).length === 0, "none of them is left");
  });
});

function isUp(mark: string): boolean {
  try {
    return readFileSync(mark, "utf8") === "up";
  } catch {
    return false;
  }
}
