import { describe, expect, it } from "vitest";
import { hostedMessages } from "../../anthropic/hosted-body.ts";
import { bindingOf, requestOf } from "../../testing/calls.ts";
import { createBedrock } from "./index.ts";

const protocol = createBedrock([hostedMessages]);
const binding = bindingOf("https://bedrock-runtime.us-east-1.amazonaws.com");

describe("what is recognised", () => {
  const url = "https://bedrock-runtime.us-east-1.amazonaws.com";
  const arn = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.some.model-v1:0";
  it.each([
    [`${url}/model/amazon.nova-pro-v1%3A0/converse`, "converse", "amazon.nova-pro-v1:0"],
    [`${url}/model/us.some.model-v1:0/converse-stream`, "converse-stream", "us.some.model-v1:0"],
    [`${url}/model/${encodeURIComponent(arn)}/converse`, "converse", arn],
    [`${url}/model/${arn}/converse`, "converse", arn],
    ["http://127.0.0.1:9/t/1/model/amazon.nova-lite-v1:0/invoke", "invoke", "amazon.nova-lite-v1:0"],
  ])("%s", (address, operation, model) => {
    const body = { messages: [{ role: "user", content: [{ text: "Hi" }] }] };
    const request = requestOf("POST", address, body);
    expect(protocol.recognise(request, binding)).toBe(operation);
    expect(protocol.decodeCall(request, binding).payload).toMatchObject({ conversation: { model } });
  });

  it.each([
    ["GET", "/model/m/converse", {}],
    ["POST", "/model/m/count-tokens", {}],
    ["POST", "/model/m/invoke-with-bidirectional-stream", {}],
    ["POST", "/async-invoke", {}],
    ["POST", "/guardrail/g/version/1/apply", {}],
    ["POST", "/model/some.body-v1/invoke", { prompt: "Hi" }],
  ])("is not %s %s", (method, path, body) => {
    expect(protocol.recognise(requestOf(method, url + path, body), binding)).toBeUndefined();
  });

  it("is a hosted body behind an alias that says nothing of it", () => {
    const alias = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123";
    const body = {
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 9,
      messages: [{ role: "user", content: "Hi" }],
    };
    const request = requestOf("POST", `${url}/model/${encodeURIComponent(alias)}/invoke-with-response-stream`, body);
    expect(protocol.recognise(request, binding)).toBe("invoke-stream");
    expect(protocol.decodeCall(request, binding)).toMatchObject({ stream: true, echo: { body: "anthropic" } });
  });
});
