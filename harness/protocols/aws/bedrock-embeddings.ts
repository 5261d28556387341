import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import type { EmbeddingBody } from "../shared/embedding-body.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { runtimeErrors } from "./bedrock/failures.ts";
import { targetOf } from "./bedrock/target.ts";
import { errorReply, failuresOf } from "./errors.ts";
import { requestId } from "./ids.ts";
import { novaEmbed } from "./nova-embeddings.ts";
import { sdkAttempt } from "./sdk-attempt.ts";
import { titanEmbed } from "./titan-embeddings.ts";

const operation = "embed";

/** Embedding models behind Bedrock's InvokeModel. `hosted`: the bodies of other providers' models. */
export function createBedrockEmbeddings(hosted: readonly EmbeddingBody[]): Protocol {
  const bodies = [...hosted, titanEmbed, novaEmbed];
  const bodyFor = (model: string): EmbeddingBody | undefined => bodies.find((one) => one.fits(model));
  const modelOf = (wire: WireRequest): string | undefined => {
    const target = targetOf(wire);
    return target?.operation === "invoke" && bodyFor(target.model) ? target.model : undefined;
  };

  return {
    name: "bedrock-embeddings",
    provider: "aws.bedrock",
    summary:
      "Embedding models behind Bedrock's InvokeModel: Amazon Titan and Nova, one input a call, and those of other providers in their own bodies.",
    boundary: "embedding",
    failures: failuresOf(runtimeErrors),
    announcesWait: false,
    checkOptions: noOptions,
    operations: () => [operation],
    recognise: (wire) => (modelOf(wire) === undefined ? undefined : operation),
    clientAttempt: sdkAttempt,
    decodeCall(wire) {
      const model = modelOf(wire);
      const body = model === undefined ? undefined : bodyFor(model);
      if (model === undefined || !body) throw new BadRequest("No such operation.", "not-found");
      const { request, echo } = body.decode(parseJson(wire.body), model);
      return { operation, payload: { kind: "embedding", request }, stream: false, echo };
    },
    encodeReply(call, reply, _binding, context) {
      if (reply.kind === "failure") return errorReply(runtimeErrors, reply.failure, call, context);
      if (reply.payload.kind !== "embedding" || call.payload.kind !== "embedding") throw mismatch(call, reply.payload);
      const { model, inputs } = call.payload.request;
      const body = bodyFor(model);
      if (!body) throw mismatch(call, reply.payload);
      const { vectors, inputTokens = Math.ceil(inputs.join("").length / 4) } = reply.payload.result;
      const headers = {
        "content-type": "application/json",
        "x-amzn-requestid": requestId(context),
        "x-amzn-bedrock-input-token-count": String(inputTokens),
        "x-amzn-bedrock-invocation-latency": String(60 + inputTokens),
      };
      return jsonReply(200, headers, body.whole({ vectors, inputTokens }, call.echo, context));
    },
    decodeReply(call, { status, headers, bytes }) {
      if (call.operation !== operation || call.payload.kind !== "embedding" || status !== 200) return undefined;
      const read = bodyFor(call.payload.request.model)?.read(parseJson(bytes));
      if (!read) return undefined;
      // Where the body says nothing of tokens, the service counts them beside it.
      const counted = Number(headers["x-amzn-bedrock-input-token-count"] ?? Number.NaN);
      const result = { ...(Number.isFinite(counted) ? { inputTokens: counted } : {}), ...read };
      return { kind: "embedding", result };
    },
  };
}
