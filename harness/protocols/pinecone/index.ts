import type { Protocol } from "../../domain/protocol.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { optionErrors } from "../shared/options.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { answerHeaders, failureReply, failures } from "./failures.ts";
import { type Operation, operationOf, readCall } from "./request.ts";
import { schema, settingsOf } from "./settings.ts";
import { standIn } from "./stand-in.ts";

const asOperation = (name: string): Operation | undefined => (name === "query" || name === "search" ? name : undefined);

/** `/query` of the vector plane and the search of records with integrated embedding; everything else is relayed. */
export const pinecone: Protocol = {
  name: "pinecone",
  summary: "Pinecone's data plane: `query` by vector, and `search` of records with integrated embedding.",
  boundary: "retrieval",
  failures,
  announcesWait: false,
  checkOptions: (options) => optionErrors(schema, options),
  recognise: operationOf,
  decodeCall: readCall,
  encodeReply(call, reply, binding, context) {
    if (reply.kind === "failure") return failureReply(reply.failure, call, context);
    const operation = asOperation(call.operation);
    if (reply.payload.kind !== "retrieval" || !operation)
      throw new Error(`Cannot answer ${call.operation} of "${call.dependency}" with a ${reply.payload.kind} answer.`);
    const value = writeAnswer(reply.payload.result, call, operation, settingsOf(binding.options));
    return jsonReply(200, { "content-type": "application/json", ...answerHeaders(context) }, value);
  },
  decodeReply(call, { status, bytes }, binding) {
    const operation = asOperation(call.operation);
    if (!operation || status !== 200) return undefined;
    const result = readAnswer(parseJson(bytes), operation, settingsOf(binding.options));
    return result && { kind: "retrieval", result };
  },
  standIn,
};
