import type { Conversation, ModelTurn } from "../../domain/conversation.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { Frame } from "../../domain/wire.ts";
import { argumentDeltas, wordDeltas } from "../shared/deltas.ts";
import { eventFrame, type Marker } from "../shared/sse.ts";
import { usageOf } from "../shared/usage.ts";
import { begunMessage, ending, inputCounts } from "./whole.ts";

interface Event {
  readonly type: string;
  readonly [field: string]: unknown;
}
interface Block {
  readonly start: unknown;
  readonly deltas: readonly unknown[];
}

/** `message_start`, the blocks, `message_delta` with stop reason and total usage, `message_stop`; one ping on the way. */
export function messageEvents(turn: ModelTurn, conversation: Conversation, context: EncodeContext): Frame[] {
  const spent = usageOf(turn, conversation);
  const events: Event[] = [
    { type: "message_start", message: begunMessage(turn, conversation, context) },
    ...blocksOf(turn).flatMap(blockEvents),
    {
      type: "message_delta",
      delta: { ...ending(turn), stop_sequence: null },
      ...(turn.withoutUsage ? {} : { usage: { ...inputCounts(spent), output_tokens: spent.outputTokens } }),
    },
    { type: "message_stop" },
  ];
  const mark = messagesMarker();
  return events.map((event) => eventFrame(event.type, event, mark(event.type, event)));
}

/** Arguments travel as the raw text that the model wrote, valid or not. */
const blocksOf = (turn: ModelTurn): Block[] => [
  ...(turn.text === ""
    ? []
    : [
        {
          start: { type: "text", text: "" },
          deltas: wordDeltas(turn.text).map((text) => ({ type: "text_delta", text })),
        },
      ]),
  ...turn.toolCalls.map(({ id, name, arguments: text }) => ({
    start: { type: "tool_use", id, name, input: {} },
    deltas: ["", ...argumentDeltas(text)].map((partial_json) => ({ type: "input_json_delta", partial_json })),
  })),
];

const blockEvents = ({ start, deltas }: Block, index: number): Event[] => [
  { type: "content_block_start", index, content_block: start },
  ...(index === 0 ? [{ type: "ping" }] : []),
  ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
  { type: "content_block_stop", index },
];

const terminal = new Set(["message_delta", "message_stop", "error"]);

/** Blocks end in the middle of the stream, with content after them. */
export function messagesMarker(): Marker {
  let begun = false;
  return (name) => {
    if (name === undefined || name === "ping") return "comment";
    if (terminal.has(name)) return "close";
    begun ||= name === "content_block_delta";
    return begun ? "content" : "open";
  };
}
