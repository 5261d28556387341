import type { ModelTurn, StopReason } from "../../../domain/conversation.ts";

/** Those that this wire can tell apart. A model's own refusal is an ordinary end of its turn. */
export const bedrockStops: readonly StopReason[] = [
  "stop",
  "length",
  "tool-calls",
  "content-filter",
  "guardrail",
  "context-window",
  "malformed",
];

const onTheWire: Readonly<Record<StopReason, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  "tool-calls": "tool_use",
  "content-filter": "content_filtered",
  refusal: "end_turn",
  guardrail: "guardrail_intervened",
  "context-window": "model_context_window_exceeded",
  malformed: "malformed_model_output",
};

export const wireStop = ({ stopReason, toolCalls }: ModelTurn): string =>
  stopReason === "malformed" && toolCalls.length > 0 ? "malformed_tool_use" : onTheWire[stopReason];

const fromTheWire: Readonly<Record<string, StopReason>> = {
  ...Object.fromEntries(bedrockStops.map((reason) => [onTheWire[reason], reason])),
  malformed_tool_use: "malformed",
  stop_sequence: "stop",
};

/** Reasons that are new to us are ordinary ends. */
export const stopFrom = (wire: string): StopReason => fromTheWire[wire] ?? "stop";
