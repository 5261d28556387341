import type { Hollow } from "../../../domain/protocol.ts";
import type { WireReply } from "../../../domain/wire.ts";
import { eventStreamType, exceptionFrame } from "../../shared/event-stream.ts";
import { jsonReply } from "../../shared/json-body.ts";
import { memberName, plainBody, serviceError } from "../errors.ts";
import { requestId } from "../ids.ts";
import { runtimeErrors } from "./failures.ts";
import { eventFrame } from "./frames.ts";
import { streams } from "./target.ts";

const usage = { inputTokens: 12, outputTokens: 0, serverToolUsage: {}, totalTokens: 12 };
const metrics = { latencyMs: 280 };

/** `no-answer`: all but the output. `error-in-200`: in a stream its first frame is the exception, which this service really does. */
export const bedrockHollow: Hollow = {
  kinds: ["no-answer", "error-in-200"],
  reply(kind, call, context, failure): WireReply {
    const headers = { "x-amzn-requestid": requestId(context) };
    const json = { "content-type": "application/json", ...headers };
    const binary = { "content-type": eventStreamType, "transfer-encoding": "chunked", ...headers };
    const streamed = call.stream && streams(call.operation);
    if (kind === "no-answer") {
      if (!streamed) return jsonReply(200, json, { metrics, stopReason: "end_turn", usage });
      if (call.operation === "invoke-stream") return { status: 200, headers: binary, body: [] };
      const body = [
        eventFrame("messageStart", { role: "assistant" }, "open"),
        eventFrame("messageStop", { stopReason: "end_turn" }, "close"),
        eventFrame("metadata", { metrics, usage }, "close"),
      ];
      return { status: 200, headers: binary, body };
    }
    if (kind !== "error-in-200") throw new Error(`This service has no hollow reply "${kind}".`);
    const error =
      serviceError(runtimeErrors, failure, call) ?? serviceError(runtimeErrors, { kind: "server-error" }, call);
    if (!error) throw new Error("This service has server errors.");
    return streamed
      ? { status: 200, headers: binary, body: [exceptionFrame(memberName(error.name), plainBody(error))] }
      : jsonReply(200, json, plainBody(error));
  },
};
