import type { Conversation, ModelTurn } from "../../../domain/conversation.ts";
import type { FrameMark } from "../../../domain/wire.ts";
import { argumentDeltas, wordDeltas } from "../../shared/deltas.ts";
import { isObject } from "../../shared/json-body.ts";
import { tierMember } from "./service-tier.ts";
import { wireStop } from "./stop-reasons.ts";
import { latencyMs, usageMembers } from "./usage.ts";

export interface ConverseEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** `messageStart`, the blocks, `messageStop`, `metadata`. Only tool calls have a `contentBlockStart`. */
export const converseEvents = (turn: ModelTurn, conversation: Conversation): ConverseEvent[] => [
  { type: "messageStart", data: { role: "assistant" } },
  ...blocksOf(turn).flatMap(({ start, deltas }, contentBlockIndex): ConverseEvent[] => [
    ...(start ? [{ type: "contentBlockStart", data: { contentBlockIndex, start } }] : []),
    ...deltas.map((delta) => ({ type: "contentBlockDelta", data: { contentBlockIndex, delta } })),
    { type: "contentBlockStop", data: { contentBlockIndex } },
  ]),
  { type: "messageStop", data: { stopReason: wireStop(turn) } },
  {
    type: "metadata",
    data: {
      metrics: { latencyMs: latencyMs(turn, conversation) },
      ...tierMember(conversation.tier),
      ...usageMembers(turn, conversation),
    },
  },
];

/** The data of a `contentBlockDelta` that adds to a text. */
export interface TextDelta {
  readonly contentBlockIndex: number;
  readonly delta: { readonly text: string };
}
export const isTextDelta = (data: object): data is TextDelta =>
  "delta" in data && typeof data.delta === "object" && data.delta !== null && "text" in data.delta;

interface Block {
  readonly start?: unknown;
  readonly deltas: readonly unknown[];
}

/** Arguments travel as the raw text that the model wrote, valid or not. */
const blocksOf = ({ text, toolCalls }: ModelTurn): Block[] => [
  ...(text === "" ? [] : [{ deltas: wordDeltas(text).map((part) => ({ text: part })) }]),
  ...toolCalls.map(({ id, name, arguments: written }) => ({
    start: { toolUse: { name, toolUseId: id } },
    deltas: argumentDeltas(written).map((input) => ({ toolUse: { input } })),
  })),
];

const terminal = new Set(["messageStop", "metadata"]);

/** Blocks end in the middle of the stream, with content after them. */
export function converseMarker(): (type: string) => FrameMark {
  let begun = false;
  return (type) => {
    if (terminal.has(type)) return "close";
    begun ||= type === "contentBlockDelta";
    return begun ? "content" : "open";
  };
}

/** The text that a `contentBlockDelta` adds. */
export function deltaText(data: unknown): string {
  const { delta } = isObject(data) ? data : {};
  if (!isObject(delta)) return "";
  const added = isObject(delta.toolUse) ? delta.toolUse.input : delta.text;
  return typeof added === "string" ? added : "";
}

/** A delta of nothing, in the block of the one before it. */
export function emptyDelta(last: unknown): Readonly<Record<string, unknown>> {
  const { contentBlockIndex = 0, delta } = isObject(last) ? last : {};
  const inTool = isObject(delta) && isObject(delta.toolUse);
  return { contentBlockIndex, delta: inTool ? { toolUse: { input: "" } } : { text: "" } };
}
