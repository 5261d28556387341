import { describe, expect, it } from "vitest";
import { BadRequest, type Protocol } from "../domain/protocol.ts";
import { anthropic } from "./anthropic/index.ts";
import { openai } from "./openai/index.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "./testing/calls.ts";

const binding = bindingOf("http://model.test/v1");

function complaint(protocol: Protocol, path: string, body: unknown): string {
  try {
    protocol.decodeCall(requestOf("POST", `http://model.test/v1${path}`, body), binding);
  } catch (error) {
    if (error instanceof BadRequest) return error.message;
    throw error;
  }
  return "accepted";
}

const user = { role: "user", content: "Hi" };
const asked = {
  role: "assistant",
  tool_calls: [{ id: "c1", type: "function", function: { name: "f", arguments: "{}" } }],
};
const use = { role: "assistant", content: [{ type: "tool_use", id: "t1", name: "f", input: {} }] };
const result = (id: string) => ({ role: "user", content: [{ type: "tool_result", tool_use_id: id, content: "x" }] });

describe("requests that the provider would refuse", () => {
  it.each([
    ["not JSON", "{", /could not parse the JSON body/],
    ["no model", { messages: [user] }, /you must provide a model parameter/],
    ["no messages", { model: "m" }, /Missing required parameter: 'messages'/],
    [
      "messages of another type",
      { model: "m", messages: "Hi" },
      /Invalid type for 'messages': expected an array, but got a string/,
    ],
    ["no messages in the list", { model: "m", messages: [] }, /empty array/],
    [
      "an unknown role",
      { model: "m", messages: [{ role: "robot", content: "x" }] },
      /Invalid value: 'robot'. Supported values are: 'system'/,
    ],
    [
      "a part without a type",
      { model: "m", messages: [{ role: "user", content: [{ text: "x" }] }] },
      /'messages\[0\]\.content\[0\]\.type'/,
    ],
    [
      "content of another type",
      { model: "m", messages: [{ role: "user", content: 7 }] },
      /'messages\[0\]\.content': expected a string or an array/,
    ],
    [
      "a user without content",
      { model: "m", messages: [{ role: "user" }] },
      /Missing required parameter: 'messages\[0\]\.content'/,
    ],
    [
      "a tool message without its id",
      { model: "m", messages: [user, asked, { role: "tool", content: "x" }] },
      /'messages\[2\]\.tool_call_id'/,
    ],
    [
      "a result without a call",
      { model: "m", messages: [user, { role: "tool", tool_call_id: "c1", content: "x" }] },
      /must be a response to a preceeding message/,
    ],
    ["a call without a result", { model: "m", messages: [user, asked, user] }, /did not have response messages: c1/],
    [
      "stream options without a stream",
      { model: "m", messages: [user], stream_options: {} },
      /only allowed when 'stream' is enabled/,
    ],
  ])("Chat Completions: %s", (_case, body, message) => {
    expect(complaint(openai, "/chat/completions", body)).toMatch(message);
  });

  it.each([
    ["no model", { input: "Hi" }, /Missing|you must provide a model/],
    ["no input", { model: "m" }, /Missing required parameter: 'input'/],
    [
      "a result without a call",
      { model: "m", input: [{ type: "function_call_output", call_id: "c1", output: "x" }] },
      /No tool call found for function call output with call_id c1/,
    ],
    [
      "a call without a result",
      { model: "m", input: [{ type: "function_call", call_id: "c1", name: "f", arguments: "{}" }] },
      /No tool output found for function call c1/,
    ],
    ["a message without a role", { model: "m", input: [{ content: "x" }] }, /'input\[0\]\.role'/],
  ])("Responses: %s", (_case, body, message) => {
    expect(complaint(openai, "/responses", body)).toMatch(message);
  });

  it("Responses: takes answers to stored calls on trust", () => {
    const input = [{ type: "function_call_output", call_id: "c1", output: "x" }];
    expect(complaint(openai, "/responses", { model: "m", input, previous_response_id: "resp_1" })).toBe("accepted");
  });

  it.each([
    ["not JSON", "{", /not valid JSON/],
    ["no model", { max_tokens: 1, messages: [user] }, /^model: Field required$/],
    ["no limit", { model: "m", messages: [user] }, /^max_tokens: Field required$/],
    ["no messages", { model: "m", max_tokens: 1 }, /^messages: Field required$/],
    [
      "messages of another type",
      { model: "m", max_tokens: 1, messages: "Hi" },
      /^messages: Input should be a valid list$/,
    ],
    ["no messages in the list", { model: "m", max_tokens: 1, messages: [] }, /at least one message is required/],
    [
      "an unknown role",
      { model: "m", max_tokens: 1, messages: [{ role: "robot", content: "x" }] },
      /^messages\.0\.role: Input should be 'user'/,
    ],
    [
      "a message without content",
      { model: "m", max_tokens: 1, messages: [{ role: "user" }] },
      /^messages\.0\.content: Field required$/,
    ],
    [
      "a result without a call",
      { model: "m", max_tokens: 1, messages: [user, result("t1")] },
      /unexpected `tool_use_id` found in `tool_result` blocks: t1/,
    ],
    [
      "a call without a result",
      { model: "m", max_tokens: 1, messages: [user, use, user] },
      /^messages\.1: `tool_use` ids were found .* t1/,
    ],
    [
      "results of another call",
      { model: "m", max_tokens: 1, messages: [user, use, result("t2")] },
      /unexpected `tool_use_id`/,
    ],
  ])("Messages: %s", (_case, body, message) => {
    expect(complaint(anthropic, "/messages", body)).toMatch(message);
  });

  it("are answered in the provider's shape, the parameter named", async () => {
    const draft = {
      operation: "POST /chat/completions",
      payload: { kind: "tool" as const, request: { arguments: {} } },
      stream: false,
    };
    const wire = openai.encodeReply(
      callOf(draft, openai),
      { kind: "failure", failure: { kind: "invalid-request", message: "Missing required parameter: 'messages'." } },
      binding,
      encodeContext(),
    );
    expect(wire.status).toBe(400);
    expect(JSON.parse(Buffer.from((await joined(wire)).bytes).toString())).toEqual({
      error: {
        message: "Missing required parameter: 'messages'.",
        type: "invalid_request_error",
        param: "messages",
        code: "missing_required_parameter",
      },
    });
  });
});
