import { z } from "zod";
import { AgentCrash, TargetFailure } from "../../domain/ports.ts";
import { httpCall } from "../http-call.ts";
import { glimpse } from "../read-answer.ts";
import { eventValue, sseEvents } from "../sse-text.ts";
import type { Spoken } from "./a2a-card.ts";
import { type News, news } from "./a2a-task.ts";
import { accepted, isStream, readJson } from "./ask-json.ts";
import type { Asking } from "./contract.ts";

export interface Said {
  readonly messageId: string;
  readonly text: string;
  readonly context: string | undefined;
  readonly task: string | undefined;
  readonly metadata: unknown;
}
export interface A2aWire {
  send(said: Said, stream: boolean, signal: AbortSignal): AsyncIterable<News>;
  get(task: string, signal: AbortSignal): Promise<News>;
  cancel(task: string, signal: AbortSignal): Promise<void>;
}

const rpc = z.looseObject({
  result: z.unknown().optional(),
  error: z.looseObject({ message: z.string() }).optional(),
});
const restError = z.looseObject({ error: z.looseObject({ message: z.string() }) });
/** Method names of 1.0 and 0.3, and the paths of the REST binding. */
const names = {
  send: { "1.0": "SendMessage", "0.3": "message/send", path: "/message:send" },
  stream: { "1.0": "SendStreamingMessage", "0.3": "message/stream", path: "/message:stream" },
} as const;

/** The agent's methods over the binding that its card offers. */
export function a2aWire({ url, binding, version }: Spoken, asking: Asking): A2aWire {
  const call = async (method: string, path: string, body: unknown, signal: AbortSignal, verb = "POST") => {
    const address = binding === "JSONRPC" ? url : url + path;
    const sent = binding === "JSONRPC" ? { jsonrpc: "2.0", id: 1, method, params: body } : body;
    const headers = {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...asking.headers,
    };
    const response = await httpCall(address, {
      method: binding === "JSONRPC" ? "POST" : verb,
      headers: { ...headers, "a2a-version": version },
      ...(verb === "GET" && binding !== "JSONRPC" ? {} : { body: JSON.stringify(sent) }),
      signal,
    });
    return accepted(response, address);
  };
  const readNews = (value: unknown): News => {
    const result = binding === "JSONRPC" ? rpcResult(value, url) : restResult(value, url);
    const read = news.safeParse(result);
    if (read.success) return read.data;
    throw new TargetFailure(
      `The agent at ${url} answered with ${glimpse(result)}: it must answer with a task or a message.`,
    );
  };
  return {
    async *send(said, stream, signal) {
      const { path, [version]: method } = names[stream ? "stream" : "send"];
      const response = await call(method, path, messageOf(said, version), signal);
      if (!isStream(response)) yield readNews(await readJson(response, asking, "a task or a message"));
      else for await (const { data } of sseEvents(response)) yield readNews(eventValue(data));
    },
    async get(task, signal) {
      const method = version === "1.0" ? "GetTask" : "tasks/get";
      const response = await call(method, `/tasks/${encodeURIComponent(task)}`, { id: task }, signal, "GET");
      return readNews(await readJson(response, asking, "a task"));
    },
    async cancel(task, signal) {
      const method = version === "1.0" ? "CancelTask" : "tasks/cancel";
      (await call(method, `/tasks/${encodeURIComponent(task)}:cancel`, { id: task }, signal)).destroy();
    },
  };
}

function messageOf({ messageId, text, context, task, metadata }: Said, version: Spoken["version"]): unknown {
  const about = {
    messageId,
    ...(context === undefined ? {} : { contextId: context }),
    ...(task === undefined ? {} : { taskId: task }),
    ...(metadata === undefined ? {} : { metadata }),
  };
  return version === "1.0"
    ? { message: { ...about, role: "ROLE_USER", parts: [{ text }] } }
    : { message: { kind: "message", ...about, role: "user", parts: [{ kind: "text", text }] } };
}

function rpcResult(value: unknown, url: string): unknown {
  const read = rpc.safeParse(value);
  if (read.data?.error) throw new AgentCrash(`The agent at ${url} answered with an error: ${read.data.error.message}`);
  return read.data?.result;
}

function restResult(value: unknown, url: string): unknown {
  const read = restError.safeParse(value);
  if (read.success) throw new AgentCrash(`The agent at ${url} answered with an error: ${read.data.error.message}`);
  return value;
}
