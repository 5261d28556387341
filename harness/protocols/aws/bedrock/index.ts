import type { Call } from "../../../domain/call.ts";
import { BadRequest, type Protocol } from "../../../domain/protocol.ts";
import type { WireReply } from "../../../domain/wire.ts";
import { eventStreamType, eventsOf, isBinaryEventStream } from "../../shared/event-stream.ts";
import { splitBinaryReply } from "../../shared/event-stream-splitter.ts";
import { isObject, jsonReply, parseJson } from "../../shared/json-body.ts";
import { mismatch } from "../../shared/mismatch.ts";
import type { ModelBody } from "../../shared/model-body.ts";
import { noOptions } from "../../shared/options.ts";
import { rewriting } from "../../shared/tool-results.ts";
import { errorReply, failuresOf } from "../errors.ts";
import { requestId } from "../ids.ts";
import { isSealed } from "../is-sealed.ts";
import { sdkAttempt } from "../sdk-attempt.ts";
import { readConverse, readOutput } from "./converse-read.ts";
import { decodeConverse } from "./converse-request.ts";
import { converseEvents, converseMarker, deltaText } from "./converse-stream.ts";
import { outputOf } from "./converse-whole.ts";
import { runtimeErrors } from "./failures.ts";
import { chunkOf, eventFrames, eventIn, streamMarker } from "./frames.ts";
import { bedrockHollow } from "./hollow.ts";
import { invocationHeaders, invokeFrames } from "./invoke.ts";
import { bedrockMidStream, bodyOf } from "./mid-stream.ts";
import { nova } from "./nova.ts";
import { bedrockTier, tierAsked, tierHeaders } from "./service-tier.ts";
import { bedrockStops } from "./stop-reasons.ts";
import { isOperation, type Operation, operations, streams, targetOf } from "./target.ts";
import { titan } from "./titan.ts";
import { toolResultBlocks } from "./tool-results.ts";
import { latencyMs } from "./usage.ts";

