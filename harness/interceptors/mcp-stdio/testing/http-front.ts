import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import {
  isInitializeRequest,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type RequestId,
} from "@modelcontextprotocol/sdk/types.js";
import type { Started } from "./stdio-client.ts";

export interface HttpFront extends AsyncDisposable {
  readonly url: string;
}

/**
 * Streamable HTTP in front of a server on standard streams, for clients that speak nothing else. Sessions come one after the other,
 * and each greets the same server anew: its messages are the newest session's.
 */
export async function httpFront({ command: [command = "", ...args], env = {} }: Started): Promise<HttpFront> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const child = new StdioClientTransport({ command, args, env: { ...env }, stderr: "ignore" });
  await child.start();

  async function open(): Promise<StreamableHTTPServerTransport> {
    const front = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, front),
    });
    const asked: RequestId[] = [];
    front.onmessage = (message) => {
      if (isJSONRPCRequest(message)) asked.push(message.id);
      if (isInitializeRequest(message)) child.onmessage = tell;
      void child.send(message);
    };
    const tell = (message: JSONRPCMessage): void => {
      const answers = "id" in message && !("method" in message) ? message.id : undefined;
      // Over standard streams nothing says which call a server's own words belong to: they go with the call that is under way.
      const about = answers ?? asked.at(-1);
      if (answers !== undefined) asked.splice(asked.indexOf(answers), 1);
      void front.send(message, about === undefined ? {} : { relatedRequestId: about });
    };
    await front.start();
    return front;
  }

  const server = createServer(async (request, response) => {
    const body = request.method === "POST" ? await json(request) : undefined;
    const known = sessions.get(String(request.headers["mcp-session-id"])) ?? (await open());
    await known.handleRequest(request, response, body);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await child.close();
    },
  };
}
