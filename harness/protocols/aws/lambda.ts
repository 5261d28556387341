import type { Call, Failure } from "../../domain/call.ts";
import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import { decodeText, type WireRequest } from "../../domain/wire.ts";
import { isObject, jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { extraHeaders, retryAfter } from "../shared/retry-after.ts";
import { decoded } from "../shared/route.ts";
import { type ErrorModel, errorReply, failuresOf, type ServiceError } from "./errors.ts";
import { requestId } from "./ids.ts";
import { pathOf } from "./path.ts";
import { sdkAttempt } from "./sdk-attempt.ts";
import { answerReply, readAnswer } from "./tool-answer.ts";

const error = (status: number, name: string, message: string): ServiceError => ({ status, name, message });
const arnOf = (call: Call | undefined): string =>
  `arn:aws:lambda:us-east-1:123456789012:function:${call?.operation ?? "function"}`;

const unavailable = error(503, "ServiceUnavailableException", "Service is temporarily unavailable. Try again later.");

/** Errors of the service itself: the function was not asked. Only its throttling says when to come back. */
const serviceErrors: ErrorModel = {
  forms: {
    throttled: {
      ...error(429, "TooManyRequestsException", "Rate Exceeded."),
      members: { Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" },
    },
    "server-error": error(500, "ServiceException", "The service encountered an internal error."),
    unavailable,
    "region-down": unavailable,
    "not-found": (_failure, call) => error(404, "ResourceNotFoundException", `Function not found: ${arnOf(call)}`),
    "access-denied": (_failure, call) =>
      error(403, "AccessDeniedException", `You are not authorized to perform: lambda:InvokeFunction on ${arnOf(call)}`),
    "credentials-expired": error(403, "ExpiredTokenException", "The security token included in the request is expired"),
    "invalid-request": error(400, "InvalidRequestContentException", "Could not parse request body into json."),
  },
  // The service's model spells the message in two ways.
  body: ({ name, message, status, members }) => ({
    ...members,
    Type: status < 500 ? "User" : "Service",
    [name === "ResourceNotFoundException" || name === "ServiceException" ? "Message" : "message"]: message,
  }),
  headers: (_error, failure) => (failure.kind === "throttled" ? retryAfter(failure) : {}),
};

/** A function that failed is a success of the service: 200, and a header that says so. */
const functionErrors: Readonly<Record<string, (failure: Failure, id: string) => Readonly<Record<string, unknown>>>> = {
  "model-error": ({ message }) => ({
    errorType: "Error",
    errorMessage: message ?? "Unhandled error in the function",
    trace: [
      `Error: ${message ?? "Unhandled error in the function"}`,
      "    at Runtime.handler (file:///var/task/index.mjs:1:1)",
    ],
  }),
  "model-timeout": ({ message }, id) => ({
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${id} Error: ${message ?? "Task timed out after 3.00 seconds"}`,
  }),
};

const functionFailures = ["model-error", "model-timeout"] as const;

/** A name, a partial ARN or an ARN, each with or without a version: the name alone. */
const nameIn = (identifier: string): string =>
  /(?:^|:)function:([^:]+)/.exec(identifier)?.[1] ?? identifier.split(":")[0] ?? identifier;

function functionOf(request: WireRequest): string | undefined {
  if (request.method !== "POST") return undefined;
  const found = /\/2015-03-31\/functions\/(.+)\/invocations$/.exec(pathOf(request))?.[1];
  return found === undefined ? undefined : nameIn(decoded(found));
}

/** A function behind AWS Lambda's Invoke: the function's name is the operation, its event the arguments. */
export const lambda: Protocol = {
  name: "lambda",
  summary: "A tool behind AWS Lambda's Invoke: the function is the operation.",
  boundary: "tool",
  failures: [...failuresOf(serviceErrors), ...functionFailures],
  failsIn200: functionFailures,
  checkOptions: noOptions,
  recognise: functionOf,
  clientAttempt: sdkAttempt,
  decodeCall(request) {
    const operation = functionOf(request);
    if (operation === undefined) throw new BadRequest("No such operation.", "not-found");
    const event = request.body.length === 0 ? {} : parseJson(request.body);
    if (event === undefined)
      throw new BadRequest(`Could not parse request body into json: ${decodeText(request.body).slice(0, 40)}`);
    return {
      operation,
      payload: {
        kind: "tool",
        request: {
          arguments: isObject(event) ? event : { event },
          method: request.method,
          path: pathOf(request),
        },
      },
      stream: false,
    };
  },
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") {
      const { failure } = reply;
      const failed = functionErrors[failure.kind];
      if (!failed && !failuresOf(serviceErrors).includes(failure.kind))
        throw new Error(`A function has no "${failure.kind}": use one of ${lambda.failures.join(", ")}.`);
      if (!failed) return errorReply(serviceErrors, failure, call, context);
      const id = requestId(context);
      const headers = {
        "content-type": "application/json",
        "x-amzn-requestid": id,
        "x-amz-function-error": "Unhandled",
        "x-amz-executed-version": "$LATEST",
        ...extraHeaders(failure),
      };
      return jsonReply(200, headers, failed(failure, id));
    }
    if (reply.payload.kind !== "tool") throw mismatch(call, reply.payload);
    const { result } = reply.payload;
    return answerReply({ ...result, headers: { "x-amz-executed-version": "$LATEST", ...result.headers } }, context);
  },
  decodeReply: readAnswer,
};
