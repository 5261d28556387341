import type { Protocol } from "../domain/protocol.ts";
import { decodeText, encodeText, wholeReply } from "../domain/wire.ts";

/** The last part of the path is the operation; the body's members are the arguments; `{"stream": true}` asks for a stream. */
export const fakeProtocol = (boundary: Protocol["boundary"]): Protocol => ({
  name: boundary,
  summary: "JSON as it is.",
  boundary,
  failures: [],
  recognise: (request) => new URL(request.url).pathname.split("/").at(-1) || undefined,
  decodeCall: (request) => {
    const operation = new URL(request.url).pathname.split("/").at(-1) ?? "";
    const given: Record<string, unknown> = request.body.length > 0 ? JSON.parse(decodeText(request.body)) : {};
    const stream = given["stream"] === true;
    if (boundary !== "model") {
      return {
        operation,
        stream,
        payload: { kind: "tool", request: { arguments: given, method: request.method, path: operation } },
      };
    }
    const messages = [{ role: "user", text: String(given["prompt"] ?? "") }] as const;
    const conversation = { model: "m", system: "", messages, tools: [], stream };
    return { operation, stream, payload: { kind: "model", conversation } };
  },
  encodeReply: (call, reply) => {
    if (reply.kind === "failure")
      return wholeReply(reply.failure.kind === "throttled" ? 429 : 500, {}, reply.failure.kind);
    if (reply.payload.kind !== "model") return wholeReply(200, {}, JSON.stringify(reply.payload));
    const { text } = reply.payload.turn;
    if (!call.stream) return wholeReply(200, {}, text);
    const words = text.split(" ").map((word) => ({ bytes: encodeText(`${word} `), mark: "content" as const }));
    return { status: 200, headers: {}, body: [...words, { bytes: encodeText("[done]"), mark: "close" as const }] };
  },
  decodeReply: () => undefined,
});
