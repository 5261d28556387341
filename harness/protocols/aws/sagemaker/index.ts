import { z } from "zod";
import type { Call } from "../../../domain/call.ts";
import { BadRequest, type Binding, type Protocol } from "../../../domain/protocol.ts";
import type { WireRequest } from "../../../domain/wire.ts";
import { eventStreamType, isBinaryEventStream } from "../../shared/event-stream.ts";
import { splitBinaryReply } from "../../shared/event-stream-splitter.ts";
import { isObject, jsonReply, parseJson } from "../../shared/json-body.ts";
import { mismatch } from "../../shared/mismatch.ts";
import type { ModelBody } from "../../shared/model-body.ts";
import { optionErrors } from "../../shared/options.ts";
import { decoded } from "../../shared/route.ts";
import { jsonEvents } from "../../shared/sse.ts";
import { rewriting } from "../../shared/tool-results.ts";
import { errorReply, failuresOf } from "../errors.ts";
import { requestId } from "../ids.ts";
import { isSealed } from "../is-sealed.ts";
import { pathOf } from "../path.ts";
import { sdkAttempt } from "../sdk-attempt.ts";
import { sagemakerErrors } from "./errors.ts";
import { chunksIn, partFrame, partMarker, partStream, payloadOf } from "./parts.ts";
import { textGeneration } from "./text-generation.ts";

function targetOf(request: WireRequest): { readonly endpoint: string; readonly stream: boolean } | undefined {
  if (request.method !== "POST") return undefined;
  const found = /\/endpoints\/([^/]+)\/invocations(-response-stream)?$/.exec(pathOf(request));
  return found?.[1] === undefined ? undefined : { endpoint: decoded(found[1]), stream: found[2] !== undefined };
}
const operationOf = (stream: boolean): string => (stream ? "invoke-stream" : "invoke");

/** Amazon SageMaker's runtime. What the container speaks is told by the option `body`, or else by each request. */
export function createSagemaker(hosted: readonly ModelBody[]): Protocol {
  const bodies = [...hosted, textGeneration];
  const schema = z.strictObject({
    body: z
      .enum(bodies.map(({ name }) => name))
      .optional()
      .describe("What the container speaks; told by each request if left out."),
  });
  const named = (name: unknown): ModelBody | undefined => bodies.find((body) => body.name === name);
  const bodyFor = ({ options }: Binding, value: unknown): ModelBody | undefined =>
    named(options.body) ?? bodies.find((body) => body.fits("", value));
  const bodyOfCall = ({ echo }: Call): ModelBody | undefined => (isObject(echo) ? named(echo.body) : undefined);

  return {
    name: "sagemaker",
    provider: "aws.sagemaker",
    summary: "A model in a container behind Amazon SageMaker's InvokeEndpoint, whole and streamed.",
    boundary: "model",
    failures: failuresOf(sagemakerErrors),
    announcesWait: false,
    stopReasons: ["stop", "length", "tool-calls"],
    checkOptions: (options) => optionErrors(schema, options),
    operations: () => [false, true].map(operationOf),
    recognise(request, binding) {
      const target = targetOf(request);
      return target && bodyFor(binding, parseJson(request.body)) ? operationOf(target.stream) : undefined;
    },
    clientAttempt: sdkAttempt,
    isSealed,
    decodeCall(request, binding) {
      const target = targetOf(request);
      const value = parseJson(request.body);
      const body = bodyFor(binding, value);
      if (!target || !body) throw new BadRequest("No such operation.", "not-found");
      const { endpoint, stream } = target;
      const conversation = body.decode(value ?? {}, endpoint, stream);
      const payload = { kind: "model", conversation } as const;
      return { operation: operationOf(stream), payload, stream, echo: { body: body.name } };
    },
    withToolResults: (request, binding, others) =>
      rewriting(({ body }) => bodyFor(binding, parseJson(body))?.results)(request, binding, others),
    encodeReply(call, reply, _binding, context) {
      if (reply.kind === "failure") return errorReply(sagemakerErrors, reply.failure, call, context);
      const body = bodyOfCall(call);
      if (reply.payload.kind !== "model" || call.payload.kind !== "model" || !body) throw mismatch(call, reply.payload);
      const { turn } = reply.payload;
      const { conversation } = call.payload;
      const service = { "x-amzn-requestid": requestId(context), "x-amzn-invoked-production-variant": "AllTraffic" };
      if (!call.stream) {
        const headers = { "content-type": "application/json", ...service };
        return jsonReply(200, headers, body.whole(turn, conversation, context));
      }
      const headers = {
        "content-type": eventStreamType,
        "transfer-encoding": "chunked",
        "x-amzn-sagemaker-content-type": "text/event-stream",
        ...service,
      };
      const mark = body.marker();
      const chunks = body.chunks(turn, conversation, context);
      const frames = chunks.map((chunk) => partFrame(chunk, mark(chunk) ?? "content"));
      return {
        status: 200,
        headers,
        body: body.end === undefined ? frames : [...frames, partFrame(body.end, "close")],
      };
    },
    decodeReply(call, { status, headers, bytes }) {
      const body = bodyOfCall(call);
      if (!body || status < 200 || status > 299) return undefined;
      const payload = isBinaryEventStream(headers) ? payloadOf(bytes) : undefined;
      const turn = isBinaryEventStream(headers)
        ? payload && body.readChunks(jsonEvents(payload).map(({ data }) => data))
        : body.readWhole(parseJson(bytes));
      return turn && { kind: "model", turn };
    },
    split: (chunks, head) => splitBinaryReply(chunks, head, partMarker(bodies)),
    textOf: (frame) =>
      chunksIn(frame)
        .map((chunk) => bodies.find((body) => body.marker()(chunk) !== undefined)?.textOf(chunk) ?? "")
        .join(""),
    midStream: partStream(bodies),
  };
}
