import type { Call } from "../../../domain/call.ts";
import { BadRequest, type Protocol } from "../../../domain/protocol.ts";
import type { FailureKind } from "../../../domain/vocabulary.ts";
import type { WireRequest } from "../../../domain/wire.ts";
import { isObject, jsonReply, parseJson } from "../../shared/json-body.ts";
import { mismatch } from "../../shared/mismatch.ts";
import { noOptions } from "../../shared/options.ts";
import { requiredTarget, type Target, targetOf } from "../address.ts";
import { onlyReply } from "../blocked.ts";
import { modelOf } from "../call.ts";
import { type Forms, geminiForms } from "../failure-forms.ts";
import { errorStatus, failureReply } from "../failures.ts";
import { serviceHeaders } from "../headers.ts";
import { geminiApi } from "../service.ts";
import { embeddingBody, readEmbeddings } from "./reply.ts";
import { decodeEmbedding, type EmbeddingMethod, embeddingMethods } from "./request.ts";

const operation = "embed";

/** Nothing is filtered where nothing is written. */
const { "content-filtered": _never, ...forms }: Forms = geminiForms;
const kinds = Object.keys(forms) as readonly FailureKind[];

const methodOf = ({ method, model }: Target): EmbeddingMethod | undefined =>
  // Anything can be predicted: images, ratings, tables.
  method === "predict" && !/embedding/.test(model) ? undefined : embeddingMethods.find((known) => known === method);

const asked = (request: WireRequest): EmbeddingMethod | undefined => {
  const target = targetOf(request);
  return target && methodOf(target);
};

const methodIn = (call: Call): EmbeddingMethod =>
  embeddingMethods.find((known) => isObject(call.echo) && call.echo.method === known) ?? "embedContent";

/**
 * Embeddings of Gemini models, also as predictions of the platform. An embedding model beside a model at the same base is told apart
 * by its own address, `…/v1beta/models/gemini-embedding-001`.
 */
export const geminiEmbeddings: Protocol = {
  name: "gemini-embeddings",
  provider: "gcp.gemini",
  summary: "Google Gemini embedContent and batchEmbedContents, and embeddings that Vertex AI predicts.",
  boundary: "embedding",
  failures: kinds,
  checkOptions: noOptions,
  operations: () => [operation],
  recognise: (request) => (asked(request) ? operation : undefined),
  decodeCall(request) {
    const target = requiredTarget(request);
    const method = methodOf(target);
    if (!method) throw new BadRequest(`Unknown method ${target.method}.`, "not-found");
    const wanted = decodeEmbedding(parseJson(request.body), target.model, method);
    return { operation, payload: { kind: "embedding", request: wanted }, stream: false, echo: { method } };
  },
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return failureReply(reply.failure, call, context, forms, geminiApi);
    if (reply.payload.kind !== "embedding") throw mismatch(call, reply.payload);
    return jsonReply(200, serviceHeaders("whole"), embeddingBody(reply.payload.result, methodIn(call)));
  },
  decodeReply(_call, { status, bytes }) {
    const result = status >= 200 && status <= 299 ? readEmbeddings(parseJson(bytes)) : undefined;
    return result && { kind: "embedding", result };
  },
  hollow: {
    kinds: ["no-answer", "error-in-200"],
    reply(kind, call, _context, failure) {
      if (kind === "no-answer") return onlyReply({}, call);
      if (kind === "error-in-200")
        return onlyReply({ error: errorStatus(failure, modelOf(call), forms, geminiApi) }, call);
      throw new Error(`This provider has no "${kind}": use one of no-answer, error-in-200.`);
    },
  },
};
