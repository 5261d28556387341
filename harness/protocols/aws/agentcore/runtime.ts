import { BadRequest, type Protocol } from "../../../domain/protocol.ts";
import type { WireRequest } from "../../../domain/wire.ts";
import { queryOf } from "../../shared/address.ts";
import { isObject } from "../../shared/json-body.ts";
import { mismatch } from "../../shared/mismatch.ts";
import { noOptions } from "../../shared/options.ts";
import { decoded } from "../../shared/route.ts";
import { errorReply, failuresOf } from "../errors.ts";
import { requestId } from "../ids.ts";
import { sdkAttempt } from "../sdk-attempt.ts";
import { answerReply, readAnswer, splitAnswer } from "./answers.ts";
import { payloadArguments } from "./arguments.ts";
import { runtimeErrors } from "./errors.ts";
import { agentStream } from "./stream.ts";

const sessionHeader = "x-amzn-bedrock-agentcore-runtime-session-id";

const operations: readonly (readonly [name: string, method: string, end: RegExp])[] = [
  ["InvokeAgentRuntime", "POST", /\/runtimes\/([^/]+)\/invocations$/],
  ["StopRuntimeSession", "POST", /\/runtimes\/([^/]+)\/stopruntimesession$/],
  ["GetAgentCard", "GET", /\/runtimes\/([^/]+)\/invocations\/\.well-known\/agent-card\.json$/],
];

function endpointOf({ method, url }: WireRequest): { readonly name: string; readonly arn: string } | undefined {
  const path = URL.parse(url)?.pathname.replace(/\/+$/, "") ?? "";
  for (const [name, wanted, end] of operations) {
    const arn = method === wanted ? end.exec(path)?.[1] : undefined;
    if (arn !== undefined) return { name, arn: decoded(arn) };
  }
  return undefined;
}

/** Bedrock AgentCore Runtime as its clients see it: of the agent only what it answers with success comes through. */
export const agentcoreRuntime: Protocol = {
  name: "agentcore-runtime",
  summary: "An agent on Amazon Bedrock AgentCore Runtime: InvokeAgentRuntime, JSON and SSE.",
  boundary: "agent",
  failures: failuresOf(runtimeErrors),
  announcesWait: false,
  checkOptions: noOptions,
  operations: () => operations.map(([name]) => name),
  recognise: (request) => endpointOf(request)?.name,
  clientAttempt: sdkAttempt,
  decodeCall(request) {
    const endpoint = endpointOf(request);
    if (!endpoint) throw new BadRequest("Unknown operation.", "not-found");
    const { body, headers, method, url } = request;
    const sessionId = headers[sessionHeader];
    return {
      operation: endpoint.name,
      payload: {
        kind: "tool",
        request: {
          arguments: { ...payloadArguments(body), ...queryOf(request), agentRuntimeArn: endpoint.arn },
          method,
          path: URL.parse(url)?.pathname ?? "",
        },
      },
      stream: /\btext\/event-stream\b/i.test(headers["accept"] ?? ""),
      // Clients make a session up for each call that names none, so it is no part of what was asked.
      ...(sessionId === undefined ? {} : { echo: { sessionId } }),
    };
  },
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return errorReply(runtimeErrors, reply.failure, call, context);
    if (reply.payload.kind !== "tool") throw mismatch(call, reply.payload);
    const { echo } = call;
    const given = isObject(echo) ? echo["sessionId"] : undefined;
    return answerReply(reply.payload.result, {
      "x-amzn-requestid": requestId(context),
      [sessionHeader]: typeof given === "string" ? given : requestId(context),
    });
  },
  decodeReply(_call, { status, headers, bytes }) {
    const result = readAnswer(status, headers, bytes);
    return result && { kind: "tool", result };
  },
  split: (chunks, { headers }) => splitAnswer(chunks, headers),
  midStream: agentStream,
};
