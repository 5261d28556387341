import type { Hollow } from "../../domain/protocol.ts";
import { rpcError, rpcResult } from "../shared/json-rpc.ts";
import { sendMessage } from "./reply.ts";
import { askedOf } from "./request.ts";
import { failedResult } from "./result.ts";

export const hollow: Hollow = {
  kinds: ["no-answer", "error-in-200", "failed"],
  reply(kind, call, _context, failure) {
    const asked = askedOf(call);
    const id = asked?.id ?? null;
    const type = asked?.modern ? { resultType: "complete" } : {};
    const message = failure.message ?? "Internal error";
    switch (kind) {
      case "no-answer":
        return sendMessage(rpcResult(id, { ...type, content: [] }), asked);
      case "error-in-200":
        return sendMessage(rpcError(id, -32603, message), asked);
      case "failed":
        return sendMessage(rpcResult(id, { ...type, ...failedResult(message) }), asked);
      default:
        throw new Error(`MCP has no reply that is hollow by "${String(kind)}": use one of ${this.kinds.join(", ")}.`);
    }
  },
};
