import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { expect, it } from "vitest";
import { faultyRelay } from "../../testing/faulty-relay.ts";
import { mcp } from "./index.ts";

it("passes on a gateway's own 401 with the address of its metadata, which the client goes by", async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const where = `http://${request.headers.host}/metadata`;
    response
      .writeHead(request.url === "/mcp" ? 401 : 404, { "www-authenticate": `Bearer resource_metadata="${where}"` })
      .end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await using relay = await faultyRelay(mcp, `${origin}/mcp`);
    const transport = new StreamableHTTPClientTransport(new URL(relay.url), {
      authProvider: {
        redirectUrl: undefined,
        clientMetadata: { redirect_uris: [] },
        clientInformation: () => ({ client_id: "agent" }),
        tokens: () => undefined,
        saveTokens: () => undefined,
        redirectToAuthorization: () => undefined,
        saveCodeVerifier: () => undefined,
        codeVerifier: () => "",
      },
    });
    await expect(
      new Client({ name: "test", version: "1" }).connect(transport as Parameters<Client["connect"]>[0]),
    ).rejects.toThrow();
    expect(asked[0]).toBe("/mcp");
    expect(asked).toContain("/metadata");
    const plain = await fetch(relay.url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "orders___speak" } }),
    });
    expect(plain.status).toBe(401);
    expect(plain.headers.get("www-authenticate")).toMatch(/^Bearer resource_metadata="/);
    expect(relay.calls.at(-1)?.operation).toBe("orders___speak");
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
