import { Client } from "@langchain/langgraph-sdk";
import { describe, expect, it } from "vitest";
import { langgraphServer } from "../testing/langgraph-server.ts";
import { speaking } from "../testing/serve.ts";

it("the stand-in for the server is understood by the platform's own client", async () => {
  await using server = await langgraphServer();
  const client = new Client({ apiUrl: server.url, apiKey: null });
  const { thread_id } = await client.threads.create();
  const input = { messages: [{ role: "user", content: "hi" }] };
  const state = await client.runs.wait(thread_id, "agent", { input });
  expect(state).toMatchObject({ messages: [{ type: "human" }, { type: "ai", content: "echo hi after 1" }] });
  const events: string[] = [];
  for await (const { event } of client.runs.stream(thread_id, "agent", { input, streamMode: ["values"] }))
    events.push(event);
  expect(events).toEqual(["metadata", "values", "values"]);
});

describe.each([false, true])("a LangGraph server, streamed: %s", (stream) => {
  it("has a thread for each conversation, and its failures with status 200 are crashes", async () => {
    await using server = await langgraphServer();
    await using agent = await speaking("langgraph", server.url, { stream });
    expect(await agent.ask("one", { session: "s" })).toEqual({ text: "echo one after 1" });
    expect(await agent.ask("two", { session: "s" })).toEqual({ text: "echo two after 3" });
    expect(await agent.ask("one", { session: "t" })).toEqual({ text: "echo one after 1" });
    expect(await agent.refusal("boom")).toMatch(/^AgentCrash: The run of the agent at .* failed: .*model gone/);
    expect(await agent.ask("approve")).toEqual({ text: "May I?", data: { interrupted: true } });
    await using wrong = await speaking("langgraph", server.url, { stream, assistant: "nobody" });
    expect(await wrong.refusal("one")).toMatch(/status 404: No assistant found for "nobody"/);
  });
});
