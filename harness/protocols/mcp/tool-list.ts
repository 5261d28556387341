import type { ToolList } from "../../domain/protocol.ts";
import { encodeText, type Piece, piecesOf } from "../../domain/wire.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import { eventFrame, isEventStream } from "../shared/sse.ts";
import { askedOf } from "./request.ts";

const changed = { jsonrpc: "2.0", method: "notifications/tools/list_changed" };

export const toolList: ToolList = {
  operation: "tools/list",
  toolOf: (call) => askedOf(call)?.tool,
  announced(_call, reply) {
    if (!isEventStream(reply.headers)) return reply;
    async function* body(): AsyncIterable<Piece> {
      yield eventFrame("message", changed, "content");
      yield* piecesOf(reply.body);
    }
    const { "content-length": _, ...headers } = reply.headers;
    return { ...reply, headers, body: body() };
  },
  asTool(request, tool) {
    const message = parseJson(request.body);
    if (!isObject(message) || !isObject(message["params"])) return request;
    return {
      ...request,
      body: encodeText(JSON.stringify({ ...message, params: { ...message["params"], name: tool } })),
    };
  },
};
