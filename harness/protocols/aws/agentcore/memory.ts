import { BadRequest, type Protocol } from "../../../domain/protocol.ts";
import { queryOf } from "../../shared/address.ts";
import { mismatch } from "../../shared/mismatch.ts";
import { noOptions } from "../../shared/options.ts";
import { errorReply, failuresOf } from "../errors.ts";
import { requestId } from "../ids.ts";
import { sdkAttempt } from "../sdk-attempt.ts";
import { answerReply, readAnswer } from "./answers.ts";
import { requiredArguments } from "./arguments.ts";
import { memoryErrors } from "./errors.ts";
import { memoryOperationOf, memoryOperations } from "./memory-operations.ts";

/** The data plane of Bedrock AgentCore Memory: events of a session, and records drawn from them. */
export const agentcoreMemory: Protocol = {
  name: "agentcore-memory",
  summary: "Amazon Bedrock AgentCore Memory: events, sessions and memory records.",
  boundary: "memory",
  failures: failuresOf(memoryErrors),
  announcesWait: false,
  checkOptions: noOptions,
  operations: () => memoryOperations,
  recognise: ({ method, url }) => memoryOperationOf(method, url)?.operation.name,
  clientAttempt: sdkAttempt,
  decodeCall(request) {
    const { body, method, url } = request;
    const found = memoryOperationOf(method, url);
    if (!found) throw new BadRequest("Unknown operation.", "not-found");
    // Clients make a token up for each call: the same in its retries, another in the next run.
    const { clientToken, ...members } = requiredArguments(body, found.operation.required);
    return {
      operation: found.operation.name,
      payload: {
        kind: "tool",
        request: {
          arguments: { ...members, ...queryOf(request), ...found.parameters },
          method,
          path: URL.parse(url)?.pathname ?? "",
          ...(typeof clientToken === "string" ? { idempotencyKey: clientToken } : {}),
        },
      },
      stream: false,
    };
  },
  encodeReply(call, reply, _binding, context) {
    if (reply.kind === "failure") return errorReply(memoryErrors, reply.failure, call, context);
    if (reply.payload.kind !== "tool") throw mismatch(call, reply.payload);
    return answerReply(reply.payload.result, { "x-amzn-requestid": requestId(context) });
  },
  decodeReply(_call, { status, headers, bytes }) {
    const result = readAnswer(status, headers, bytes);
    return result && { kind: "tool", result };
  },
};
