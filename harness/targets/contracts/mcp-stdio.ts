import { AgentCrash } from "../../domain/ports.ts";
import { jsonLines } from "./json-lines.ts";
import { askTool, greet, type McpWire, mcpSettings, message, replyTo } from "./mcp-messages.ts";
import { defineProcessContract } from "./process-contract.ts";

/** An agent that is an MCP server on stdin and stdout: it is asked by one of its tools. */
export const mcpStdio = defineProcessContract({
  name: "mcp",
  summary: "An MCP server on stdin and stdout: the task goes to one of its tools.",
  settings: mcpSettings,
  lacksSession: ({ session }) =>
    session === undefined
      ? 'Its tool is told nothing of a conversation. Name the argument that takes its id as "session".'
      : undefined,
  attach(child, settings, name, keep) {
    const lines = jsonLines(child, name, keep, (value) => {
      const read = message.safeParse(value);
      if (read.data?.method !== undefined && read.data.id != null) lines.send(replyTo(read.data));
    });
    let ids = 0;
    const wire: McpWire = {
      async request(method, params, signal) {
        ids += 1;
        const id = ids;
        const answered = lines.next((value) => {
          const read = message.safeParse(value).data;
          return read?.id === id && read.method === undefined ? read : undefined;
        }, signal);
        answered.catch(() => {});
        lines.send({ jsonrpc: "2.0", id, method, params });
        const left = (): void =>
          lines.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: id } });
        signal.addEventListener("abort", left, { once: true });
        const { error, result } = await answered.finally(() => signal.removeEventListener("abort", left));
        if (error) throw new AgentCrash(`"${name}" answered with the error ${error.code}: ${error.message}`);
        return result;
      },
      async notify(method, params) {
        lines.send({ jsonrpc: "2.0", method, params });
      },
    };
    let greeting: Promise<void> | undefined;
    return {
      async ask({ task, session, signal }) {
        greeting ??= greet(wire, settings, `"${name}"`, signal);
        // The next question tries again.
        greeting.catch(() => {
          greeting = undefined;
        });
        await greeting;
        return askTool(wire, settings, task, { name: `"${name}"`, session }, signal);
      },
    };
  },
});
