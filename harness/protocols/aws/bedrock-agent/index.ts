import type { ToolAnswer } from "../../../domain/call.ts";
import { BadRequest, type Protocol } from "../../../domain/protocol.ts";
import type { WireRequest } from "../../../domain/wire.ts";
import { endToEnd } from "../../shared/end-to-end.ts";
import { isBinaryEventStream } from "../../shared/event-stream.ts";
import { splitBinaryReply } from "../../shared/event-stream-splitter.ts";
import { isObject, parseJson } from "../../shared/json-body.ts";
import { mismatch } from "../../shared/mismatch.ts";
import { noOptions } from "../../shared/options.ts";
import { matchRoute, segmentsOf } from "../../shared/route.ts";
import { agentRuntimeErrors } from "../agent-runtime-errors.ts";
import { agentRuntimeStream } from "../agent-runtime-stream.ts";
import { errorReply, failuresOf } from "../errors.ts";
import { sdkAttempt } from "../sdk-attempt.ts";
import { chunkFrame, completionMarker, type Echo, readCompletion, writeCompletion } from "./completion.ts";

const operation = "InvokeAgent";
const route = {
  method: "POST",
  segments: segmentsOf("/agents/:agentId/agentAliases/:agentAliasId/sessions/:sessionId/text"),
};

/** By the end of the path: the dependency may be the service, an agent or an alias of one. */
function parametersOf({ method, url }: WireRequest): Record<string, string> | undefined {
  const segments = segmentsOf(URL.parse(url)?.pathname ?? "");
  return matchRoute(route, method, segments.slice(-route.segments.length).join("/"));
}

/** An agent of Amazon Bedrock: text in, a stream of chunks and traces out. */
export const bedrockAgent: Protocol = {
  name: "bedrock-agent",
  summary: "An Amazon Bedrock agent: InvokeAgent with its stream of chunks, traces and returns of control.",
  boundary: "agent",
  failures: failuresOf(agentRuntimeErrors),
  announcesWait: false,
  checkOptions: noOptions,
  operations: () => [operation],
  recognise: (request) => (parametersOf(request) ? operation : undefined),
  clientAttempt: sdkAttempt,
  decodeCall(request) {
    const parameters = parametersOf(request);
    if (!parameters) throw new BadRequest("Unknown operation.", "not-found");
    const body = request.body.length === 0 ? {} : parseJson(request.body);
    if (!isObject(body)) throw new BadRequest("The request body is not a JSON object.");
    const streaming = body["streamingConfigurations"];
    const echo: Echo = {
      sessionId: parameters["sessionId"] ?? "",
      inPieces: isObject(streaming) && streaming["streamFinalResponse"] === true,
    };
    return {
      operation,
      payload: {
        kind: "tool",
        request: {
          arguments: { ...body, ...parameters },
          method: request.method,
          path: URL.parse(request.url)?.pathname ?? "",
        },
      },
      stream: true,
      echo,
    };
  },
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return errorReply(agentRuntimeErrors, reply.failure, call, context);
    if (reply.payload.kind !== "tool") throw mismatch(call, reply.payload);
    const { value, headers = {} } = reply.payload.result;
    return writeCompletion(value, isObject(call.echo) ? (call.echo as Echo) : {}, headers, context);
  },
  decodeReply(_call, { status, headers, bytes }) {
    const value = isBinaryEventStream(headers) ? readCompletion(bytes) : undefined;
    const result: ToolAnswer | undefined = value && { status, value, headers: endToEnd(headers) };
    return result && { kind: "tool", result };
  },
  split: (chunks, head) => splitBinaryReply(chunks, head, completionMarker()),
  midStream: agentRuntimeStream(["model-not-ready"], () => chunkFrame("", "comment")),
};