/** Amazon Bedrock's runtime. `hosted`: the bodies of other providers' models, for InvokeModel. */
export function createBedrock(hosted: readonly ModelBody[]): Protocol {
  const bodies = [...hosted, nova, titan];
  const bodyFor = (model: string, body: unknown): ModelBody | undefined => bodies.find((one) => one.fits(model, body));
  const bodyOfCall = (call: Call): ModelBody | undefined =>
    bodyOf(bodies, call.echo) ??
    (call.payload.kind === "model" ? bodyFor(call.payload.conversation.model, undefined) : undefined);

  return {
    name: "bedrock",
    provider: "aws.bedrock",
    home: { host: /^bedrock-runtime[.-].*\.amazonaws\.com$/, env: "AWS_ENDPOINT_URL_BEDROCK_RUNTIME" },
    summary: "Amazon Bedrock: Converse and InvokeModel, JSON and the binary event stream.",
    boundary: "model",
    failures: failuresOf(runtimeErrors),
    announcesWait: false,
    stopReasons: bedrockStops,
    hollow: bedrockHollow,
    // The least that most models cache; some want more. Marks stand anywhere, so that prefixes have any length.
    caching: { mode: "explicit", minTokens: 1024, stepTokens: 1, ttlMs: 300_000, saves: 0.85 },
    // Quotas guide: input and max_tokens are reserved; in the end output counts by the model's burn-down rate, cache reads not at all.
    // A cross-Region profile has quotas of its own, so that its whole id names the bucket, in the Region that was called.
    quota: {
      reserves: "output-limit",
      countsCacheReads: false,
      burndown: (model) => bodyFor(model, undefined)?.burndown?.(model) ?? 1,
      tierOf: bedrockTier,
      bucketOf: ({ model }, url) => `${URL.parse(url)?.hostname ?? ""} ${model}`,
    },
    checkOptions: noOptions,
    operations: () => operations,
    recognise(request) {
      const target = targetOf(request);
      if (!target) return undefined;
      const known = !target.operation.startsWith("invoke") || bodyFor(target.model, parseJson(request.body));
      return known ? target.operation : undefined;
    },
    clientAttempt: sdkAttempt,
    isSealed,
    decodeCall(request) {
      const target = targetOf(request);
      if (!target) throw new BadRequest("Unable to determine service/operation name to be authorized", "not-found");
      const { model, operation } = target;
      const stream = streams(operation);
      const value = parseJson(request.body);
      if (!operation.startsWith("invoke")) {
        const conversation = decodeConverse(value, model, stream);
        return { operation, payload: { kind: "model", conversation }, stream };
      }
      const body = bodyFor(model, value);
      if (!body || !isObject(value))
        throw new BadRequest("Malformed input request, please reformat your input and try again.");
      const { tier: _, ...conversation } = body.decode(value, model, stream);
      const tier = tierAsked(request);
      const asked = { ...conversation, ...(tier === undefined ? {} : { tier }) };
      return { operation, payload: { kind: "model", conversation: asked }, stream, echo: { body: body.name } };
    },
    withToolResults: rewriting((request) => {
      const target = targetOf(request);
      if (!target?.operation.startsWith("invoke")) return toolResultBlocks;
      return bodyFor(target.model, parseJson(request.body))?.results;
    }),
    encodeReply(call, reply, _binding, context): WireReply {
      if (reply.kind === "failure") return errorReply(runtimeErrors, reply.failure, call, context);
      if (reply.payload.kind !== "model" || call.payload.kind !== "model") throw mismatch(call, reply.payload);
      const { turn } = reply.payload;
      const { conversation } = call.payload;
      const service = { "x-amzn-requestid": requestId(context) };
      const json = { "content-type": "application/json", ...service };
      // Without `transfer-encoding` a mocked stream that is cut looks to fetch like one that ended well.
      const binary = { "content-type": eventStreamType, "transfer-encoding": "chunked", ...service };
      const body = call.operation.startsWith("invoke") ? bodyOfCall(call) : undefined;
      if (body) {
        const tier = tierHeaders(conversation.tier);
        return call.stream
          ? {
              status: 200,
              headers: { ...binary, ...tier, "x-amzn-bedrock-content-type": "application/json" },
              body: invokeFrames(body, turn, conversation, context),
            }
          : jsonReply(
              200,
              { ...json, ...tier, ...invocationHeaders(turn, conversation) },
              body.whole(turn, conversation, context),
            );
      }
      if (!call.stream)
        return jsonReply(200, json, {
          metrics: { latencyMs: latencyMs(turn, conversation) },
          ...outputOf(turn, conversation),
        });
      return { status: 200, headers: binary, body: eventFrames(converseEvents(turn, conversation), converseMarker()) };
    },
    decodeReply(call, { status, headers, bytes }) {
      if (!isOperation(call.operation) || status < 200 || status > 299) return undefined;
      const turn = readReply(call, call.operation, headers, bytes);
      return turn && { kind: "model", turn };
    },
    split: (chunks, head) => splitBinaryReply(chunks, head, streamMarker(bodies)),
    textOf(frame) {
      const event = eventIn(frame);
      if (event?.kind !== "event") return "";
      const chunk = chunkOf(event);
      if (chunk === undefined) return deltaText(event.data);
      return bodies.find((body) => body.marker()(chunk) !== undefined)?.textOf(chunk) ?? "";
    },
    midStream: bedrockMidStream(bodies),
  };

  function readReply(call: Call, operation: Operation, headers: Readonly<Record<string, string>>, bytes: Uint8Array) {
    const invoked = operation.startsWith("invoke") ? bodyOfCall(call) : undefined;
    if (operation.startsWith("invoke") && !invoked) return undefined;
    if (!isBinaryEventStream(headers)) return (invoked?.readWhole ?? readOutput)(parseJson(bytes));
    const events = eventsOf(bytes);
    if (events.some(({ kind }) => kind !== "event")) return undefined;
    return invoked ? invoked.readChunks(events.map(chunkOf)) : readConverse(events);
  }
}
