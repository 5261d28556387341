import type { CallPayload } from "../domain/call.ts";
import { searchesOf } from "../domain/retrieval.ts";
import { canariesIn, marksIn, type Signs } from "../domain/signs.ts";

export interface Planted {
  add(signs: Signs): void;
  /** Those of the signs that stand in a request, looked for before it is shortened for the journal. */
  carriedBy(payload: CallPayload): { readonly carries?: readonly string[] };
}

/** Remembers what faults have put into the replies of one trial. Without faults it costs nothing. @param limit signs of each kind. */
export function planted(limit = Number.POSITIVE_INFINITY): Planted {
  const canaries = new Set<string>();
  const marks = new Set<string>();
  return {
    add(signs) {
      for (const canary of signs.canaries ?? []) canaries.add(canary);
      for (const mark of signs.marks ?? []) marks.add(mark);
      for (const kind of [canaries, marks]) for (const oldest of kind) if (kind.size > limit) kind.delete(oldest);
    },
    carriedBy(payload) {
      if (canaries.size + marks.size === 0) return {};
      const text = textOf(payload);
      const carries = [...canariesIn(text, [...canaries]), ...marksIn(text, [...marks])];
      return carries.length === 0 ? {} : { carries };
    },
  };
}

function textOf(payload: CallPayload): string {
  switch (payload.kind) {
    case "model": {
      const { system, messages } = payload.conversation;
      const said = messages.map((message) =>
        message.role === "assistant"
          ? [message.text, ...message.toolCalls.map((call) => call.arguments)].join("\n")
          : message.text,
      );
      return [system, ...said].join("\n");
    }
    case "embedding":
      return payload.request.inputs.join("\n");
    case "retrieval":
      return searchesOf(payload.query)
        .map(({ query }) => query)
        .join("\n");
    case "tool":
      return JSON.stringify(payload.request.arguments);
  }
}
