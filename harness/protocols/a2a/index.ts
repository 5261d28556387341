import type { MidStream, Protocol } from "../../domain/protocol.ts";
import { mismatch } from "../shared/mismatch.ts";
import { noOptions } from "../shared/options.ts";
import { mapTexts, relocated, rewriteBody } from "../shared/relocate.ts";
import { commentFrame, eventFrame, isEventStream } from "../shared/sse.ts";
import { splitEvents } from "../shared/sse-splitter.ts";
import { wholeChunks } from "../shared/whole-chunks.ts";
import { errorMessage, failsIn200, failureReply, failures, statusBody } from "./failures.ts";
import { answerReply, hollow, readAnswer } from "./reply.ts";
import { askedOf, draftOf, operationNamed, operationNames } from "./request.ts";
import { marker } from "./states.ts";

const midStream: MidStream = {
  failures: ["server-error"],
  failure(failure, _context, call) {
    const asked = call && askedOf(call);
    const body = asked?.form === "rest" ? statusBody(failure) : errorMessage(failure, asked);
    return eventFrame("error", body, "close");
  },
  keepAlive: () => commentFrame("keep-alive"),
};

/** Another agent, over the Agent2Agent protocol: 1.0 and the method names of 0.3, as JSON-RPC and as REST. */
export const a2a: Protocol = {
  name: "a2a",
  summary: "Another agent over the Agent2Agent protocol, as JSON-RPC or as REST.",
  boundary: "agent",
  failures,
  failsIn200,
  hollow,
  midStream,
  checkOptions: noOptions,
  operations: () => operationNames,
  recognise: operationNamed,
  decodeCall: draftOf,
  encodeReply(call, reply) {
    if (reply.kind === "failure") return failureReply(reply.failure, askedOf(call));
    if (reply.payload.kind !== "tool") throw mismatch(call, reply.payload);
    return answerReply(call, reply.payload.result);
  },
  decodeReply: (call, reply) => readAnswer(call, reply),
  split: (chunks, { headers }) => (isEventStream(headers) ? splitEvents(chunks, marker()) : wholeChunks(chunks)),
  // A card tells where its agent is: clients call that address and not the one that the card came from.
  relocate(call, reply, binding, reachedAt) {
    if (!["agent-card", "GetExtendedAgentCard"].includes(call.operation)) return reply;
    return rewriteBody(reply, (text) => mapTexts(text, (one) => relocated(one, binding, reachedAt)));
  },
};
