import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { AgentCrash } from "../../domain/ports.ts";
import { freePort } from "../../testing/free-port.ts";
import { httpTarget } from "../http.ts";
import { agentcore } from "./agentcore.ts";

it("speaks with the runtime's own server: text, JSON, a stream, errors, one session for all turns", async () => {
  const port = await freePort();
  const agent = fileURLToPath(new URL("../testing/agentcore-agent.mjs", import.meta.url));
  const target = httpTarget(
    {
      kind: "http",
      url: `http://127.0.0.1:${port}`,
      start: [process.execPath, agent, String(port)],
      cwd: "/",
      environment: {},
      ready: agentcore.ready,
      readyWithin: 30_000,
      propagates: false,
      contract: { name: "agentcore", settings: agentcore.settings.parse({}) },
    },
    "target.yaml",
  );
  const { signal } = new AbortController();
  const session = await target.boot({}, signal);
  await using _closing = { [Symbol.asyncDispose]: () => session.close() };
  const ask = (prompt: string, conversation?: string) =>
    session.perform(
      { id: "t", prompt, input: { order: 7 }, ...(conversation === undefined ? {} : { session: conversation }) },
      signal,
      { trial: "e/t", performance: "e/t~t" },
    );
  expect(await ask("text")).toEqual({ text: "order 7" });
  expect(await ask("stream")).toEqual({ text: "within 30 days" });
  const first = await ask("session", "a");
  expect(first.text).toMatch(/^.{33,}$/);
  expect(await ask("session", "a")).toEqual(first);
  expect(await ask("session", "b")).not.toEqual(first);
  // Healthy or HealthyBusy: it is there.
  expect((await ask("busy")).text).toBe("HealthyBusy");
  const error = await ask("error").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AgentCrash);
  expect(String(error)).toMatch(/status 500/);
  expect(String(await ask("failing stream").catch((thrown: unknown) => thrown))).toMatch(/in its stream: model gone/);
});
