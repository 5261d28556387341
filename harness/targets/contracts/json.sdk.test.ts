import { convertToModelMessages, simulateReadableStream, streamText, type UIMessage } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { expect, it } from "vitest";
import { serve, speaking } from "../testing/serve.ts";

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};
/** A model that says two pieces of text, or breaks off after the first. */
const model = (breaks: boolean) =>
  new MockLanguageModelV4({
    doStream: async () => ({
      stream: simulateReadableStream({
        chunks: [
          { type: "stream-start" as const, warnings: [] },
          { type: "text-start" as const, id: "1" },
          { type: "text-delta" as const, id: "1", delta: "within " },
          ...(breaks
            ? [{ type: "error" as const, error: new Error("model gone") }]
            : [
                { type: "text-delta" as const, id: "1", delta: "30 days" },
                { type: "text-end" as const, id: "1" },
                { type: "finish" as const, finishReason: { unified: "stop" as const, raw: "stop" }, usage },
              ]),
        ],
      }),
    }),
  });

it("speaks the AI SDK's UI message stream with a route as its documentation writes it, piped and as a Response", async () => {
  const seen: UIMessage[][] = [];
  await using server = await serve(async (request, response) => {
    let text = "";
    for await (const part of request) text += String(part);
    if (text === "") return void response.end();
    const { messages }: { messages: UIMessage[] } = JSON.parse(text);
    seen.push(messages);
    const said = JSON.stringify(messages);
    const result = streamText({
      model: model(said.includes("break")),
      messages: await convertToModelMessages(messages),
      onError: () => {},
    });
    const onError = (error: unknown): string => (error instanceof Error ? error.message : "?");
    if (said.includes("piped")) return void (await result.pipeUIMessageStreamToResponse(response, { onError }));
    const given = result.toUIMessageStreamResponse({ onError });
    response.writeHead(given.status, Object.fromEntries(given.headers));
    for await (const bytes of given.body ?? []) response.write(bytes);
    response.end();
  });
  const parts = [{ type: "text", text: "{{prompt}}" }];
  await using agent = await speaking("json", server.url, {
    request: { id: "{{session}}", messages: [{ id: "m1", role: "user", parts }] },
  });
  expect(await agent.ask("as a Response")).toEqual({ text: "within 30 days" });
  expect(await agent.ask("piped")).toEqual({ text: "within 30 days" });
  expect(await agent.refusal("break")).toMatch(/^AgentCrash: .* reported in its stream: model gone/);
  expect(await agent.refusal("break, piped")).toMatch(/^AgentCrash: .* reported in its stream: model gone/);
  expect(seen[0]?.[0]?.parts).toEqual([{ type: "text", text: "as a Response" }]);
});
