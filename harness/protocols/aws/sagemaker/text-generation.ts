import { z } from "zod";
import type { ModelTurn } from "../../../domain/conversation.ts";
import { BadRequest } from "../../../domain/protocol.ts";
import { wordDeltas } from "../../shared/deltas.ts";
import { isObject } from "../../shared/json-body.ts";
import type { ModelBody } from "../../shared/model-body.ts";
import { usageOf } from "../../shared/usage.ts";

const request = z.looseObject({
  inputs: z.string(),
  parameters: z.looseObject({ max_new_tokens: z.int().nullish() }).nullish(),
});
const generated = z.looseObject({ generated_text: z.string() });
const whole = z.union([z.tuple([generated]), generated]);
const chunk = z.looseObject({
  token: z.looseObject({ text: z.string(), special: z.boolean().optional() }),
  details: z
    .looseObject({
      finish_reason: z.string(),
      generated_tokens: z.number().optional(),
      input_length: z.number().optional(),
    })
    .nullish(),
});

const turnOf = (text: string, length: boolean): ModelTurn => ({
  text,
  toolCalls: [],
  stopReason: length ? "length" : "stop",
});

/** One prompt, one text: `inputs` and `generated_text`, as text-generation containers speak them. Tokens are words here. */
export const textGeneration: ModelBody = {
  name: "text-generation",
  fits: (_model, body) => isObject(body) && "inputs" in body,
  decode(body, model, stream) {
    const { data } = request.safeParse(body);
    if (!data) throw new BadRequest("Failed to deserialize the JSON body into the target type: missing field `inputs`");
    const limit = data.parameters?.max_new_tokens;
    return {
      model,
      system: "",
      messages: [{ role: "user", text: data.inputs }],
      tools: [],
      ...(typeof limit === "number" ? { maxOutputTokens: limit } : {}),
      stream,
    };
  },
  whole: (turn) => [{ generated_text: turn.text }],
  chunks(turn, conversation) {
    const { inputTokens, outputTokens } = usageOf(turn, conversation);
    const token = (index: number, text: string, special: boolean): Record<string, unknown> => ({
      index,
      token: { id: special ? 2 : 100 + index, text, logprob: special ? 0 : -0.25, special },
    });
    const words = wordDeltas(turn.text);
    const counts = turn.withoutUsage ? {} : { generated_tokens: outputTokens, input_length: inputTokens };
    return [
      ...words.map((text, at) => ({ ...token(at + 1, text, false), generated_text: null, details: null })),
      {
        ...token(words.length + 1, "</s>", true),
        generated_text: turn.text,
        details: { finish_reason: turn.stopReason === "length" ? "length" : "eos_token", seed: null, ...counts },
      },
    ];
  },
  readWhole(value) {
    const { data } = whole.safeParse(value);
    return data && turnOf((Array.isArray(data) ? data[0] : data).generated_text, false);
  },
  readChunks(chunks) {
    const read = chunks.flatMap((one) => chunk.safeParse(one).data ?? []);
    const last = read.findLast(({ details }) => details)?.details;
    if (!last) return undefined;
    const { finish_reason, generated_tokens: outputTokens, input_length: inputTokens } = last;
    const text = read.map(({ token }) => (token.special ? "" : token.text)).join("");
    const counted = outputTokens !== undefined && inputTokens !== undefined;
    return {
      ...turnOf(text, finish_reason === "length"),
      ...(counted ? { usage: { inputTokens, outputTokens } } : {}),
    };
  },
  marker: () => (one) => {
    const { data } = chunk.safeParse(one);
    return data && (data.details ? "close" : "content");
  },
  textOf(one) {
    const { data } = chunk.safeParse(one);
    return data && !data.token.special ? data.token.text : "";
  },
  emptyChunk: () => ({
    index: 0,
    token: { id: 0, text: "", logprob: 0, special: false },
    generated_text: null,
    details: null,
  }),
};
