import { describe, expect, it } from "vitest";
import { serve, speaking } from "../testing/serve.ts";

interface Asked {
  readonly path: string;
  readonly body: { messages?: { content: string }[]; input?: { content: string }[]; stream: boolean } & Record<
    string,
    unknown
  >;
}

/** An endpoint that echoes the last thing said, in the shapes of the API reference. */
const endpoint = (asked: Asked[]) =>
  serve(async (request, response) => {
    let text = "";
    for await (const part of request) text += String(part);
    if (text === "") return void response.end();
    const body: Asked["body"] = JSON.parse(text);
    asked.push({ path: request.url ?? "", body });
    const last = (body.messages ?? body.input)?.at(-1)?.content ?? "";
    if (last === "error") return void response.writeHead(500).end('{"error":{"message":"model gone"}}');
    const events = (...values: unknown[]): void => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const value of values)
        response.write(`data: ${typeof value === "string" ? value : JSON.stringify(value)}\n\n`);
      response.end();
    };
    const json = (value: unknown): void =>
      void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (request.url === "/v1/chat/completions") {
      if (last === "calls")
        return json({
          choices: [{ index: 0, message: { content: null, tool_calls: [] }, finish_reason: "tool_calls" }],
        });
      if (!body.stream)
        return json({ choices: [{ index: 0, message: { content: `echo ${last}` }, finish_reason: "stop" }] });
      const delta = (content: string) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
      if (last === "cut") return events(delta("ec"));
      if (last === "fail") return events(delta("ec"), { error: { message: "model gone" } });
      return events(
        delta("echo "),
        delta(last),
        { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
        "[DONE]",
      );
    }
    const message = { type: "message", content: [{ type: "output_text", text: `echo ${last}`, annotations: [] }] };
    const reply = { id: `resp_${asked.length}`, status: "completed", output: [{ type: "reasoning" }, message] };
    const failed = { ...reply, status: "failed", error: { message: "model gone" }, output: [] };
    const given = last === "fail" ? failed : reply;
    if (!body.stream) return json(given);
    const begun = { type: "response.output_text.delta", delta: "ec" };
    if (last === "cut") return events(begun);
    return events(begun, { type: `response.${given.status}`, response: given });
  });

describe.each([false, true])("an agent that offers the API itself, streamed: %s", (stream) => {
  it("chat completions: every turn carries what was said before it", async () => {
    const asked: Asked[] = [];
    await using server = await endpoint(asked);
    await using agent = await speaking("openai-chat", `${server.url}/v1`, { stream });
    expect(await agent.ask("one", { session: "s" })).toEqual({ text: "echo one" });
    expect(await agent.ask("two", { session: "s", input: { order: 7 } })).toEqual({ text: 'echo two\n\n{"order":7}' });
    expect(await agent.ask("one", { session: "t" })).toEqual({ text: "echo one" });
    expect(asked.map(({ body }) => body.messages?.map(({ content }) => content))).toEqual([
      ["one"],
      ["one", "echo one", 'two\n\n{"order":7}'],
      ["one"],
    ]);
    expect(asked[0]?.body).toMatchObject({ model: "agent", stream });
    expect(await agent.refusal("error")).toMatch(/^AgentCrash: .*status 500.*model gone/);
    if (stream) {
      expect(await agent.refusal("cut")).toMatch(/^AgentCrash: .*without a finish reason, after 2 characters/);
      expect(await agent.refusal("fail")).toMatch(/^AgentCrash: .*in its stream: model gone/);
    } else expect(await agent.refusal("calls")).toMatch(/^TargetFailure: .*"choices\.0\.message\.content"/);
  });

  it("responses: with the conversation, or with the id of the previous response", async () => {
    const asked: Asked[] = [];
    await using server = await endpoint(asked);
    await using sent = await speaking("openai-responses", `${server.url}/v1`, { stream });
    await using kept = await speaking("openai-responses", `${server.url}/v1`, { stream, history: "kept" });
    for (const agent of [sent, kept]) {
      expect(await agent.ask("one", { session: "s" })).toEqual({ text: "echo one" });
      expect(await agent.ask("two", { session: "s" })).toEqual({ text: "echo two" });
    }
    expect(asked.map(({ body }) => [body.previous_response_id, body.input?.map(({ content }) => content)])).toEqual([
      [undefined, ["one"]],
      [undefined, ["one", "echo one", "two"]],
      [undefined, ["one"]],
      ["resp_3", ["two"]],
    ]);
    expect(await sent.refusal("fail")).toMatch(/^AgentCrash: .*model gone/);
    if (stream) expect(await sent.refusal("cut")).toMatch(/^AgentCrash: .*ended before its response was complete/);
  });
});
