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
}

export const stopReasons = ["stop", "length", "tool-calls", "content-filter", "refusal"] as const;
export type StopReason = (typeof stopReasons)[number];

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** A model's answer to one request. */
export interface ModelTurn {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly stopReason: StopReason;
  readonly usage?: Usage;
}
