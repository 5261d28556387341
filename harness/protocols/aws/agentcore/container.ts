import { BadRequest, type Protocol } from "../../../domain/protocol.ts";
import type { WireRequest } from "../../../domain/wire.ts";
import { jsonReply, parseJson } from "../../shared/json-body.ts";
import { mismatch } from "../../shared/mismatch.ts";
import { noOptions } from "../../shared/options.ts";
import { extraHeaders } from "../../shared/retry-after.ts";
import { answerReply, readAnswer, splitAnswer } from "./answers.ts";
import { payloadArguments } from "./arguments.ts";
import { agentStream } from "./stream.ts";

function operationOf({ method, url }: WireRequest): "invocations" | "ping" | undefined {
  const path = URL.parse(url)?.pathname ?? "";
  if (method === "POST" && path.endsWith("/invocations")) return "invocations";
  return method === "GET" && path.endsWith("/ping") ? "ping" : undefined;
}

/** Bodies of the servers that come with the service's SDKs. */
const forms = {
  "server-error": { status: 500, error: "Internal server error" },
  "invalid-request": { status: 400, error: "Invalid JSON" },
} as const;
const failures = Object.keys(forms) as readonly (keyof typeof forms)[];
const isKnown = (kind: string): kind is keyof typeof forms => Object.hasOwn(forms, kind);

const saysJson = ({ headers }: WireRequest): boolean => /\bjson\b/i.test(headers["content-type"] ?? "");

/** The contract of a container on Bedrock AgentCore Runtime, for agents that are reached without the service in between. */
export const agentcoreContainer: Protocol = {
  name: "agentcore-container",
  summary: "An agent's own container as Amazon Bedrock AgentCore Runtime calls it: /invocations and /ping.",
  boundary: "agent",
  failures,
  announcesWait: false,
  checkOptions: noOptions,
  operations: () => ["invocations", "ping"] satisfies ReturnType<typeof operationOf>[],
  recognise: operationOf,
  decodeCall(request) {
    const operation = operationOf(request);
    if (!operation) throw new BadRequest("Not Found");
    const { body, headers, method, url } = request;
    if (operation === "invocations" && saysJson(request) && parseJson(body) === undefined)
      throw new BadRequest("Invalid JSON");
    return {
      operation,
      payload: {
        kind: "tool",
        request: { arguments: payloadArguments(body), method, path: URL.parse(url)?.pathname ?? "" },
      },
      stream: /\btext\/event-stream\b/i.test(headers["accept"] ?? ""),
    };
  },
  encodeReply(call, reply) {
    if (reply.kind === "failure") {
      const { failure } = reply;
      if (!isKnown(failure.kind))
        throw new Error(`A container has no "${failure.kind}": use one of ${failures.join(", ")}.`);
      const { status, error } = forms[failure.kind];
      const headers = { "content-type": "application/json", ...extraHeaders(failure) };
      return jsonReply(failure.status ?? status, headers, { error: failure.message ?? error });
    }
    if (reply.payload.kind !== "tool") throw mismatch(call, reply.payload);
    return answerReply(reply.payload.result, {});
  },
  decodeReply(_call, { status, headers, bytes }) {
    const result = readAnswer(status, headers, bytes);
    return result && { kind: "tool", result };
  },
  split: (chunks, { headers }) => splitAnswer(chunks, headers),
  midStream: agentStream,
};
