import type { Call, Failure } from "../../../domain/call.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";
import type { WireReply } from "../../../domain/wire.ts";
import { eventStreamType, streamEventFrame } from "../../shared/event-stream.ts";
import { jsonReply } from "../../shared/json-body.ts";
import { extraHeaders } from "../../shared/retry-after.ts";
import { requestId } from "../ids.ts";
import { sessionHeader } from "./generate-stream.ts";
import type { Echo } from "./request.ts";

/** What the console writes into a new guardrail. */
const usualMessage = "Sorry, the model cannot answer this question.";

/** A guardrail that steps in is a success to the client: no results, or its own message in the answer's place. */
export function guardrailReply(failure: Failure, call: Call, echo: Echo, context: EncodeContext): WireReply {
  const text = failure.message ?? usualMessage;
  const headers = { "x-amzn-requestid": requestId(context), ...extraHeaders(failure) };
  const action = { guardrailAction: "INTERVENED" };
  const sessionId = echo.sessionId ?? requestId(context);
  if (call.operation === "RetrieveAndGenerateStream")
    return {
      status: 200,
      headers: {
        "content-type": eventStreamType,
        "transfer-encoding": "chunked",
        [sessionHeader]: sessionId,
        ...headers,
      },
      body: [
        streamEventFrame("output", { text }, "content"),
        streamEventFrame("guardrail", { action: "INTERVENED" }, "close"),
      ],
    };
  const body =
    call.operation === "RetrieveAndGenerate"
      ? { citations: [], ...action, output: { text }, sessionId }
      : { ...action, retrievalResults: [] };
  return jsonReply(200, { "content-type": "application/json", ...headers }, body);
}
