import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { Session } from "../../domain/ports.ts";
import { freePort } from "../../testing/free-port.ts";
import { commandTarget } from "../command.ts";
import { httpTarget } from "../http.ts";
import { mcpSettings } from "./mcp-messages.ts";

const agent = fileURLToPath(new URL("../testing/mcp-agent.mjs", import.meta.url));
const { signal } = new AbortController();
const asker =
  (session: Session) =>
  (prompt: string, input: Record<string, unknown> = {}, conversation?: string) =>
    session.perform(
      { id: "t", prompt, input, ...(conversation === undefined ? {} : { session: conversation }) },
      signal,
      {
        trial: "e/t",
        performance: "e/t~t",
      },
    );
const thrown = (doing: Promise<unknown>): Promise<string> =>
  doing.then((value) => `no error: ${JSON.stringify(value)}`, String);
const http = async (port: number, settings: Record<string, unknown> = {}) =>
  httpTarget(
    {
      kind: "http",
      url: `http://127.0.0.1:${port}/mcp`,
      start: [process.execPath, agent, String(port)],
      cwd: "/",
      environment: {},
      ready: "/",
      readyWithin: 30_000,
      propagates: false,
      contract: { name: "mcp", settings: mcpSettings.parse(settings) },
    },
    "target.yaml",
  ).boot({}, signal);
const stdio = (settings: Record<string, unknown> = {}) =>
  commandTarget(
    {
      kind: "command",
      command: [process.execPath, agent],
      cwd: "/",
      environment: {},
      contract: { name: "mcp", settings: mcpSettings.parse(settings) },
    },
    "target.yaml",
  ).boot({}, signal);

it("asks a server of the official SDK over streamable HTTP, a session for each conversation", async () => {
  const port = await freePort();
  const session = await http(port);
  await using _closing = { [Symbol.asyncDispose]: () => session.close() };
  const ask = asker(session);
  expect(await ask("one", { order: "TG-1" }, "s")).toEqual({ text: "one TG-1 1" });
  expect(await ask("ping", {}, "s")).toEqual({ text: "ping  2" });
  expect(await ask("one", {}, "t")).toEqual({ text: "one  1" });
  expect(await thrown(ask("error"))).toMatch(/^AgentCrash: The tool "ask" of .* reported an error: model gone/);
  // A server that has lost its sessions is greeted again.
  await ask("forget", {}, "s");
  expect(await ask("one", {}, "s")).toEqual({ text: "one  1" });
  expect(await thrown(ask("die"))).toMatch(/^AgentCrash: .*broke off: .*exited with code 3/);
});

it("asks it over stdin and stdout, and starts it again when it has died", async () => {
  const session = await stdio();
  await using _closing = { [Symbol.asyncDispose]: () => session.close() };
  const ask = asker(session);
  expect(await ask("one")).toEqual({ text: "one  1" });
  expect(await ask("ping", { order: "TG-1" })).toEqual({ text: "ping TG-1 2" });
  expect(await thrown(ask("error"))).toMatch(/^AgentCrash: .*model gone/);
  expect(await thrown(ask("die"))).toMatch(/^AgentCrash: .*exited with code 3/);
  expect(await ask("one")).toEqual({ text: "one  1" });
});

it("says which tools there are where the named one is not", async () => {
  const session = await stdio({ tool: "answer" });
  await using _closing = { [Symbol.asyncDispose]: () => session.close() };
  expect(await thrown(asker(session)("one"))).toMatch(/^TargetFailure: .*it has no tool "answer"\. It has: ask\./);
});
