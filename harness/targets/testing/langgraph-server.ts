import { randomUUID } from "node:crypto";
import { serve } from "./serve.ts";

interface Message {
  readonly type: "human" | "ai";
  readonly content: string;
}

/**
 * Stands in for the development server of LangGraph.js (langgraph-cli 1.5.1), which is too large to be installed here: status codes,
 * content types, keep-alive newline, `__error__` and the events of a stream are as that server gave them on 28 November 2026.
 * Its graph echoes.
 */
export function langgraphServer() {
  const threads = new Map<string, Message[]>();
  return serve(async (request, response) => {
    let text = "";
    for await (const part of request) text += String(part);
    const path = request.url ?? "";
    const json = (value: unknown): void =>
      void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (path === "/ok") return json({ ok: true });
    if (path === "/threads") {
      const thread_id = randomUUID();
      threads.set(thread_id, []);
      return json({ thread_id, metadata: {}, status: "idle", config: {} });
    }
    const [, thread = "", how] = /^\/threads\/([^/]+)\/runs\/(wait|stream)$/.exec(path) ?? [];
    const said = threads.get(thread);
    const plain = (status: number, body: string): void =>
      void response.writeHead(status, { "content-type": "text/plain;charset=utf-8" }).end(body);
    if (!said) return plain(404, "Not Found");
    const { assistant_id, input } = JSON.parse(text);
    if (assistant_id !== "agent")
      return plain(
        404,
        `No assistant found for "${assistant_id}". Make sure the assistant ID is for a valid assistant or a valid graph ID.`,
      );
    const asked: string = input.messages[0].content;
    said.push({ type: "human", content: asked });
    const before = { messages: [...said] };
    const boom = asked === "boom";
    if (!boom && asked !== "approve") said.push({ type: "ai", content: `echo ${asked} after ${said.length}` });
    const after = { messages: [...said], ...(asked === "approve" ? { __interrupt__: [{ value: "May I?" }] } : {}) };
    const headers = { "content-location": `/threads/${thread}/runs/${randomUUID()}` };
    if (how === "wait") {
      const failed = { __error__: { error: "Error", message: '{"error":"Error","message":"model gone"}' } };
      response.writeHead(200, { ...headers, "content-type": "text/plain; charset=UTF-8" });
      response.write("\n");
      return void response.end(JSON.stringify(boom ? failed : after));
    }
    response.writeHead(200, { ...headers, "content-type": "text/event-stream" });
    const event = (name: string, data: unknown): void =>
      void response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    event("metadata", { run_id: randomUUID(), attempt: 1 });
    event("values", before);
    if (boom) event("error", { error: "Error", message: "model gone" });
    else event("values", after);
    response.end();
  });
}
