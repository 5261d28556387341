import type { Protocol } from "../../domain/protocol.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { optionErrors } from "../shared/options.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { failsIn200, failureReply, failures } from "./failures.ts";
import { operation, readSearch, searchIn } from "./request.ts";
import { schema, settingsOf } from "./settings.ts";
import { standIn } from "./stand-in.ts";

/** GraphQL `Get` over REST. gRPC is relayed unread: outages, latency and failures work on it, changes of results do not. */
export const weaviate: Protocol = {
  name: "weaviate",
  summary:
    "Weaviate's GraphQL `Get` over REST; calls over gRPC are relayed unread, so only outages, failures and latency reach them.",
  boundary: "retrieval",
  failures,
  announcesWait: false,
  failsIn200,
  checkOptions: (options) => optionErrors(schema, options),
  recognise: (request, binding) => (searchIn(request, binding) ? operation : undefined),
  decodeCall: readSearch,
  encodeReply(call, reply, binding) {
    if (reply.kind === "failure") return failureReply(reply.failure, call);
    if (reply.payload.kind !== "retrieval")
      throw new Error(`Cannot answer ${call.operation} of "${call.dependency}" with a ${reply.payload.kind} answer.`);
    const value = writeAnswer(reply.payload.result, call, settingsOf(binding.options));
    return jsonReply(200, { "content-type": "application/json" }, value);
  },
  decodeReply(call, { status, bytes }, binding) {
    if (call.operation !== operation || status !== 200) return undefined;
    const result = readAnswer(parseJson(bytes), call, settingsOf(binding.options));
    return result && { kind: "retrieval", result };
  },
  standIn,
};
