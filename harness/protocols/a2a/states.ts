import type { FrameMark } from "../../domain/wire.ts";
import { isObject } from "../shared/json-body.ts";
import { isRpc } from "../shared/json-rpc.ts";
import type { Marker } from "../shared/sse.ts";

/** `TASK_STATE_COMPLETED` (1.0) and `completed` (0.3), in one form. */
const normal = (state: unknown): string =>
  typeof state === "string" ? state.replace(/^TASK_STATE_/, "").toLowerCase() : "";

const over: ReadonlySet<string> = new Set(["completed", "failed", "canceled", "cancelled", "rejected"]);

/** Of what an answer or event is about: `message` is the whole answer; undefined if it tells no state. */
export function stateOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  if (isObject(value["message"]) || value["kind"] === "message") return "message";
  const about = value["task"] ?? value["statusUpdate"] ?? (value["artifactUpdate"] === undefined ? value : undefined);
  const status = isObject(about) ? about["status"] : undefined;
  return isObject(status) ? normal(status["state"]) : undefined;
}

/** The task as it is at first opens a stream; news of it are content; its last state, or a message, closes it. */
export function markOf(value: unknown): FrameMark {
  const state = stateOf(value);
  if (state === "message" || (state !== undefined && over.has(state))) return "close";
  if (isObject(value) && (value["task"] !== undefined || value["kind"] === "task")) return "open";
  return isObject(value) && value["error"] !== undefined ? "close" : "content";
}

export const marker = (): Marker => {
  let begun = false;
  return (_name, data) => {
    const value = isRpc(data) ? ("error" in data ? data : data["result"]) : data;
    const mark = markOf(value);
    if (mark === "content") begun = true;
    return mark === "open" && begun ? "content" : mark;
  };
};
