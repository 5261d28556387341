import { z } from "zod";
import type { Conversation, ModelTurn, Usage } from "../../../domain/conversation.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";
import type { Frame, FrameMark } from "../../../domain/wire.ts";
import { argumentDeltas, wordDeltas } from "../../shared/deltas.ts";
import { isObject } from "../../shared/json-body.ts";
import { eventText, type FrameRun, framesOfRuns, frameText, type Marker, runOfTexts } from "../../shared/sse.ts";
import { usageOf } from "../../shared/usage.ts";
import { tierShown } from "../tier.ts";
import { finishReasons, wireUsage } from "./whole.ts";

/** Stands where the delta goes; no JSON text holds it unescaped. */
const hole = "\u0000";

/** `chat.completion.chunk` events: role, text, tool calls, finish reason, usage if it was asked for, `[DONE]`. */
export function chunkFrames(turn: ModelTurn, conversation: Conversation, context: EncodeContext): Frame[] {
  const common = commonOfChunks(conversation, turn.responseId ?? context.id("chatcmpl-"), context);
  const usage = conversation.streamUsage ? { usage: null } : {};
  // What all chunks share is written once.
  const [before = "", after = ""] = eventText(undefined, {
    ...common,
    choices: [{ index: 0, delta: hole, logprobs: null }],
    ...usage,
  }).split(`${JSON.stringify(hole)},"logprobs":null`);
  const ending = (finish: string | null) => `,"logprobs":null,"finish_reason":${JSON.stringify(finish)}${after}`;
  const unfinished = ending(null);
  const chunk = (delta: string, mark: FrameMark, rest = unfinished): FrameRun => frameText(before + delta + rest, mark);

  return framesOfRuns([
    chunk(JSON.stringify(openingDelta(turn)), "open"),
    textChunks(turn, before, unfinished),
    ...toolDeltas(turn).map((call) => chunk(JSON.stringify({ tool_calls: [call] }), "content")),
    chunk("{}", "close", ending(finishReasons[turn.stopReason])),
    ...(conversation.streamUsage && !turn.withoutUsage ? [usageChunk(common, usageOf(turn, conversation))] : []),
    frameText(eventText(undefined, "[DONE]"), "close"),
  ]);
}

const usageChunk = (common: Readonly<Record<string, unknown>>, usage: Usage): FrameRun =>
  frameText(eventText(undefined, { ...common, choices: [], usage: wireUsage(usage) }), "close");

/** What every chunk of a stream has. */
export const commonOfChunks = (
  { model, tier }: Pick<Conversation, "model" | "tier">,
  id: string,
  context: EncodeContext,
): Readonly<Record<string, unknown>> => ({
  id,
  object: "chat.completion.chunk",
  created: context.nowSeconds,
  model,
  service_tier: tierShown(tier),
  system_fingerprint: "fp_brownout",
});

function openingDelta(turn: ModelTurn): unknown {
  if (turn.stopReason === "refusal") return { role: "assistant", content: null, refusal: "" };
  return { role: "assistant", content: turn.text === "" && turn.toolCalls.length > 0 ? null : "", refusal: null };
}

const textChunks = ({ text, stopReason }: ModelTurn, before: string, after: string): FrameRun =>
  runOfTexts(
    `${before}{"${stopReason === "refusal" ? "refusal" : "content"}":`,
    wordDeltas(text),
    `}${after}`,
    "content",
  );

/** Parallel calls come one after the other, told apart by `index`; only the first delta of each has its id and name. */
const toolDeltas = (turn: ModelTurn): unknown[] =>
  turn.toolCalls.flatMap((call, index) => [
    { index, id: call.id, type: "function", function: { name: call.name, arguments: "" } },
    ...argumentDeltas(call.arguments).map((part) => ({ index, function: { arguments: part } })),
  ]);

/** Marks by what a chunk holds, so that relayed streams of look-alike servers are marked as ours are. */
export function chatMarker(): Marker {
  let begun = false;
  return (_name, data) => {
    if (!isObject(data)) return "close";
    if ("error" in data) return "close";
    const [choice] = Array.isArray(data.choices) ? (data.choices as unknown[]) : [];
    if (!isObject(choice)) return isObject(data.usage) ? "close" : begun ? "content" : "open";
    const delta = isObject(choice.delta) ? choice.delta : {};
    const carries = Object.entries(delta).some(
      ([key, value]) => key !== "role" && (typeof value === "string" || Array.isArray(value)) && value.length > 0,
    );
    begun ||= carries;
    if (carries) return "content";
    return typeof choice.finish_reason === "string" ? "close" : "open";
  };
}

/** The chunk with usage has no choices: nothing is left of it. Some servers put it into the last chunk that has one. */
export function chunkWithoutUsage(data: unknown): unknown {
  if (!isObject(data) || !isObject(data["usage"])) return data;
  const { usage: _, ...rest } = data;
  return Array.isArray(rest["choices"]) && rest["choices"].length > 0 ? rest : undefined;
}

export function textOfChunk(data: unknown): string {
  const parsed = spoken.safeParse(data);
  return (parsed.data?.choices ?? [])
    .flatMap(({ delta }) => [
      delta?.reasoning_content,
      delta?.content,
      delta?.refusal,
      ...(delta?.tool_calls ?? []).map((call) => call.function?.arguments),
    ])
    .join("");
}

const words = z.string().nullish();
const spoken = z.looseObject({
  choices: z.array(
    z.looseObject({
      delta: z
        .looseObject({
          reasoning_content: words,
          content: words,
          refusal: words,
          tool_calls: z.array(z.looseObject({ function: z.looseObject({ arguments: words }).nullish() })).nullish(),
        })
        .nullish(),
    }),
  ),
});
