import { z } from "zod";
import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { runtimeErrors } from "./bedrock/failures.ts";
import { targetOf } from "./bedrock/target.ts";
import { errorReply, failuresOf } from "./errors.ts";
import { requestId } from "./ids.ts";
import { sdkAttempt } from "./sdk-attempt.ts";

const request = z.looseObject({
  inputText: z.string(),
  // Version 2 of Titan Text Embeddings says `dimensions`, the multimodal model the other.
  dimensions: z.int().nullish(),
  embeddingConfig: z.looseObject({ outputEmbeddingLength: z.int().nullish() }).nullish(),
  embeddingTypes: z.array(z.string()).nullish(),
});
const answer = z.looseObject({
  embedding: z.array(z.number()).optional(),
  embeddingsByType: z.looseObject({ float: z.array(z.number()).optional() }).optional(),
  inputTextTokenCount: z.number().optional(),
});
const operation = "embed";

function modelOf(wire: WireRequest): string | undefined {
  const target = targetOf(wire);
  return target?.operation === "invoke" && /\btitan-embed-/.test(target.model) ? target.model : undefined;
}

/** Amazon's own embedding models through Bedrock's InvokeModel: one text a call. */
export const bedrockEmbeddings: Protocol = {
  name: "bedrock-embeddings",
  provider: "aws.bedrock",
  summary: "Amazon Titan embeddings behind Bedrock's InvokeModel, one text a call.",
  boundary: "embedding",
  failures: failuresOf(runtimeErrors),
  announcesWait: false,
  checkOptions: noOptions,
  operations: () => [operation],
  recognise: (wire) => (modelOf(wire) === undefined ? undefined : operation),
  clientAttempt: sdkAttempt,
  decodeCall(wire) {
    const model = modelOf(wire);
    if (model === undefined) throw new BadRequest("No such operation.", "not-found");
    const { data } = request.safeParse(parseJson(wire.body));
    if (!data)
      throw new BadRequest(
        "Malformed input request: #: required key [inputText] not found, please reformat your input and try again.",
      );
    const usual = model.includes("titan-embed-text-v1") || model.includes("titan-embed-g1") ? 1536 : 1024;
    const dimensions = data.dimensions ?? data.embeddingConfig?.outputEmbeddingLength ?? usual;
    const byType = model.includes("titan-embed-text-v2");
    return {
      operation,
      payload: { kind: "embedding", request: { model, inputs: [data.inputText], dimensions } },
      stream: false,
      echo: { types: byType ? (data.embeddingTypes ?? ["float"]) : [] },
    };
  },
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return errorReply(runtimeErrors, reply.failure, call, context);
    if (reply.payload.kind !== "embedding" || call.payload.kind !== "embedding") throw mismatch(call, reply.payload);
    const { vectors, inputTokens } = reply.payload.result;
    const embedding = vectors[0] ?? [];
    const count = inputTokens ?? Math.ceil(call.payload.request.inputs.join("").length / 4);
    const { types } = (call.echo ?? { types: [] }) as { readonly types: readonly string[] };
    const headers = {
      "content-type": "application/json",
      "x-amzn-requestid": requestId(context),
      "x-amzn-bedrock-input-token-count": String(count),
      "x-amzn-bedrock-invocation-latency": String(60 + count),
    };
    return jsonReply(200, headers, {
      embedding,
      ...(types.length === 0
        ? {}
        : { embeddingsByType: Object.fromEntries(types.map((type) => [type, ofType(type, embedding)])) }),
      inputTextTokenCount: count,
    });
  },
  decodeReply(call, { status, bytes }) {
    if (call.operation !== operation || status !== 200) return undefined;
    const { data } = answer.safeParse(parseJson(bytes));
    const embedding = data?.embedding ?? data?.embeddingsByType?.float;
    if (!embedding) return undefined;
    const inputTokens = data?.inputTextTokenCount;
    return {
      kind: "embedding",
      result: { vectors: [embedding], ...(inputTokens === undefined ? {} : { inputTokens }) },
    };
  },
};

/** Binary embeddings are signs. */
const ofType = (type: string, embedding: readonly number[]): readonly number[] =>
  type === "binary" ? embedding.map((value) => (value > 0 ? 1 : 0)) : embedding;
