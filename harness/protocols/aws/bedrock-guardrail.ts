import type { Failure } from "../../domain/call.ts";
import { BadRequest, type EncodeContext, type Protocol } from "../../domain/protocol.ts";
import type { WireReply, WireRequest } from "../../domain/wire.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { extraHeaders } from "../shared/retry-after.ts";
import { decoded } from "../shared/route.ts";
import { runtimeErrors } from "./bedrock/failures.ts";
import { type ErrorModel, errorReply, failuresOf, someForms } from "./errors.ts";
import { pathOf } from "./path.ts";
import { sdkAttempt } from "./sdk-attempt.ts";
import { answerReply, readAnswer } from "./tool-answer.ts";

/** Those of the runtime's errors that the operation has; its quota is one of text units, and no throttling. */
const guardrailErrors: ErrorModel = {
  ...runtimeErrors,
  forms: {
    ...someForms(runtimeErrors, [
      "throttled",
      "server-error",
      "unavailable",
      "region-down",
      "bad-gateway",
      "gateway-timeout",
      "credentials-expired",
    ]),
    "quota-exhausted": {
      status: 400,
      name: "ServiceQuotaExceededException",
      message: "The number of text units exceeds the quota. Wait and try your request again.",
    },
    "access-denied": {
      status: 403,
      name: "AccessDeniedException",
      message: "You are not authorized to perform: bedrock:ApplyGuardrail on this resource.",
    },
    "not-found": {
      status: 404,
      name: "ResourceNotFoundException",
      message: "The guardrail identifier or version provided in the request does not exist.",
    },
    "invalid-request": { status: 400, name: "ValidationException", message: "The provided request is not valid." },
  },
};

const operation = "apply-guardrail";
const intervention = "guardrail-intervened";

/** What the service answers of a text that a denied topic is in: the guardrail's own message, and why. */
function intervened(failure: Failure, context: EncodeContext): WireReply {
  const text = failure.message ?? "Sorry, the model cannot answer this question.";
  const value = {
    action: "GUARDRAIL_INTERVENED",
    actionReason: "Guardrail blocked.",
    outputs: [{ text }],
    assessments: [{ topicPolicy: { topics: [{ name: "Denied topic", type: "DENY", action: "BLOCKED" }] } }],
    usage: {
      topicPolicyUnits: 1,
      contentPolicyUnits: 0,
      wordPolicyUnits: 0,
      sensitiveInformationPolicyUnits: 0,
      sensitiveInformationPolicyFreeUnits: 0,
      contextualGroundingPolicyUnits: 0,
    },
  };
  return answerReply({ status: 200, value, headers: extraHeaders(failure) }, context);
}

const addressed = (request: WireRequest): readonly string[] | undefined =>
  request.method === "POST"
    ? /\/guardrail\/(.+)\/version\/([^/]+)\/apply$/.exec(pathOf(request))?.slice(1).map(decoded)
    : undefined;

/** Amazon Bedrock Guardrails on their own. An intervention is an answer: 200 with `action: GUARDRAIL_INTERVENED`. */
export const bedrockGuardrail: Protocol = {
  name: "bedrock-guardrail",
  summary: "Amazon Bedrock ApplyGuardrail, asked apart from any model.",
  boundary: "guardrail",
  failures: [...failuresOf(guardrailErrors), intervention],
  failsIn200: [intervention],
  announcesWait: false,
  checkOptions: noOptions,
  operations: () => [operation],
  recognise: (request) => (addressed(request) ? operation : undefined),
  clientAttempt: sdkAttempt,
  decodeCall(request) {
    const [guardrailIdentifier, guardrailVersion] = addressed(request) ?? [];
    if (guardrailIdentifier === undefined) throw new BadRequest("No such operation.", "not-found");
    const body = parseJson(request.body);
    if (!isObject(body)) throw new BadRequest("Malformed input request, please reformat your input and try again.");
    for (const member of ["content", "source"])
      if (body[member] === undefined)
        throw new BadRequest(
          `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must not be null`,
        );
    return {
      operation,
      payload: {
        kind: "tool",
        request: {
          arguments: { ...body, guardrailIdentifier, guardrailVersion },
          method: request.method,
          path: pathOf(request),
        },
      },
      stream: false,
    };
  },
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure")
      return reply.failure.kind === intervention
        ? intervened(reply.failure, context)
        : errorReply(guardrailErrors, reply.failure, call, context);
    if (reply.payload.kind !== "tool") throw mismatch(call, reply.payload);
    return answerReply(reply.payload.result, context);
  },
  decodeReply: readAnswer,
};
