/** The canonical conversation that every model protocol decodes to and encodes from. */

export interface ToolSpec {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly parameters?: unknown;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** The arguments as the model wrote them: JSON text, and not always valid JSON. */
  readonly arguments: string;
}

export type Message =
  | { readonly role: "user"; readonly text: string }
  | { readonly role: "assistant"; readonly text: string; readonly toolCalls: readonly ToolCall[] }
  | {
      readonly role: "tool";
      readonly callId: string;
      readonly name?: string;
      readonly text: string;
      readonly isError?: boolean;
    };

/** What a tool result in a conversation says. */
export interface ToolResultContent {
  readonly text: string;
  /** Marked as an error where the wire has a mark for it. */
  readonly isError?: boolean;
}

/** A request to a model. */
export interface Conversation {
  readonly model: string;
  /** System and developer instructions, joined. */
  readonly system: string;
  readonly messages: readonly Message[];
  readonly tools: readonly ToolSpec[];
  /** `max_tokens`, `max_completion_tokens` or `max_output_tokens`; undefined = the model's maximum. */
  readonly maxOutputTokens?: number;
  readonly stream: boolean;
  /** The client asked for usage in the stream (Chat Completions `stream_options.include_usage`). */
  readonly streamUsage?: boolean;
  /** Explicit prompt-cache breakpoints: how many leading parts each covers, of every tool, then the system prompt (empty or not), then every message. */
  readonly cacheMarks?: readonly number[];
  /** The service tier asked for, as the provider names it: `priority`, `flex`, … */
  readonly tier?: string;
}

/**
 * Why a model stopped. `guardrail`: a policy in front of it stepped in. `context-window`: no room was left. `malformed`: what
 * it wrote could not be read as an answer or a tool call.
 */
export const stopReasons = [
  "stop",
  "length",
  "tool-calls",
  "content-filter",
  "refusal",
  "guardrail",
  "context-window",
  "malformed",
] as const;
export type StopReason = (typeof stopReasons)[number];

export interface Usage {
  /** The whole prompt, cached parts included. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the input: read from the prompt cache, and written to it. */
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
  /** Of the output: spent on reasoning that is not shown. */
  readonly reasoningTokens?: number;
}

/** A model's answer to one request. */
export interface ModelTurn {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly stopReason: StopReason;
  /** Absent = the protocol estimates it. */
  readonly usage?: Usage;
  /** The reply leaves usage out, though the provider always gives it. */
  readonly withoutUsage?: true;
  /** Shown instead of a fresh response id. A decoded turn has the id that it came with, where the wire has one. */
  readonly responseId?: string;
  /** The model that really answered, where it is another one than was asked. */
  readonly model?: string;
}
