import type { Driver, Source } from "../driver.ts";
import { expecting, type Table } from "./expect.ts";
import * as calls from "./other-tools-calls.ts";
import { asMembers, asWritten, withheld } from "./tool-tables.ts";

type Place = Pick<Driver, "package" | "protocol" | "transport" | "dependency">;

const at = (from: string, protocol: string, url: string, transport: Driver["transport"] = "h1"): Place => ({
  package: from,
  protocol,
  transport,
  dependency: { boundary: "model", url },
});
const runtime = "https://bedrock-runtime.us-east-1.amazonaws.com";
const bedrock = (transport: Driver["transport"]): Place =>
  at("@aws-sdk/client-bedrock-runtime", "bedrock", runtime, transport);
const google = at("@google/genai", "gemini", "https://generativelanguage.googleapis.com");
const mistral = at("@mistralai/mistralai", "mistral", "https://api.mistral.ai");
const cohere = at("cohere-ai", "cohere", "https://api.cohere.com");
const ollama = at("ollama", "ollama", "http://127.0.0.1:11434");

const whole = (id: string, place: Place, call: Driver["call"], table: Table): Driver =>
  expecting({ ...place, id: `${id}, tool call`, asks: "tool call", mode: "whole", call }, table);
const streamed = (id: string, place: Place, call: Driver["call"], table: Table): Driver =>
  expecting({ ...place, id: `${id}, tool call`, asks: "tool call", mode: "stream", call }, table);

const fragments: Source = "docs: API_runtime_ToolUseBlockDelta, input is a string";
/** Documents of the service are values of JSON, and the client checks them against nothing. */
const converse = asMembers("read: @aws-sdk/client-bedrock-runtime/dist-es/schemas/schemas_0.js, ToolUseBlock");
/** The server parses what the model wrote; what is no call is words of the answer. */
const local = asWritten("read: ollama/dist/browser.mjs");

export const otherToolDrivers: readonly Driver[] = [
  whole("bedrock converse", bedrock("h2"), calls.converse("h2"), converse),
  streamed("bedrock converse, streamed", bedrock("h2"), calls.converseStream("h2"), asWritten(fragments)),
  whole("bedrock converse over HTTP/1.1", bedrock("h1"), calls.converse("h1"), asMembers()),
  whole("genai generateContent", google, calls.genai, withheld()),
  streamed("genai generateContentStream", google, calls.genaiStream, withheld()),
  whole("mistral chat.complete", mistral, calls.mistral, asWritten()),
  streamed("mistral chat.stream", mistral, calls.mistralStream, asWritten()),
  whole("cohere chat", cohere, calls.cohere, asWritten()),
  streamed("cohere chatStream", cohere, calls.cohereStream, asWritten()),
  whole("ollama chat", ollama, calls.ollama, local),
  streamed("ollama chat, streamed", ollama, calls.ollamaStream, local),
];
