import { decodeText } from "../../domain/wire.ts";
import { isObject } from "./json-body.ts";
import { isEventStream, jsonEvents } from "./sse.ts";

/** JSON-RPC 2.0 as its specification has it; absent = a notification. */
export type RpcId = string | number | null;

export interface RpcRequest {
  readonly method: string;
  readonly id?: RpcId;
  readonly params: Readonly<Record<string, unknown>>;
  /** Positional parameters, and the members that no version of the specification knows. */
  readonly message: Readonly<Record<string, unknown>>;
}

export type RpcMessage = Readonly<Record<string, unknown>>;

const isId = (value: unknown): value is RpcId =>
  typeof value === "string" || typeof value === "number" || value === null;

export const isRpc = (value: unknown): value is RpcMessage => isObject(value) && value["jsonrpc"] === "2.0";

/** A request or notification; undefined for responses and anything else. */
export function rpcRequest(value: unknown): RpcRequest | undefined {
  if (!isRpc(value) || typeof value["method"] !== "string") return undefined;
  const { id, params } = value;
  return {
    method: value["method"],
    ...(isId(id) ? { id } : {}),
    params: isObject(params) ? params : {},
    message: value,
  };
}

export const isRpcResponse = (value: unknown): value is RpcMessage =>
  isRpc(value) && ("result" in value || "error" in value) && !("method" in value);

/** Every message of a reply, as JSON, as a batch or as an event stream; undefined if there is none. */
export function rpcMessages(headers: Readonly<Record<string, string>>, bytes: Uint8Array): unknown[] | undefined {
  if (isEventStream(headers)) return jsonEvents(bytes).map(({ data }) => data);
  try {
    const value: unknown = JSON.parse(decodeText(bytes));
    return Array.isArray(value) ? value : [value];
  } catch {
    return undefined;
  }
}

export const rpcResult = (id: RpcId, result: unknown): RpcMessage => ({ jsonrpc: "2.0", id, result });

export const rpcError = (id: RpcId, code: number, message: string, data?: unknown): RpcMessage => ({
  jsonrpc: "2.0",
  id,
  error: { code, message, ...(data === undefined ? {} : { data }) },
});
