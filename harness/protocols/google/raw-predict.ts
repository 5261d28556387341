import type { Call, Failure } from "../../domain/call.ts";
import { BadRequest, type EncodeContext, type Hollow, type Protocol } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply, WireRequest } from "../../domain/wire.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import type { ModelBody } from "../shared/model-body.ts";
import { noOptions } from "../shared/options.ts";
import { extraHeaders } from "../shared/retry-after.ts";
import { decoded } from "../shared/route.ts";
import { type Target, targetOf } from "./address.ts";
import { type Forms, vertexForms } from "./failure-forms.ts";
import { errorStatus, failureReply, kindsOf } from "./failures.ts";
import { serviceHeaders } from "./headers.ts";
import { type Service, vertexAi } from "./service.ts";

const operation = "chat";
const methods: Readonly<Record<string, boolean>> = { rawPredict: false, streamRawPredict: true };

/** What the model's own server answers, in its own words; everything else is the platform's. */
const ofTheModel: ReadonlySet<FailureKind> = new Set([
  "overloaded",
  "context-overflow",
  "content-filtered",
  "invalid-request",
]);

/** Policies of the platform's own do not stand in front of these models. */
const { "guardrail-intervened": _, ...ofThePlatform } = vertexForms;
const forms: Forms = {
  ...ofThePlatform,
  "quota-exhausted": {
    status: 429,
    rpc: "RESOURCE_EXHAUSTED",
    message: (_failure, model, service) =>
      `Quota exceeded for ${service.host}/online_prediction_requests_per_base_model with base model: ${model}. Please submit a quota ` +
      "increase request. https://cloud.google.com/vertex-ai/docs/generative-ai/quotas-genai.",
  },
};

interface Echo {
  readonly publisher: string;
}

/** Ids of what a model answers here tell where it does: `msg_vrtx_…`. */
const hosted = (context: EncodeContext): EncodeContext => ({
  nowSeconds: context.nowSeconds,
  id: (prefix) => context.id(`${prefix}vrtx_`),
});

/** The model's reply behind the platform's front end: of its own headers only the kind of body and the request's id are left. */
function behind({ headers, ...wire }: WireReply, stream: boolean): WireReply {
  const { "content-type": type, "content-length": length, "request-id": id } = headers;
  return {
    ...wire,
    headers: {
      ...serviceHeaders(stream ? "events" : "whole"),
      ...(type === undefined ? {} : { "content-type": type }),
      ...(length === undefined ? {} : { "content-length": length }),
      ...(id === undefined ? {} : { "request-id": id }),
    },
  };
}

function serviceOf({ echo }: Call): Service {
  const { publisher = "PUBLISHER" } = (echo as Echo | undefined) ?? {};
  return {
    ...vertexAi,
    modelName: (model) => `projects/brownout/locations/global/publishers/${publisher}/models/${model}`,
  };
}

/**
 * `rawPredict` and `streamRawPredict`: the wire of another provider, whose model and whether to stream stand in the address.
 * @param wire that provider's own protocol, which has the answers and what can happen within them
 * @param body how its requests look where they are hosted
 */
export function createRawPredict(wire: Protocol, body: ModelBody): Protocol {
  const { stopReasons, caching, withToolResults, split, textOf, midStream, clientAttempt } = wire;
  const askedOf = (request: WireRequest): Target | undefined => {
    const target = targetOf(request);
    // Tokens are counted by a model of this name, which is none.
    if (target?.model === "count-tokens") return undefined;
    return target && target.method in methods && body.fits(target.model, parseJson(request.body)) ? target : undefined;
  };
  const ownFailure = (failure: Failure, call: Call, context: EncodeContext): WireReply => {
    // Waits are never announced.
    const { retryAfterMs: _wait, ...said } = failure;
    const reply = wire.encodeReply(call, { kind: "failure", failure: said }, nowhere, hosted(context));
    const { headers, ...shown } = behind(reply, false);
    return { ...shown, headers: { ...headers, ...extraHeaders(failure) } };
  };
  return {
    name: "vertex-partner",
    provider: "gcp.vertex_ai",
    summary: "Partner models on Google Vertex AI, in their own words through rawPredict and streamRawPredict.",
    boundary: "model",
    failures: kindsOf(forms),
    announcesWait: false,
    ...(stopReasons ? { stopReasons } : {}),
    ...(caching ? { caching } : {}),
    // Quotas of partner models: input without cache reads, and output as it is generated.
    quota: { reserves: "nothing", countsCacheReads: false },
    responseIds: true,
    checkOptions: noOptions,
    operations: () => [operation],
    recognise: (request) => (askedOf(request) ? operation : undefined),
    ...(clientAttempt ? { clientAttempt } : {}),
    decodeCall(request) {
      const target = askedOf(request);
      if (!target) throw new BadRequest("The requested URL was not found on this server.", "not-found");
      const stream = methods[target.method] === true;
      const conversation = body.decode(parseJson(request.body), target.model, stream);
      const publisher = /\/publishers\/([^/]+)\//.exec(URL.parse(request.url)?.pathname ?? "")?.[1];
      const echo: Echo = { publisher: decoded(publisher ?? "PUBLISHER") };
      return { operation, payload: { kind: "model", conversation }, stream, echo };
    },
    ...(withToolResults ? { withToolResults } : {}),
    encodeReply(call, reply, binding, context) {
      if (reply.kind === "answer")
        return behind(wire.encodeReply({ ...call, operation }, reply, binding, hosted(context)), call.stream);
      const { failure } = reply;
      return ofTheModel.has(failure.kind)
        ? ownFailure(failure, call, context)
        : failureReply(failure, call, context, forms, serviceOf(call));
    },
    decodeReply: (call, reply, binding) => wire.decodeReply(call, reply, binding),
    ...(split ? { split } : {}),
    ...(textOf ? { textOf } : {}),
    ...(midStream ? { midStream } : {}),
    hollow: hollowOf(wire.hollow),
  };
}

const nowhere = { dependency: "", url: "", options: {} };

function hollowOf(own: Hollow | undefined): Hollow {
  return {
    kinds: ["no-answer", "error-in-200"],
    reply(kind, call, context, failure) {
      if (kind === "no-answer" && own) return behind(own.reply(kind, call, hosted(context), failure), call.stream);
      if (kind !== "error-in-200")
        throw new Error(`This provider has no "${kind}": use one of no-answer, error-in-200.`);
      const model = call.payload.kind === "model" ? call.payload.conversation.model : "";
      const error = errorStatus(failure, model, forms, serviceOf(call));
      return jsonReply(200, serviceHeaders("whole"), { error });
    },
  };
}
