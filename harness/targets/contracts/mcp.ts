import { AgentCrash } from "../../domain/ports.ts";
import { httpCall } from "../http-call.ts";
import { eventValue, sseEvents } from "../sse-text.ts";
import { accepted, isStream, readJson, understood } from "./ask-json.ts";
import { type Asking, defineHttpContract } from "./contract.ts";
import {
  askTool,
  greet,
  type McpWire,
  type Message,
  mcpSettings,
  message,
  protocolVersion,
  replyTo,
} from "./mcp-messages.ts";

/** The server does not know the session (any more): the client must shake hands again (transport, session management, 4). */
class SessionLost extends Error {}

/** An agent that is an MCP server over streamable HTTP: it is asked by one of its tools. */
export const mcp = defineHttpContract({
  name: "mcp",
  summary: "An MCP server over streamable HTTP at the address: the task goes to one of its tools.",
  settings: mcpSettings,
  ready: "/",
  open(settings, session) {
    let wire: HttpWire | undefined;
    let last: Asking | undefined;
    return {
      async ask(task, asking) {
        last = asking;
        const name = `the agent at ${asking.url}`;
        for (let again = false; ; again = true) {
          try {
            if (!wire) {
              const fresh = httpWire();
              fresh.use(asking);
              await greet(fresh, settings, name, asking.signal);
              wire = fresh;
            }
            wire.use(asking);
            return await askTool(wire, settings, task, { name, session }, asking.signal);
          } catch (error) {
            if (!(error instanceof SessionLost)) throw error;
            wire = undefined;
            if (again) throw new AgentCrash(`${name} forgets its sessions.`);
          }
        }
      },
      async close() {
        if (wire && last) await wire.leave(last);
        wire = undefined;
      },
    };
  },
});

interface HttpWire extends McpWire {
  use(asking: Asking): void;
  leave(asking: Asking): Promise<void>;
}

function httpWire(): HttpWire {
  let session: string | undefined;
  let asking: Asking | undefined;
  let ids = 0;
  const used = (): Asking => {
    if (!asking) throw new Error("nothing was asked");
    return asking;
  };
  const send = async (body: unknown, signal: AbortSignal) => {
    const { url, headers } = used();
    const response = await httpCall(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        ...headers,
        ...(session === undefined ? {} : { "mcp-session-id": session, "mcp-protocol-version": protocolVersion }),
      },
      body: JSON.stringify(body),
      signal,
    });
    const status = response.statusCode ?? 0;
    if (session !== undefined && (status === 404 || status === 400)) {
      response.destroy();
      throw new SessionLost();
    }
    await accepted(response, url);
    const given = response.headers["mcp-session-id"];
    if (typeof given === "string") session = given;
    return response;
  };
  return {
    use(next) {
      asking = next;
    },
    async request(method, params, signal) {
      ids += 1;
      const id = ids;
      const response = await send({ jsonrpc: "2.0", id, method, params }, signal);
      if (!isStream(response)) {
        return resultOf(
          understood(message, await readJson(response, used(), "JSON-RPC"), used(), "JSON-RPC"),
          used().url,
        );
      }
      for await (const { data } of sseEvents(response)) {
        const read = understood(message, eventValue(data), used(), "JSON-RPC");
        if (read.method !== undefined && read.id != null) {
          const said = await send(replyTo(read), signal);
          said.resume();
        } else if (read.id === id) {
          response.destroy();
          return resultOf(read, used().url);
        }
      }
      throw new AgentCrash(`The stream of the agent at ${used().url} ended without an answer to ${method}.`);
    },
    async notify(method, params) {
      const response = await send({ jsonrpc: "2.0", method, params }, used().signal);
      response.resume();
    },
    async leave({ url, headers }) {
      if (session === undefined) return;
      const signal = AbortSignal.timeout(1000);
      await httpCall(url, { method: "DELETE", headers: { ...headers, "mcp-session-id": session }, signal }).then(
        (response) => response.destroy(),
        () => undefined,
      );
    },
  };
}

function resultOf({ error, result }: Message, url: string): unknown {
  if (error) throw new AgentCrash(`The agent at ${url} answered with the error ${error.code}: ${error.message}`);
  return result;
}
