import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { jsonLines, splitLines } from "../shared/ndjson.ts";
import { noOptions } from "../shared/options.ts";
import { rewriting, toolMessages } from "../shared/tool-results.ts";
import { wholeChunks } from "../shared/whole-chunks.ts";
import { failureReply, ollamaFailures } from "./failures.ts";
import { hollowOf } from "./hollow.ts";
import { answerLines, type Endpoint, lineMarker, wholeAnswer } from "./lines.ts";
import { midStream, textOf } from "./mid-stream.ts";
import { readLines } from "./read.ts";
import { decodeChat, decodeGenerate } from "./request.ts";

export { ollamaEmbeddings } from "./embeddings.ts";

const endpoints: readonly Endpoint[] = ["chat", "generate"];

const endpointOf = (request: WireRequest): Endpoint | undefined => {
  const path = request.method === "POST" ? (URL.parse(request.url)?.pathname ?? "") : "";
  const [, name] = /\/api\/(chat|generate)\/*$/.exec(path) ?? [];
  return endpointNamed(name);
};
const endpointNamed = (name: string | undefined): Endpoint | undefined => endpoints.find((one) => one === name);

const isLines = (headers: Readonly<Record<string, string>>): boolean =>
  /^application\/x-ndjson\b/i.test(headers["content-type"] ?? "");

/** A model server of one's own. There is no Retry-After and no request id on this wire. */
export const ollama: Protocol = {
  name: "ollama",
  home: { host: /:11434$/ },
  summary: "Ollama chat and generate, JSON and lines of JSON.",
  boundary: "model",
  failures: ollamaFailures,
  announcesWait: false,
  stopReasons: ["stop", "length", "tool-calls"],
  checkOptions: noOptions,
  operations: () => endpoints,
  recognise: endpointOf,
  decodeCall(request) {
    const endpoint = endpointOf(request);
    if (!endpoint) throw new BadRequest("404 page not found", "not-found");
    const body = parseJson(request.body);
    return endpoint === "chat" ? decodeChat(body, endpoint) : decodeGenerate(body, endpoint);
  },
  withToolResults: rewriting((request) => (endpointOf(request) === "chat" ? toolMessages : undefined)),
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return failureReply(reply.failure, call);
    const endpoint = endpointNamed(call.operation);
    if (reply.payload.kind !== "model" || call.payload.kind !== "model" || !endpoint)
      throw mismatch(call, reply.payload);
    const { turn } = reply.payload;
    const { conversation } = call.payload;
    if (!call.stream) {
      const value = wholeAnswer(turn, conversation, context, endpoint);
      return jsonReply(200, { "content-type": "application/json; charset=utf-8" }, value);
    }
    return {
      status: 200,
      // Without `transfer-encoding` a mocked stream that is cut looks to fetch like one that ended well.
      headers: { "content-type": "application/x-ndjson", "transfer-encoding": "chunked" },
      body: answerLines(turn, conversation, context, endpoint),
    };
  },
  decodeReply(call, { status, headers, bytes }) {
    if (!endpointNamed(call.operation) || status < 200 || status > 299) return undefined;
    const turn = readLines(isLines(headers) ? jsonLines(bytes) : [parseJson(bytes)]);
    return turn && { kind: "model", turn };
  },
  split: (chunks, { headers }) => (isLines(headers) ? splitLines(chunks, lineMarker()) : wholeChunks(chunks)),
  textOf,
  midStream,
  hollow: hollowOf(["no-answer", "error-in-200"]),
};
