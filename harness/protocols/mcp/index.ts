import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import { rpcError } from "../shared/json-rpc.ts";
import { mismatch } from "../shared/mismatch.ts";
import { optionErrors } from "../shared/options.ts";
import { asides } from "./asides.ts";
import { failureReply, failures } from "./failures.ts";
import { hollow } from "./hollow.ts";
import { answerReply, readAnswer, sendMessage } from "./reply.ts";
import { askedOf, draftOf } from "./request.ts";
import { schema } from "./settings.ts";
import { midStream, relocateStream, split } from "./stream.ts";
import { toolList } from "./tool-list.ts";

/** Tools behind the Model Context Protocol: streamable HTTP of every revision, HTTP with SSE as far as it goes, and standard streams. */
export const mcp: Protocol = {
  name: "mcp",
  summary:
    "A server of the Model Context Protocol, over HTTP or behind standard streams; its tools are the operations.",
  boundary: "tool",
  failures,
  hollow,
  midStream,
  asides,
  overStdio: true,
  split,
  rpcError(call, { code, message, data }) {
    const asked = askedOf(call);
    return sendMessage(rpcError(asked?.id ?? null, code, message, data), asked);
  },
  sessionOf: (call) => askedOf(call)?.session,
  toolList,
  checkOptions: (options) => optionErrors(schema, options),
  recognise: (request, binding) => draftOf(request, binding)?.operation,
  decodeCall(request, binding) {
    const draft = draftOf(request, binding);
    if (draft === undefined) throw new BadRequest("Parse error: Invalid JSON-RPC message");
    return draft;
  },
  answersHere(call) {
    const asked = askedOf(call);
    return asked === undefined || (asked.id !== undefined && asked.answer !== "elsewhere");
  },
  encodeReply(call, reply) {
    const asked = askedOf(call);
    if (reply.kind === "failure") return failureReply(reply.failure, asked, (message) => sendMessage(message, asked));
    if (reply.payload.kind !== "tool") throw mismatch(call, reply.payload);
    return answerReply(call, reply.payload.result);
  },
  decodeReply: (call, reply) => readAnswer(call, reply),
  relocate: (call, reply, binding, reachedAt) =>
    askedOf(call)?.method === "stream" ? relocateStream(reply, binding, reachedAt) : reply,
};
