import type { Conversation, ModelTurn } from "../../../domain/conversation.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";
import type { Frame } from "../../../domain/wire.ts";
import { argumentDeltas, wordDeltas } from "../../shared/deltas.ts";
import { isObject } from "../../shared/json-body.ts";
import { eventText, framesOfRuns, frameText, type Marker } from "../../shared/sse.ts";
import { type OutputItem, outputItems, refusalPart, textPart } from "./output.ts";
import { begunResponse, finished } from "./whole.ts";

interface Event {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Every event has its type as its name and a sequence number; no `[DONE]`. */
export function responseEvents(turn: ModelTurn, conversation: Conversation, context: EncodeContext): Frame[] {
  const begun = begunResponse(conversation, context, turn.responseId);
  const output = outputItems(turn, context);
  const ended = finished(begun, turn, conversation, output);
  const last = ended["status"] === "incomplete" ? "response.incomplete" : "response.completed";
  return framesOf(begun, output.flatMap(itemEvents), { type: last, response: ended });
}

/** A response from its creation to its end. */
export function framesOf(begun: unknown, events: readonly Event[], end: Event): Frame[] {
  const mark = responsesMarker();
  const all: Event[] = [
    { type: "response.created", response: begun },
    { type: "response.in_progress", response: begun },
    ...events,
    end,
  ];
  return framesOfRuns(
    all.map(({ type, ...fields }, sequence_number) =>
      frameText(eventText(type, { type, sequence_number, ...fields }), mark(type, fields)),
    ),
  );
}

function itemEvents(item: OutputItem, output_index: number): Event[] {
  const started =
    item.type === "message"
      ? { ...item, status: "in_progress", content: [] }
      : { ...item, status: "in_progress", arguments: "" };
  return [
    { type: "response.output_item.added", output_index, item: started },
    ...(item.type === "message" ? messageEvents(item, output_index) : callEvents(item, output_index)),
    { type: "response.output_item.done", output_index, item },
  ];
}

function messageEvents(item: Extract<OutputItem, { type: "message" }>, output_index: number): Event[] {
  const [part] = item.content;
  const place = { item_id: item.id, output_index, content_index: 0 };
  const refused = part.type === "refusal";
  const text = refused ? part.refusal : part.text;
  return [
    { type: "response.content_part.added", ...place, part: refused ? refusalPart("") : textPart("") },
    ...wordDeltas(text).map((delta) =>
      refused
        ? { type: "response.refusal.delta", ...place, delta }
        : { type: "response.output_text.delta", ...place, delta, logprobs: [] },
    ),
    refused
      ? { type: "response.refusal.done", ...place, refusal: text }
      : { type: "response.output_text.done", ...place, text, logprobs: [] },
    { type: "response.content_part.done", ...place, part },
  ];
}

function callEvents(item: Extract<OutputItem, { type: "function_call" }>, output_index: number): Event[] {
  const place = { item_id: item.id, output_index };
  return [
    ...argumentDeltas(item.arguments).map((delta) => ({
      type: "response.function_call_arguments.delta",
      ...place,
      delta,
    })),
    { type: "response.function_call_arguments.done", ...place, name: item.name, arguments: item.arguments },
  ];
}

const terminal = new Set([
  "response.completed",
  "response.incomplete",
  "response.failed",
  "response.cancelled",
  "error",
]);

/** Only what ends the response closes it: items end in the middle of the stream, with content after them. */
export function responsesMarker(): Marker {
  let begun = false;
  return (name) => {
    if (name === undefined || terminal.has(name)) return "close";
    if (name === "keepalive") return "comment";
    begun ||= name.endsWith(".delta");
    return begun ? "content" : "open";
  };
}

/** Usage is told by the response of the last event. */
export function eventWithoutUsage(data: unknown): unknown {
  const response = isObject(data) ? data["response"] : undefined;
  if (!isObject(data) || !isObject(response) || !isObject(response["usage"])) return data;
  const { usage: _, ...rest } = response;
  return { ...data, response: rest };
}

/** Of text, refusals, reasoning and arguments alike; what is done repeats them. */
export const textOfEvent = (data: unknown): string =>
  isObject(data) && typeof data["delta"] === "string" ? data["delta"] : "";
