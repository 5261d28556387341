import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { a2aAgent } from "../testing/a2a-agent.ts";
import { speaking } from "../testing/serve.ts";

describe.each([
  ["JSON-RPC 1.0", "JSONRPC", "1.0"],
  ["REST 1.0", "HTTP+JSON", "1.0"],
  ["JSON-RPC 0.3", "JSONRPC", "0.3"],
] as const)("the official server over %s", (_name, binding, version) => {
  it.each([false, true])("answers with a message or a task, streamed: %s", async (stream) => {
    await using server = await a2aAgent(version);
    await using agent = await speaking("a2a", server.url, { binding, stream });
    expect(await agent.ask("fact")).toEqual({ text: "30 days" });
    expect(await agent.ask("task")).toEqual({ text: "one two three" });
    expect(await agent.refusal("fail")).toMatch(/^AgentCrash: .*ended as failed: model gone/);
  });

  it("goes on with a conversation, and with a task that waits for the user", async () => {
    await using server = await a2aAgent(version);
    await using agent = await speaking("a2a", server.url, { binding });
    const asks = await agent.ask("ask", { session: "s" });
    expect(asks).toEqual({ text: "Which order?", data: { state: "input-required" } });
    expect(await agent.ask("TG-1001", { session: "s" })).toEqual({ text: "TG-1001 in the same task" });
    expect(server.contexts.size).toBe(1);
  });

  it("takes the task back when nobody waits for it any more", async () => {
    await using server = await a2aAgent(version);
    await using agent = await speaking("a2a", server.url, { binding });
    const stop = new AbortController();
    const asking = agent.ask("long", {}, stop.signal).catch((error: unknown) => error);
    await vi.waitFor(() => expect(server.working.size).toBe(1), { timeout: 5000 });
    // The client must have heard of the task before it can name it.
    await sleep(200);
    stop.abort(new Error("deadline"));
    expect(await asking).toMatchObject({ message: "deadline" });
    expect(server.working.size).toBe(0);
  });
});

it("says what the card offers where that is not what was asked for, and where there is no card", async () => {
  await using server = await a2aAgent("0.3");
  await using rest = await speaking("a2a", server.url, { binding: "HTTP+JSON" });
  expect(await rest.refusal("fact")).toMatch(
    /^TargetFailure: .*its card offers JSONRPC 0\.3; Brownout speaks HTTP\+JSON/,
  );
  await using nobody = await speaking("a2a", `${server.url}/rpc`);
  expect(await nobody.refusal("fact")).toMatch(/^TargetFailure: .*has no agent card at .*: status 404/);
});
