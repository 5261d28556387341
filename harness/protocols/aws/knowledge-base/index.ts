import type { Call } from "../../../domain/call.ts";
import { BadRequest, type Protocol } from "../../../domain/protocol.ts";
import { splitBinaryReply } from "../../shared/event-stream-splitter.ts";
import { isObject, jsonReply, parseJson } from "../../shared/json-body.ts";
import { mismatch } from "../../shared/mismatch.ts";
import { optionErrors } from "../../shared/options.ts";
import { agentRuntimeErrors } from "../agent-runtime-errors.ts";
import { errorReply, failuresOf } from "../errors.ts";
import { requestId } from "../ids.ts";
import { sdkAttempt } from "../sdk-attempt.ts";
import { readGenerated, writeGenerated } from "./generate.ts";
import { readStream, streamMark, writeStream } from "./generate-stream.ts";
import { guardrailReply } from "./guardrail.ts";
import type { Place } from "./hits.ts";
import { midStream } from "./mid-stream.ts";
import { type Echo, endpointOf, operations, readGenerate, readRetrieve } from "./request.ts";
import { readResults, writeResults } from "./retrieve.ts";
import { schema, settingsOf } from "./settings.ts";

/** Guardrails are told in successful replies; the rest are errors of the service. */
const failures = [...failuresOf(agentRuntimeErrors), "guardrail-intervened"] as const;

/** A knowledge base of Amazon Bedrock: the dependency's address is the service's, or ends in `/knowledgebases/<id>`. */
export const bedrockKnowledgeBase: Protocol = {
  name: "bedrock-knowledge-base",
  home: { host: /^bedrock-agent-runtime[.-].*\.amazonaws\.com$/, env: "AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME" },
  summary: "Amazon Bedrock Knowledge Bases: Retrieve, RetrieveAndGenerate and its stream.",
  boundary: "retrieval",
  failures,
  announcesWait: false,
  failsIn200: ["guardrail-intervened"],
  checkOptions: (options) => optionErrors(schema, options),
  operations: () => operations,
  recognise: ({ method, url }) => endpointOf(method, url)?.operation,
  clientAttempt: sdkAttempt,
  decodeCall({ method, url, body }) {
    const endpoint = endpointOf(method, url);
    if (!endpoint) throw new BadRequest("Unknown operation.", "not-found");
    const { operation, knowledgeBase } = endpoint;
    if (operation === "Retrieve") {
      const query = readRetrieve(body, knowledgeBase);
      return { operation, payload: { kind: "retrieval", query }, stream: false };
    }
    const { query, echo } = readGenerate(body);
    return { operation, payload: { kind: "retrieval", query }, stream: operation.endsWith("Stream"), echo };
  },
  encodeReply(call, reply, { options }, context) {
    const echo = echoOf(call);
    if (reply.kind === "failure")
      return reply.failure.kind === "guardrail-intervened"
        ? guardrailReply(reply.failure, call, echo, context)
        : errorReply(agentRuntimeErrors, reply.failure, call, context);
    const { payload } = reply;
    if (payload.kind !== "retrieval" || call.payload.kind !== "retrieval") throw mismatch(call, payload);
    const place: Place = {
      keys: settingsOf(options).metadata,
      knowledgeBase: call.payload.query.collection ?? "",
      scored: call.operation === "Retrieve",
    };
    if (call.stream) return writeStream(payload.result, place, echo, context);
    const headers = { "content-type": "application/json", "x-amzn-requestid": requestId(context) };
    const value = place.scored
      ? writeResults(payload.result, place)
      : writeGenerated(payload.result, place, echo, context);
    return jsonReply(200, headers, value);
  },
  decodeReply(call, { status, headers, bytes }, { options }) {
    if (status < 200 || status > 299) return undefined;
    const keys = settingsOf(options).metadata;
    const read = {
      Retrieve: () => readResults(parseJson(bytes), keys),
      RetrieveAndGenerate: () => readGenerated(parseJson(bytes), keys),
      RetrieveAndGenerateStream: () => readStream(bytes, headers, keys),
    };
    const result = isKnown(call.operation, read) ? read[call.operation]() : undefined;
    return result && { kind: "retrieval", result };
  },
  split: (chunks, head) => splitBinaryReply(chunks, head, streamMark),
  midStream,
};

const isKnown = <T extends object>(name: string, table: T): name is Extract<keyof T, string> =>
  Object.hasOwn(table, name);

const echoOf = ({ echo }: Call): Echo =>
  isObject(echo) && typeof echo["sessionId"] === "string" ? { sessionId: echo["sessionId"] } : {};
