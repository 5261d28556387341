import { describe, expect, it } from "vitest";
import { BadRequest } from "../../../domain/protocol.ts";
import { hostedMessages } from "../../anthropic/hosted-body.ts";
import { bindingOf, requestOf } from "../../testing/calls.ts";
import { createBedrock } from "./index.ts";

const url = "https://bedrock-runtime.us-east-1.amazonaws.com";
const protocol = createBedrock([hostedMessages]);

function complaint(body: unknown, path = "/model/m/converse"): string {
  try {
    protocol.decodeCall(requestOf("POST", url + path, body), bindingOf(url));
  } catch (error) {
    if (error instanceof BadRequest) return error.message;
    throw error;
  }
  return "accepted";
}

const user = { role: "user", content: [{ text: "Hi" }] };
const use = { role: "assistant", content: [{ toolUse: { toolUseId: "t1", name: "f", input: {} } }] };
const result = (id: string) => ({
  role: "user",
  content: [{ toolResult: { toolUseId: id, content: [{ text: "x" }] } }],
});
const toolConfig = { tools: [{ toolSpec: { name: "f", inputSchema: { json: { type: "object" } } } }] };

describe("requests that the service would refuse", () => {
  it.each([
    ["not JSON", "{", /^Malformed input request/],
    ["messages of another type", { messages: "Hi" }, /^Malformed input request/],
    [
      "a message without content",
      { messages: [{ role: "user" }] },
      /^1 validation error detected: Value at 'messages\.1\.member\.content' failed to satisfy constraint: Member must not be null$/,
    ],
    [
      "an unknown role",
      { messages: [{ ...user, role: "robot" }] },
      /'messages\.1\.member\.role' .* enum value set: \[user, assistant\]/,
    ],
    ["no content in the list", { messages: [{ role: "user", content: [] }] }, /at messages\.0 is empty/],
    ["blank text", { messages: [{ role: "user", content: [{ text: " " }] }] }, /messages\.0\.content\.0 is blank/],
    ["an assistant that begins", { messages: [{ ...user, role: "assistant" }] }, /must start with a user message/],
    ["tools that are not configured", { messages: [user, use, result("t1")] }, /toolConfig field must be defined/],
    [
      "a result without a call",
      { messages: [user, result("t1")], toolConfig },
      /toolResult blocks at messages\.1\.content exceeds the number of toolUse blocks/,
    ],
    [
      "a call without a result",
      { messages: [user, use, user], toolConfig },
      /^Expected toolResult blocks at messages\.2\.content for the following Ids: t1$/,
    ],
    ["a call at the end", { messages: [user, use], toolConfig }, /^Expected toolResult blocks at messages\.2\.content/],
  ])("Converse: %s", (_case, body, message) => {
    expect(complaint(body)).toMatch(message);
  });

  it("Converse: accepts calls with their results, and a prompt without messages", () => {
    expect(complaint({ messages: [user, use, result("t1")], toolConfig })).toBe("accepted");
    expect(complaint({ promptVariables: {} })).toBe("accepted");
  });

  it("InvokeModel: leaves it to the model's own body", () => {
    expect(complaint({ prompt: "Hi" }, "/model/amazon.titan-text-lite-v1/invoke")).toMatch(/\[inputText\] not found/);
    const path = "/model/anthropic.claude-v2/invoke";
    expect(complaint({ messages: [user], anthropic_version: "x" }, path)).toMatch(/^max_tokens: Field required$/);
  });
});

describe("a conversation", () => {
  it("is read with its tools, results, errors, limit and cache points", () => {
    const body = {
      system: [{ text: "Be kind." }, { cachePoint: { type: "default" } }, { text: "Be short." }],
      toolConfig: { tools: [...toolConfig.tools, { cachePoint: { type: "default" } }] },
      inferenceConfig: { maxTokens: 10 },
      messages: [
        {
          role: "user",
          content: [{ text: "Look" }, { image: { format: "png" } }, { cachePoint: { type: "default" } }],
        },
        {
          role: "assistant",
          content: [{ reasoningContent: { reasoningText: { text: "Hm" } } }, { text: "I will" }, ...use.content],
        },
        {
          role: "user",
          content: [
            { toolResult: { toolUseId: "t1", content: [{ json: { a: 1 } }], status: "error" } },
            { text: "And?" },
            { cachePoint: { type: "default" } },
          ],
        },
      ],
    };
    const { payload } = protocol.decodeCall(requestOf("POST", `${url}/model/m/converse`, body), bindingOf(url));
    expect(payload).toEqual({
      kind: "model",
      conversation: {
        model: "m",
        system: "Be kind.\n\nBe short.",
        messages: [
          { role: "user", text: "Look\n[image]" },
          { role: "assistant", text: "I will", toolCalls: [{ id: "t1", name: "f", arguments: "{}" }] },
          { role: "tool", callId: "t1", name: "f", text: '{"a":1}', isError: true },
          { role: "user", text: "And?" },
        ],
        tools: [{ name: "f", parameters: { type: "object" } }],
        maxOutputTokens: 10,
        stream: false,
        cacheMarks: [1, 2, 3, 6],
      },
    });
  });
});
