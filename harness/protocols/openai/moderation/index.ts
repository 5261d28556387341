import { z } from "zod";
import type { AnswerPayload, Failure } from "../../../domain/call.ts";
import { BadRequest, type Protocol } from "../../../domain/protocol.ts";
import { countedRetries } from "../../shared/client-attempt.ts";
import { jsonReply, parseJson } from "../../shared/json-body.ts";
import { mismatch } from "../../shared/mismatch.ts";
import { noOptions } from "../../shared/options.ts";
import { extraHeaders } from "../../shared/retry-after.ts";
import { accept } from "../complaints.ts";
import { platformForms } from "../platform/failures.ts";
import { serviceHeaders } from "../platform/headers.ts";
import { isAt, serviceOf } from "../service.ts";
import { isVerdict, moderationOf } from "./verdict.ts";

const path = "/moderations";
const operation = "moderate";
/** Nothing is blocked here: the answer says that it was found, and the client is to act on it. */
const intervention = "guardrail-intervened";
const body = z.looseObject({
  input: z.union([z.string(), z.array(z.union([z.string(), z.looseObject({ type: z.string() })]))]),
  model: z.string().nullish(),
});

const {
  "content-filtered": _,
  "context-overflow": __,
  "model-timeout": ___,
  "quota-exhausted": ____,
  ...forms
} = platformForms;
const service = serviceOf(forms, (context) => ({
  id: context.id("modr-"),
  model: "omni-moderation-latest",
  results: [],
}));

const flaggedBy = (failure: Failure): AnswerPayload => ({
  kind: "tool",
  result: { status: 200, value: { flagged: true }, headers: extraHeaders(failure) },
});

/** Moderations: one result for each input, with categories and scores. */
export const openaiModeration: Protocol = {
  name: "openai-moderation",
  summary: "OpenAI moderation of texts and images.",
  boundary: "guardrail",
  failures: [...service.failures, intervention],
  failsIn200: [intervention],
  hollow: service.hollow,
  checkOptions: noOptions,
  operations: () => [operation],
  recognise: (request, binding) => (isAt(path, request, binding) ? operation : undefined),
  clientAttempt: countedRetries,
  decodeCall(request, binding) {
    if (!isAt(path, request, binding)) throw new BadRequest("Invalid URL");
    const given = accept(body, parseJson(request.body));
    return {
      operation,
      payload: { kind: "tool", request: { arguments: given, method: "POST", path } },
      stream: false,
    };
  },
  encodeReply(call, reply, binding, context) {
    if (reply.kind === "failure" && reply.failure.kind !== intervention)
      return service.failure(reply.failure, call, context, binding);
    const payload = reply.kind === "failure" ? flaggedBy(reply.failure) : reply.payload;
    if (payload.kind !== "tool") throw mismatch(call, payload);
    const { status, value, headers } = payload.result;
    const asked = call.payload.kind === "tool" ? call.payload.request.arguments : {};
    const inputs = Array.isArray(asked["input"]) ? asked["input"].length : 1;
    const model = typeof asked["model"] === "string" ? asked["model"] : "omni-moderation-latest";
    return jsonReply(
      status,
      { "content-type": "application/json", ...serviceHeaders(context), ...headers },
      moderationOf(value, inputs, model, context),
    );
  },
  decodeReply(_call, { status, bytes }) {
    const value = parseJson(bytes);
    return isVerdict(value) ? { kind: "tool", result: { status, value } } : undefined;
  },
};
