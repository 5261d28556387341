import { z } from "zod";
import type { AnswerPayload, Call } from "../../domain/call.ts";
import { BadRequest, type EncodeContext, type PromptCaching, type Protocol } from "../../domain/protocol.ts";
import type { QuotaRules } from "../../domain/quota.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { pathBelow } from "../shared/address.ts";
import { countedRetries } from "../shared/client-attempt.ts";
import { isObject, jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { optionErrors } from "../shared/options.ts";
import { splitReply } from "../shared/split-reply.ts";
import { isEventStream, jsonEvents, type Marker } from "../shared/sse.ts";
import { rewriting } from "../shared/tool-results.ts";
import { usageOf } from "../shared/usage.ts";
import type { Dialect } from "./dialect.ts";
import { conversationOf, type Endpoint, operationOf } from "./endpoint.ts";
import { failureReply } from "./failure-reply.ts";
import { hollowOf } from "./hollow.ts";
import { midStreamOf, textIn } from "./mid-stream.ts";
import { streamReply } from "./stream-reply.ts";

interface Description {
  readonly name: string;
  readonly home?: Protocol["home"];
  readonly provider?: string;
  readonly summary: string;
  readonly dialect: Dialect;
  readonly caching?: PromptCaching;
  readonly quota?: QuotaRules;
  readonly options?: z.ZodType;
  /** The server never says how long to wait. */
  readonly announcesWait?: false;
}

/** Chat Completions and Responses as one server speaks them. */
export function modelProtocol({
  name,
  provider,
  home,
  summary,
  dialect,
  caching,
  quota,
  options,
  announcesWait,
}: Description): Protocol {
  return {
    name,
    ...(home ? { home } : {}),
    ...(provider === undefined ? {} : { provider }),
    summary,
    boundary: "model",
    failures: Object.keys(dialect.forms) as readonly FailureKind[],
    ...(announcesWait === false ? { announcesWait } : {}),
    ...(caching ? { caching } : {}),
    ...(quota ? { quota } : {}),
    ...(dialect.quotaHeaders ? { quotaHeaders: dialect.quotaHeaders } : {}),
    responseIds: true,
    hollow: hollowOf(dialect),
    midStream: midStreamOf(dialect),
    checkOptions: (given) => optionErrors(options ?? z.strictObject({}), given),
    operations: () => dialect.endpoints.map(({ operation }) => operation),
    recognise: (request, binding) => dialect.place(request, binding)?.endpoint.operation,
    clientAttempt: countedRetries,
    decodeCall(request, binding) {
      const place = dialect.place(request, binding);
      if (!place) throw new BadRequest(`Invalid URL (${request.method} ${pathBelow(request, binding)})`);
      const body = parseJson(request.body);
      const { model } = place;
      return place.endpoint.decode(model !== undefined && isObject(body) ? { ...body, model } : body);
    },
    withToolResults: (request, binding, others) =>
      rewriting(() => dialect.place(request, binding)?.endpoint.results)(request, binding, others),
    encodeReply: (call, reply, binding, context) =>
      reply.kind === "failure"
        ? failureReply(dialect, reply.failure, call, context, binding)
        : answerReply(dialect, call, reply.payload, context),
    decodeReply(call, { status, headers, bytes }) {
      const endpoint = endpointOf(dialect, call);
      if (!endpoint || status < 200 || status > 299) return undefined;
      const turn = isEventStream(headers)
        ? endpoint.readStream(jsonEvents(bytes))
        : endpoint.readWhole(parseJson(bytes));
      return turn && { kind: "model", turn };
    },
    textOf: (frame) => textIn(dialect, frame),
    split: (chunks, head) => splitReply(chunks, head, markerOfEither(dialect.endpoints)),
  };
}

/** What is no model call, such as embeddings, has no entry here. */
const endpointOf = ({ endpoints }: Dialect, call: Call): Endpoint | undefined =>
  endpoints.find(({ operation }) => operation === call.operation);

function answerReply(dialect: Dialect, call: Call, payload: AnswerPayload, context: EncodeContext): WireReply {
  const endpoint = endpointOf(dialect, call);
  const conversation = conversationOf(call);
  if (payload.kind !== "model" || !endpoint || !conversation) throw mismatch(call, payload);
  const { turn } = payload;
  const headers = dialect.answerHeaders(usageOf(turn, conversation), context);
  return call.stream
    ? streamReply(endpoint.stream(turn, conversation, context), headers)
    : jsonReply(200, { "content-type": "application/json", ...headers }, endpoint.whole(turn, conversation, context));
}

/** A relayed stream does not say which endpoint it is from. */
function markerOfEither(endpoints: readonly Endpoint[]): Marker {
  let begun = false;
  const markers = Object.fromEntries(endpoints.map(({ operation, marker }) => [operation, marker()]));
  return (name, data) => {
    const type = name ?? (isObject(data) && typeof data.type === "string" ? data.type : undefined);
    const mark = markers[operationOf(type)]?.(type, data) ?? "content";
    begun ||= mark === "content";
    // An event that is new to a stream of the one kind may look like the beginning of the other.
    return mark === "open" && type !== undefined && begun ? "content" : mark;
  };
}
