import { z } from "zod";
import type { Call, CallDraft } from "../../domain/call.ts";
import type { Binding } from "../../domain/protocol.ts";
import { isStdio } from "../../domain/system-map.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import { isRpc, isRpcResponse, type RpcRequest, rpcRequest } from "../shared/json-rpc.ts";
import { plainText } from "../shared/plain-text.ts";
import { settingsOf } from "./settings.ts";

const id = z.union([z.string(), z.number(), z.null()]);

/** What is remembered of a request to answer it. */
const askedSchema = z.object({
  method: z.string(),
  /** Absent: nothing is to be answered. */
  id: id.optional(),
  /** The tool, for `tools/call`. */
  tool: z.string().optional(),
  /** It came as a batch of one (revisions before 2025-06-18). */
  batch: z.boolean(),
  /** How the client takes the answer. `elsewhere`: on the event stream that it opened before (HTTP with SSE, 2024-11-05). */
  answer: z.enum(["sse", "json", "elsewhere", "none"]),
  errors: z.enum(["http", "json-rpc", "result"]),
  /** There are no statuses and no headers: the message is all that the client sees. */
  stdio: z.boolean(),
  /** Revision 2026-07-28 and later: no handshake, results have a type. */
  modern: z.boolean(),
  session: z.string().optional(),
  progressToken: z.union([z.string(), z.number()]).optional(),
});
export type Asked = z.output<typeof askedSchema>;

/** Undefined for calls that are no MCP. */
export const askedOf = (call: Pick<Call, "echo">): Asked | undefined => askedSchema.safeParse(call.echo).data;

/** What a request asks for; undefined if it is no MCP message: discovery documents and the like pass. */
export function draftOf(request: WireRequest, binding: Binding): CallDraft | undefined {
  const accept = request.headers["accept"] ?? "";
  if (request.method === "GET")
    return accept.includes("text/event-stream") ? bare("stream", request, binding, true) : undefined;
  if (request.method === "DELETE")
    return request.headers["mcp-session-id"] === undefined ? undefined : bare("end-session", request, binding, false);
  if (request.method !== "POST") return undefined;
  const body = parseJson(request.body);
  const messages = Array.isArray(body) ? body : [body];
  if (messages.length === 0 || !messages.every(isRpc)) return undefined;
  const asked = messages.flatMap((message) => rpcRequest(message) ?? []);
  if (asked.length === 0) return messages.every(isRpcResponse) ? bare("response", request, binding, false) : undefined;
  const wanting = asked.filter((one) => one.id !== undefined);
  const [only, ...others] = wanting.length > 0 ? wanting : asked;
  if (only === undefined) return undefined;
  if (others.length > 0 && wanting.length > 0) return batchOf(wanting, request, binding);
  return single(only, request, binding, Array.isArray(body));
}

function single(asked: RpcRequest, request: WireRequest, binding: Binding, batch: boolean): CallDraft {
  const { method, params } = asked;
  const { _meta: meta, ...others } = params;
  const isTool = method === "tools/call" && typeof params["name"] === "string";
  const tool = isTool ? String(params["name"]) : undefined;
  const given = isTool ? params["arguments"] : others;
  const token = isObject(meta) ? meta["progressToken"] : undefined;
  const echo: Asked = {
    ...rest(request, binding, meta),
    method,
    batch,
    ...(asked.id === undefined ? { answer: "none" } : { id: asked.id }),
    ...(tool === undefined ? {} : { tool }),
    ...(typeof token === "string" || typeof token === "number" ? { progressToken: token } : {}),
  };
  return draft(tool ?? method, isObject(given) ? given : {}, echo, echo.answer === "sse");
}

/** Several requests at once have no one answer: only failures and the connection's own troubles reach them. */
const batchOf = (asked: readonly RpcRequest[], request: WireRequest, binding: Binding): CallDraft =>
  draft(
    "batch",
    { requests: asked.map(({ method, params }) => ({ method, params })) },
    { ...rest(request, binding), method: "batch", batch: true, answer: "none" },
    false,
  );

const bare = (operation: string, request: WireRequest, binding: Binding, stream: boolean): CallDraft =>
  draft(operation, {}, { ...rest(request, binding), method: operation, batch: false, answer: "none" }, stream);

function draft(operation: string, given: Readonly<Record<string, unknown>>, echo: Asked, stream: boolean): CallDraft {
  return { operation, payload: { kind: "tool", request: { arguments: given } }, stream, echo };
}

function rest(
  { headers, url }: WireRequest,
  { options, url: base }: Binding,
  meta?: unknown,
): Pick<Asked, "answer" | "errors" | "stdio" | "modern" | "session"> {
  const { errors: chosen, replies } = settingsOf(options);
  const stdio = isStdio(base);
  const errors = stdio && chosen !== "result" ? "json-rpc" : (chosen ?? "http");
  const accept = headers["accept"] ?? "";
  const takes = (type: string): boolean => accept.includes(type);
  // The transport of 2024-11-05 posts to an address of the session and says nothing of what it takes.
  const old = !takes("text/event-stream") && !takes("application/json") && /[?&]session_?id=/i.test(url);
  const streams = takes("text/event-stream") && (replies === "sse" || !takes("application/json"));
  const answer = old ? "elsewhere" : streams ? "sse" : "json";
  const version =
    headers["mcp-protocol-version"] ??
    (isObject(meta) ? plainText(meta["io.modelcontextprotocol/protocolVersion"] ?? "") : "");
  const session = headers["mcp-session-id"];
  return { answer, errors, stdio, ...(session === undefined ? {} : { session }), modern: version >= "2026-07-28" };
}
