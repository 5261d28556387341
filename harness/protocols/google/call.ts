import type { Call } from "../../domain/call.ts";
import type { Form } from "./address.ts";

export const modelOf = (call: Call | undefined): string =>
  call?.payload.kind === "model"
    ? call.payload.conversation.model
    : call?.payload.kind === "embedding"
      ? call.payload.request.model
      : "the-requested-model";

/** Remembered of the request as `echo`; a request that could not be read is answered whole. */
export function replyFormOf(call: Call | undefined): Form {
  const echo = call?.echo;
  return echo === "events" || echo === "array" ? echo : "whole";
}
