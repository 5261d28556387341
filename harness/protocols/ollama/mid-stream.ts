import type { MidStream } from "../../domain/protocol.ts";
import type { Frame } from "../../domain/wire.ts";
import { isObject } from "../shared/json-body.ts";
import { jsonLines, lineFrame } from "../shared/ndjson.ts";
import { errorBody, modelOf } from "./failures.ts";

/** An error is a line like any other. Models that take long to load or to think send nothing meanwhile. */
export const midStream: MidStream = {
  failures: ["server-error", "model-error", "overloaded", "throttled", "bad-gateway"],
  failure: (failure, _context, call) => lineFrame(errorBody(failure, call), "close"),
  emptyDelta({ nowSeconds }, call, last) {
    const said = call?.operation === "generate" ? { response: "" } : { message: { role: "assistant", content: "" } };
    const { model = modelOf(call) } = (last && lineIn(last)) ?? {};
    return lineFrame({ model, created_at: new Date(nowSeconds * 1000).toISOString(), ...said, done: false }, "comment");
  },
  withoutUsage(frame) {
    const line = lineIn(frame);
    if (line === undefined || !counts.some((name) => name in line)) return frame;
    return lineFrame(Object.fromEntries(Object.entries(line).filter(([name]) => !counts.includes(name))), frame.mark);
  },
};

const counts = ["prompt_eval_count", "prompt_eval_duration", "eval_count", "eval_duration"];

/** Words of the answer, and arguments of calls. */
export function textOf(frame: Frame): string {
  const line = lineIn(frame);
  if (!isObject(line?.message)) return typeof line?.response === "string" ? line.response : "";
  const { content, tool_calls: calls } = line.message;
  const called = (Array.isArray(calls) ? (calls as unknown[]) : []).map((call) =>
    isObject(call) && isObject(call.function) ? JSON.stringify(call.function.arguments ?? {}) : "",
  );
  return (typeof content === "string" ? content : "") + called.join("");
}

function lineIn(frame: Frame): Record<string, unknown> | undefined {
  const [line] = jsonLines(frame.bytes);
  return isObject(line) ? line : undefined;
}
