import type { Asides } from "../../domain/protocol.ts";
import { collectBody, decodeText, piecesOf } from "../../domain/wire.ts";
import { isRpcResponse, rpcError, rpcMessages, rpcRequest } from "../shared/json-rpc.ts";
import { eventFrame, isEventStream, jsonEvents } from "../shared/sse.ts";
import { askedOf } from "./request.ts";

/** What a server says in the stream of a request before its answer: questions to the client, progress, log lines. */
export const asides: Asides = {
  within(call, { status, headers }) {
    const asked = askedOf(call);
    return asked?.id !== undefined && asked.answer !== "elsewhere" && status === 200 && isEventStream(headers);
  },
  isAside: ({ bytes }) => rpcRequest(jsonEvents(bytes)[0]?.data) !== undefined,
  async *after(call, reply) {
    if (reply.status === 200 && isEventStream(reply.headers)) {
      yield* piecesOf(reply.body);
      return;
    }
    const { bytes, ending } = await collectBody(reply.body);
    if (ending !== "complete") {
      yield { ending };
      return;
    }
    const id = askedOf(call)?.id ?? null;
    const told = rpcMessages(reply.headers, bytes)?.find(isRpcResponse);
    const text = decodeText(bytes);
    if (told !== undefined) yield eventFrame("message", { ...told, id }, "close");
    // A success that is no answer stays none: the stream ends without one, or with what it has instead.
    else if (reply.status === 200)
      yield* text === "" ? [] : [eventFrame("message", text.replaceAll(/\s+/g, " "), "close")];
    // The status has gone out: the request's own answer is all that can still say no.
    else {
      const said = text.slice(0, 500);
      yield eventFrame("message", rpcError(id, -32000, `HTTP ${reply.status}${said && `: ${said}`}`), "close");
    }
  },
};
