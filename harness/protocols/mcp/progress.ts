import type { Frame } from "../../domain/wire.ts";
import { type RpcMessage, rpcRequest } from "../shared/json-rpc.ts";
import { jsonEvents } from "../shared/sse.ts";

interface Told {
  readonly progress: number;
  readonly total?: number;
}

/** How far the work was when this was the last that was said; undefined if that is not known, as something else was said. */
function toldBy(last: Frame | undefined, token: string | number): Told | undefined {
  const request = last && rpcRequest(jsonEvents(last.bytes)[0]?.data);
  if (request === undefined) return { progress: 0 };
  const { progress, total, progressToken } = request.params;
  if (request.method !== "notifications/progress" || progressToken !== token || typeof progress !== "number")
    return undefined;
  return { progress, ...(typeof total === "number" ? { total } : {}) };
}

/**
 * A message that says nothing new. Progress is what resets a client's timeout, if it asked to be told; others skip a log line.
 * Progress must increase with each notification (specification 2025-11-25, basic/utilities/progress), so it does, in ever smaller
 * steps that stay below what the server itself says next.
 */
export function noNews(token: string | number | undefined, last: Frame | undefined, nth: number): RpcMessage {
  const told = token === undefined ? undefined : toldBy(last, token);
  if (told === undefined)
    return { jsonrpc: "2.0", method: "notifications/message", params: { level: "debug", data: "" } };
  const left = (told.total ?? Number.POSITIVE_INFINITY) - told.progress;
  const step = Math.min(1, left > 0 ? left : 1, (Math.abs(told.progress) || 1) / 1000);
  const progress = told.progress + (step * nth) / (nth + 1);
  return { jsonrpc: "2.0", method: "notifications/progress", params: { ...told, progressToken: token, progress } };
}
