import type { Conversation, ModelTurn } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import { encodeText, type Frame, type FrameMark } from "../../domain/wire.ts";
import { wordDeltas } from "../shared/deltas.ts";
import { isObject } from "../shared/json-body.ts";
import { usageOf } from "../shared/usage.ts";
import type { Form } from "./address.ts";
import { closing, type Finish, outcomeOf } from "./response.ts";

/** One chunk as it stands in the stream. Events are told apart by CRLF; elements of the array have their separator in front. */
export function chunkFrame(value: unknown, mark: FrameMark, form: Form, first: boolean): Frame {
  const text = JSON.stringify(value);
  return { bytes: encodeText(form === "array" ? (first ? "[" : ",\r\n") + text : `data: ${text}\r\n\r\n`), mark };
}

/** The array ends; events just stop. */
export const endFrames = (form: Form): Frame[] => (form === "array" ? [{ bytes: encodeText("]"), mark: "close" }] : []);

/** A text part for each delta, a chunk for each call (never in pieces), and a last chunk that says why it ended. */
export function responseFrames(
  turn: ModelTurn,
  conversation: Conversation,
  context: EncodeContext,
  form: Form,
): Frame[] {
  const { calls, finish } = outcomeOf(turn);
  const last = closing(turn, conversation, context);
  const common = { ...last, ...("usageMetadata" in last ? { usageMetadata: promptOnly(turn, conversation) } : {}) };
  const candidate = (parts: readonly unknown[], finish?: Finish): unknown => ({
    candidates: [{ content: { parts, role: "model" }, ...finish, index: 0 }],
    ...(finish ? last : common),
  });
  const chunks = [
    ...wordDeltas(turn.text).map((text) => candidate([{ text }])),
    ...calls.map((call) => candidate([call])),
    candidate([{ text: "" }], finish),
  ];
  const mark = chunkMarker();
  return [...chunks.map((chunk, at) => chunkFrame(chunk, mark(chunk), form, at === 0)), ...endFrames(form)];
}

/** Counts run along with the stream; only those of the last chunk are final. */
const promptOnly = (turn: ModelTurn, conversation: Conversation): unknown => {
  const { inputTokens } = usageOf(turn, conversation);
  return { promptTokenCount: inputTokens, totalTokenCount: inputTokens };
};

/** The last chunk of a real stream may carry text besides its reason to stop: it ends the stream all the same. */
export function chunkMarker(): (data: unknown) => FrameMark {
  let begun = false;
  return (data) => {
    if (!isObject(data) || "error" in data || isObject(data.promptFeedback)) return "close";
    const [first] = Array.isArray(data.candidates) ? (data.candidates as unknown[]) : [];
    // Counts of their own end a stream; what else has no candidate is new to us.
    if (!isObject(first)) return !begun ? "open" : isObject(data.usageMetadata) ? "close" : "content";
    if (typeof first.finishReason === "string") return "close";
    const parts =
      isObject(first.content) && Array.isArray(first.content.parts) ? (first.content.parts as unknown[]) : [];
    if (parts.some(carries)) {
      begun = true;
      return "content";
    }
    if (parts.some(thinks)) return begun ? "content" : "open";
    return "comment";
  };
}

const carries = (part: unknown): boolean =>
  isObject(part) &&
  part.thought !== true &&
  (isObject(part.functionCall) || (typeof part.text === "string" && part.text !== ""));
const thinks = (part: unknown): boolean => isObject(part) && part.thought === true;
