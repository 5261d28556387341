import type { Protocol } from "../../domain/protocol.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { optionErrors } from "../shared/options.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { failureReply, failures } from "./failures.ts";
import { collectionOf, operation, readQuery } from "./request.ts";
import { schema, settingsOf } from "./settings.ts";
import { standIn } from "./stand-in.ts";

/** Queries of a collection by embedding; getting, searching by rank expressions and writing are relayed. */
export const chroma: Protocol = {
  name: "chroma",
  summary: "Chroma's API v2: `query` of a collection, where hits are columns and distances grow with difference.",
  boundary: "retrieval",
  failures,
  announcesWait: false,
  checkOptions: (options) => optionErrors(schema, options),
  recognise: (request, binding) => (collectionOf(request, binding) === undefined ? undefined : operation),
  decodeCall: readQuery,
  encodeReply(call, reply, binding) {
    if (reply.kind === "failure") return failureReply(reply.failure, call);
    if (reply.payload.kind !== "retrieval")
      throw new Error(`Cannot answer ${call.operation} of "${call.dependency}" with a ${reply.payload.kind} answer.`);
    const value = writeAnswer(reply.payload.result, call, settingsOf(binding.options));
    return jsonReply(200, { "content-type": "application/json" }, value);
  },
  decodeReply(call, { status, bytes }, binding) {
    if (call.operation !== operation || status !== 200) return undefined;
    const result = readAnswer(parseJson(bytes), settingsOf(binding.options));
    return result && { kind: "retrieval", result };
  },
  standIn,
};
