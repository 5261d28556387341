import type { Protocol } from "../../domain/protocol.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { optionErrors } from "../shared/options.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { failureReply, failures } from "./failures.ts";
import { endpointOf, readQuery } from "./request.ts";
import { schema, settingsOf } from "./settings.ts";
import { standIn } from "./stand-in.ts";

/** `points/query` and `points/search` of the REST API; groups, batches, scrolling and writing are relayed. */
export const qdrant: Protocol = {
  name: "qdrant",
  summary: "Qdrant's REST API: `points/query` with vectors, prefetch and hybrid, and `points/search`.",
  boundary: "retrieval",
  failures,
  checkOptions: (options) => optionErrors(schema, options),
  recognise: (request, binding) => endpointOf(request, binding)?.operation,
  decodeCall: readQuery,
  encodeReply(call, reply, binding) {
    if (reply.kind === "failure") return failureReply(reply.failure, call);
    if (reply.payload.kind !== "retrieval")
      throw new Error(`Cannot answer ${call.operation} of "${call.dependency}" with a ${reply.payload.kind} answer.`);
    const value = writeAnswer(reply.payload.result, call, settingsOf(binding.options));
    return jsonReply(200, { "content-type": "application/json" }, value);
  },
  decodeReply(call, { status, bytes }, binding) {
    if (!["query", "search"].includes(call.operation) || status !== 200) return undefined;
    const result = readAnswer(parseJson(bytes), call, settingsOf(binding.options));
    return result && { kind: "retrieval", result };
  },
  standIn,
};
