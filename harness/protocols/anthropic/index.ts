import type { Call } from "../../domain/call.ts";
import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { countedRetries } from "../shared/client-attempt.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { splitReply } from "../shared/split-reply.ts";
import { isEventStream, jsonEvents } from "../shared/sse.ts";
import { rewriting } from "../shared/tool-results.ts";
import { usageOf } from "../shared/usage.ts";
import { anthropicFailures, failureReply, tooLarge } from "./failures.ts";
import { quotaHeaders, serviceHeaders, windows } from "./headers.ts";
import { hollow } from "./hollow.ts";
import { midStream, textIn } from "./mid-stream.ts";
import { readEvents, readMessage } from "./read.ts";
import { decodeMessages } from "./request.ts";
import { messageEvents, messagesMarker } from "./stream.ts";
import { streamReply } from "./stream-reply.ts";
import { toolResultBlocks } from "./tool-results.ts";
import { message } from "./whole.ts";

const operation = "chat";
const mostBytes = 32 * 1024 * 1024;

/** The official SDK appends `/v1/messages` to its base address, others `/messages`: the end of the path is what they share. */
const isMessages = (request: WireRequest, url: string): boolean =>
  request.method === "POST" && pathBelow(request, { url }).endsWith("/messages");

/** Anthropic Messages. */
export const anthropic: Protocol = {
  name: "anthropic",
  home: { host: /^api\.anthropic\.com$/, env: "ANTHROPIC_BASE_URL" },
  summary: "Anthropic Messages, JSON and SSE.",
  boundary: "model",
  failures: anthropicFailures,
  stopReasons: ["stop", "length", "tool-calls", "refusal", "context-window"],
  // Prompt caching guide: up to the marks, from 1,024 tokens on (some models 2,048 or 4,096), for 5 minutes after the last use; up to 85 % sooner.
  caching: { mode: "explicit", minTokens: 1024, stepTokens: 1, ttlMs: 300_000, saves: 0.85 },
  // Rate limits guide: output is counted as it is generated, max_tokens is no part of it; cache reads are not counted as input.
  // Service tiers guide: `auto`, which is the default, uses priority capacity where the organization has any.
  quota: {
    reserves: "nothing",
    countsCacheReads: false,
    tierOf: (asked) => (asked === "standard_only" ? "default" : "priority"),
  },
  quotaHeaders: windows,
  responseIds: true,
  hollow,
  checkOptions: noOptions,
  operations: () => [operation],
  recognise: (request, { url }) => (isMessages(request, url) ? operation : undefined),
  clientAttempt: countedRetries,
  decodeCall(request, { url }) {
    if (!isMessages(request, url)) throw new BadRequest("Not Found");
    if (request.body.length > mostBytes) throw new BadRequest(tooLarge);
    return { operation, ...decodeMessages(parseJson(request.body)) };
  },
  withToolResults: rewriting(() => toolResultBlocks),
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return failureReply(reply.failure, call, context);
    if (reply.payload.kind !== "model" || call.payload.kind !== "model") throw mismatch(call, reply.payload);
    const { turn } = reply.payload;
    const { conversation } = call.payload;
    const headers = { ...serviceHeaders(context), ...quotaHeaders(usageOf(turn, conversation), context) };
    return call.stream
      ? streamReply(messageEvents(turn, conversation, context), headers)
      : jsonReply(200, { "content-type": "application/json", ...headers }, message(turn, conversation, context));
  },
  decodeReply(call: Call, { status, headers, bytes }) {
    if (call.operation !== operation || status < 200 || status > 299) return undefined;
    const turn = isEventStream(headers) ? readEvents(jsonEvents(bytes)) : readMessage(parseJson(bytes));
    return turn && { kind: "model", turn };
  },
  split: (chunks, head) => splitReply(chunks, head, messagesMarker()),
  textOf: textIn,
  midStream,
};
