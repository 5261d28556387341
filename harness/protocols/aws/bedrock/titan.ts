import { z } from "zod";
import type { ModelTurn, StopReason } from "../../../domain/conversation.ts";
import { BadRequest } from "../../../domain/protocol.ts";
import { wordDeltas } from "../../shared/deltas.ts";
import { isObject } from "../../shared/json-body.ts";
import type { ModelBody } from "../../shared/model-body.ts";
import { usageOf } from "../../shared/usage.ts";

const request = z.looseObject({
  inputText: z.string(),
  textGenerationConfig: z.looseObject({ maxTokenCount: z.int().nullish() }).nullish(),
});
const whole = z.looseObject({
  inputTextTokenCount: z.number(),
  results: z.tuple([
    z.looseObject({ tokenCount: z.number(), outputText: z.string(), completionReason: z.string().nullish() }),
  ]),
});
const chunk = z.looseObject({
  outputText: z.string(),
  completionReason: z.string().nullish(),
  inputTextTokenCount: z.number().nullish(),
  totalOutputTextTokenCount: z.number().nullish(),
});

const onTheWire = (reason: StopReason): string =>
  ({ length: "LENGTH", "content-filter": "CONTENT_FILTERED" })[reason as string] ?? "FINISH";
const fromTheWire: Readonly<Record<string, StopReason>> = { LENGTH: "length", CONTENT_FILTERED: "content-filter" };

const turnOf = (
  text: string,
  reason: string,
  inputTokens?: number | null,
  outputTokens?: number | null,
): ModelTurn => ({
  text,
  toolCalls: [],
  stopReason: fromTheWire[reason] ?? "stop",
  ...(typeof inputTokens === "number" && typeof outputTokens === "number"
    ? { usage: { inputTokens, outputTokens } }
    : {}),
});

/** Titan Text: one prompt, one text, no tools. The last chunk has the reason and the counts. */
export const titan: ModelBody = {
  name: "titan",
  fits: (model, body) => /\btitan-(text|tg1)/.test(model) || (isObject(body) && "textGenerationConfig" in body),
  decode(body, model, stream) {
    const { data } = request.safeParse(body);
    if (!data)
      throw new BadRequest(
        "Malformed input request: #: required key [inputText] not found, please reformat your input and try again.",
      );
    const limit = data.textGenerationConfig?.maxTokenCount;
    return {
      model,
      system: "",
      messages: [{ role: "user", text: data.inputText }],
      tools: [],
      ...(typeof limit === "number" ? { maxOutputTokens: limit } : {}),
      stream,
    };
  },
  whole(turn, conversation) {
    const { inputTokens, outputTokens } = usageOf(turn, conversation);
    const result = { outputText: turn.text, completionReason: onTheWire(turn.stopReason) };
    return turn.withoutUsage
      ? { results: [result] }
      : { inputTextTokenCount: inputTokens, results: [{ tokenCount: outputTokens, ...result }] };
  },
  chunks(turn, conversation) {
    const { inputTokens, outputTokens } = usageOf(turn, conversation);
    const counts = turn.withoutUsage
      ? {}
      : { totalOutputTextTokenCount: outputTokens, inputTextTokenCount: inputTokens };
    return [
      ...wordDeltas(turn.text).map((outputText) => ({ outputText, index: 0, completionReason: null })),
      { outputText: "", index: 0, completionReason: onTheWire(turn.stopReason), ...counts },
    ];
  },
  readWhole(value) {
    const { data } = whole.safeParse(value);
    if (!data) return undefined;
    const [{ outputText, completionReason, tokenCount }] = data.results;
    return turnOf(outputText, completionReason ?? "", data.inputTextTokenCount, tokenCount);
  },
  readChunks(chunks) {
    const read = chunks.flatMap((one) => chunk.safeParse(one).data ?? []);
    const last = read.findLast(({ completionReason }) => typeof completionReason === "string");
    if (!last) return undefined;
    const text = read.map(({ outputText }) => outputText).join("");
    return turnOf(text, last.completionReason ?? "", last.inputTextTokenCount, last.totalOutputTextTokenCount);
  },
  marker: () => (one) => {
    const { data } = chunk.safeParse(one);
    return data && (typeof data.completionReason === "string" ? "close" : "content");
  },
  textOf: (one) => chunk.safeParse(one).data?.outputText ?? "",
  emptyChunk: () => ({ outputText: "", index: 0, completionReason: null }),
};
