import type { AnswerPayload, Call } from "../../domain/call.ts";
import type { EncodeContext, Protocol } from "../../domain/protocol.ts";
import type { Frame, WireReply } from "../../domain/wire.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { isEventStream, jsonEvents } from "../shared/sse.ts";
import { splitEvents } from "../shared/sse-splitter.ts";
import { rewriting } from "../shared/tool-results.ts";
import { wholeChunks } from "../shared/whole-chunks.ts";
import { formOf, requiredTarget, targetOf } from "./address.ts";
import { splitArray } from "./array-splitter.ts";
import { replyFormOf } from "./call.ts";
import type { Forms } from "./failure-forms.ts";
import { blockedKinds, failureReply, kindsOf } from "./failures.ts";
import { serviceHeaders } from "./headers.ts";
import { hollowOf } from "./hollow.ts";
import { midStreamOf } from "./mid-stream.ts";
import { readResponses } from "./read.ts";
import { decodeGenerate } from "./request.ts";
import { wholeResponse } from "./response.ts";
import type { Service } from "./service.ts";
import { chunkMarker, responseFrames } from "./stream.ts";
import { functionResponses } from "./tool-results.ts";

const operation = "chat";
const methods = new Set(["generateContent", "streamGenerateContent"]);

/** `generateContent` and `streamGenerateContent` of one service. */
export function generateContent(
  service: Service,
  forms: Forms,
  about: Pick<Protocol, "name" | "summary"> & Pick<Partial<Protocol>, "announcesWait" | "home" | "provider">,
): Protocol {
  return {
    ...about,
    boundary: "model",
    failures: kindsOf(forms),
    failsIn200: blockedKinds(forms),
    stopReasons: ["stop", "length", "tool-calls", "content-filter", "malformed"],
    responseIds: true,
    // Implicit caching of current models. No lifetime is promised; entries are said to go after minutes, and no speed either.
    caching: { mode: "automatic", minTokens: 4096, stepTokens: 1, ttlMs: 300_000, saves: 0 },
    // Rate limits guide: tokens per minute are those of the input.
    quota: { reserves: "nothing", countsCacheReads: true },
    checkOptions: noOptions,
    operations: () => [operation],
    recognise: (request) => (methods.has(targetOf(request)?.method ?? "") ? operation : undefined),
    decodeCall(request) {
      const { model, method } = requiredTarget(request);
      const form = formOf(request, method);
      const conversation = decodeGenerate(parseJson(request.body), model, form !== "whole");
      return { operation, payload: { kind: "model", conversation }, stream: form !== "whole", echo: form };
    },
    withToolResults: rewriting(() => functionResponses),
    encodeReply(call, reply, _binding, context) {
      if (reply.kind === "failure") return failureReply(reply.failure, call, context, forms, service);
      return answerReply(call, reply.payload, context);
    },
    decodeReply(call, { status, headers, bytes }) {
      if (call.operation !== operation || status < 200 || status > 299) return undefined;
      const turn = readResponses(isEventStream(headers) ? jsonEvents(bytes).map(({ data }) => data) : listOf(bytes));
      return turn && { kind: "model", turn };
    },
    split: (chunks, head) => (isEventStream(head.headers) ? eventsOf(chunks) : splitJson(chunks, head.status)),
    midStream: midStreamOf(forms, service),
    hollow: hollowOf(forms, service),
  };
}

function answerReply(call: Call, payload: AnswerPayload, context: EncodeContext): WireReply {
  if (payload.kind !== "model" || call.payload.kind !== "model") throw mismatch(call, payload);
  const { conversation } = call.payload;
  const form = call.stream && replyFormOf(call) === "whole" ? "events" : replyFormOf(call);
  const headers = serviceHeaders(form);
  if (form === "whole") return jsonReply(200, headers, wholeResponse(payload.turn, conversation, context));
  return { status: 200, headers, body: responseFrames(payload.turn, conversation, context, form) };
}

const listOf = (bytes: Uint8Array): readonly unknown[] => {
  const value = parseJson(bytes);
  return Array.isArray(value) ? value : [value];
};

function eventsOf(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Frame> {
  const mark = chunkMarker();
  return splitEvents(chunks, (_name, data) => mark(data));
}

const bracket = "[".charCodeAt(0);

/** An array is a stream, an object is not: the first byte that is no white space tells. Errors come in one piece. */
async function* splitJson(chunks: AsyncIterable<Uint8Array>, status: number): AsyncIterable<Frame> {
  const source = chunks[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let first: number | undefined;
  while (first === undefined) {
    const next = await source.next();
    if (next.done) break;
    held.push(next.value);
    first = next.value.find((byte) => byte > 0x20);
  }
  const all = resumed(held, source);
  yield* first === bracket && status < 400 ? splitArray(all, chunkMarker()) : wholeChunks(all);
}

async function* resumed(held: readonly Uint8Array[], source: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* held;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}
