import type { AnswerPayload, CallPayload } from "../domain/call.ts";
import type { Message } from "../domain/conversation.ts";
import type { RetrievalQuery } from "../domain/retrieval.ts";

const limit = 4000;
export const cut = (text: string): string =>
  text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length} characters)`;

const shortMessage = (message: Message): Message =>
  message.text.length <= limit ? message : { ...message, text: cut(message.text) };

/** A request as the journal keeps it: for a model only the messages that are new since its last call. */
export function shortRequest(payload: CallPayload, messagesSeen: number): unknown {
  switch (payload.kind) {
    case "model": {
      const { model, messages, tools, maxOutputTokens } = payload.conversation;
      const from = messagesSeen < messages.length ? messagesSeen : Math.max(0, messages.length - 1);
      return {
        model,
        ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
        tools: tools.length,
        messages: messages.length,
        new: messages.slice(from).map(shortMessage),
      };
    }
    case "embedding":
      return { model: payload.request.model, inputs: payload.request.inputs.map(cut) };
    case "retrieval":
      return shortQuery(payload.query);
    case "tool":
      return shortValue(payload.request);
  }
}

const shortQuery = ({ vector, others, ...query }: RetrievalQuery): unknown => ({
  ...query,
  ...(vector ? { vector: `${vector.length} dimensions` } : {}),
  ...(others ? { others: others.map(shortQuery) } : {}),
});

/** An answer as the journal keeps it. */
export function shortAnswer(payload: AnswerPayload): unknown {
  switch (payload.kind) {
    case "model":
      return { text: cut(payload.turn.text), toolCalls: payload.turn.toolCalls, stopReason: payload.turn.stopReason };
    case "retrieval":
      return {
        hits: payload.result.hits.map(({ id, title, text, score, date, version }) => ({
          id,
          title,
          text: cut(text),
          score,
          date,
          version,
        })),
        ...(payload.result.generated === undefined ? {} : { generated: cut(payload.result.generated) }),
      };
    case "embedding":
      return { vectors: payload.result.vectors.length, dimensions: payload.result.vectors[0]?.length ?? 0 };
    case "tool":
      return { status: payload.result.status, value: shortValue(payload.result.value) };
  }
}

function shortValue(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text === undefined || text.length <= limit ? value : cut(text);
}
