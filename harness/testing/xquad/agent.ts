import type { ModuleAgent } from "../../targets/define-target.ts";
import { type Found, knowledgeUrl } from "./knowledge-service.ts";
import { terms } from "./words.ts";

/** What an agent does with the evidence and with the answer made from it. Undefined = nothing to object to. */
export interface Guard {
  evidence?(question: string, hits: readonly Found[], signal: AbortSignal): Promise<string | undefined>;
  answer?(text: string, hits: readonly Found[]): string | undefined;
}

interface ToolCall {
  readonly id: string;
  readonly function: { readonly name: string; readonly arguments: string };
}
interface Message {
  readonly role: string;
  readonly content: string | null;
  readonly tool_calls?: readonly ToolCall[];
  readonly tool_call_id?: string;
}

const system = 'Look the question up in the knowledge base. Then answer with "The answer is …." and nothing else.';
const tools = [
  {
    type: "function",
    function: {
      name: "search_knowledge",
      description: "Searches the knowledge base.",
      parameters: { type: "object", properties: { query: { type: "string" } }, required: ["query"] },
    },
  },
];

async function requestJson(url: string, signal: AbortSignal, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json", authorization: "Bearer none" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal,
  });
  if (!response.ok) throw new Error(`${url} gave ${response.status}`);
  return response.json();
}

/** A retrieval step, then an answer through the model. */
export const ragAgent = (guard: Guard = {}): ModuleAgent => ({
  async perform({ prompt }, signal) {
    const messages: Message[] = [
      { role: "system", content: system },
      { role: "user", content: prompt },
    ];
    const seen: Found[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const body = { model: "gpt-4.1-mini", messages, tools };
      const reply = await requestJson("https://api.openai.com/v1/chat/completions", signal, body);
      const message = (reply as { choices: { message: Message }[] }).choices[0]?.message;
      if (!message?.tool_calls?.length) {
        const text = message?.content ?? "";
        return guard.answer?.(text, seen) ?? text;
      }
      messages.push(message);
      for (const call of message.tool_calls) {
        const { query } = JSON.parse(call.function.arguments) as { query: string };
        const found = await requestJson(`${knowledgeUrl}/search`, signal, { query, top_k: 3 });
        const { results } = found as { results: readonly Found[] };
        const objection = await guard.evidence?.(prompt, results, signal);
        if (objection !== undefined) return objection;
        seen.push(...results);
        messages.push({ role: "tool", tool_call_id: call.id, content: JSON.stringify({ results }) });
      }
    }
    return "I could not find an answer in the knowledge base.";
  },
});

/** Share of the question's own words that the passage has, from which it may be about the question. */
const relevantFrom = 0.4;

/** Answers only from passages that have to do with the question and are in force, and only what they say. */
export const guarded: Guard = {
  async evidence(question, hits, signal) {
    if (hits.length === 0) return "I found nothing on this in the knowledge base.";
    const wanted = [...terms(question)];
    const relevant = hits.filter(({ title, text }) => {
      const had = terms(`${title} ${text}`);
      return wanted.filter((word) => had.has(word)).length >= relevantFrom * wanted.length;
    });
    if (relevant.length === 0)
      return "I found no relevant document on this in the knowledge base, so I cannot answer it.";
    const current = await Promise.all(
      relevant.map(({ id }) => requestJson(`${knowledgeUrl}/documents/${encodeURIComponent(id)}`, signal)),
    );
    const superseded = relevant.some(({ version }, index) => version !== (current[index] as Found).version);
    return superseded ? "What I found may be out of date, so I cannot answer from it." : undefined;
  },
  answer(text, hits) {
    const claim = /^The answer is (.*)\.$/s.exec(text)?.[1]?.toLowerCase() ?? "";
    const said = hits.some((hit) => hit.text.toLowerCase().includes(claim));
    return said ? undefined : "I could not find an answer to this in the documents that I was given.";
  },
};
