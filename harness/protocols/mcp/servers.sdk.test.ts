import * as v2 from "@modelcontextprotocol/client";
import * as v1 from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ToolListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FaultyRelay, faultyRelay } from "../../testing/faulty-relay.ts";
import { mcp } from "./index.ts";
import { type RealServer, realServer } from "./testing/real-server.ts";

let server: RealServer;
let relay: FaultyRelay;
beforeAll(async () => {
  server = await realServer();
  relay = await faultyRelay(mcp, `${server.origin}/mcp`, { errors: "result" });
});
afterAll(async () => {
  await relay[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const who = { name: "test", version: "1" };
type Version = "v1" | "v2";
interface Opened {
  readonly changed: string[];
  call(tool: string): Promise<string>;
  tools(): Promise<readonly { name: string; description?: string | undefined }[]>;
  close(): Promise<void>;
}

async function open(version: Version, armed: "nothing" | "as it is" = "nothing"): Promise<Opened> {
  if (armed === "nothing") relay.arm();
  const changed: string[] = [];
  const given = { order_id: "TG-1" };
  if (version === "v1") {
    const client = new v1.Client(who);
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => void changed.push("changed"));
    await client.connect(new StreamableHTTPClientTransport(new URL(relay.url)) as Parameters<v1.Client["connect"]>[0]);
    return {
      changed,
      call: (name) => said(client.callTool({ name, arguments: given }, undefined, { timeout: 2000 })),
      tools: async () => (await client.listTools()).tools,
      close: () => client.close(),
    };
  }
  const client = new v2.Client(who);
  client.setNotificationHandler("notifications/tools/list_changed", () => void changed.push("changed"));
  await client.connect(new v2.StreamableHTTPClientTransport(new URL(relay.url)));
  return {
    changed,
    call: (name) => said(client.callTool({ name, arguments: given }, { timeout: 2000 })),
    tools: async () => (await client.listTools()).tools,
    close: () => client.close(),
  };
}

/** `ok`, or the error as class and code or status. */
async function said(call: Promise<unknown>): Promise<string> {
  try {
    const { isError } = (await call) as { isError?: boolean };
    return isError ? "isError" : "ok";
  } catch (error) {
    const { code, status, cause } = error as { code?: unknown; status?: unknown; cause?: { code?: unknown } };
    return [(error as Error).constructor.name, code, status, cause?.code]
      .filter((part) => part !== undefined)
      .join(" ");
  }
}
const notFound = { v1: "StreamableHTTPError 404", v2: "SdkHttpError CLIENT_HTTP_NOT_IMPLEMENTED 404" };
const typed = { v1: "McpError", v2: "ProtocolError" };

describe.each(["v1", "v2"] as const)("%s is told", (version) => {
  it.each([-32700, -32600, -32601, -32602, -32603, -32002, -32050])("the JSON-RPC error %d", async (code) => {
    const client = await open(version);
    relay.arm({ fault: "rpc-error", with: { code }, operation: "get_order" });
    // The second client has a class of its own for resources that are not there.
    expect(await client.call("get_order")).toMatch(new RegExp(`^(${typed[version]}|ResourceNotFoundError) ${code}$`));
    expect(await client.call("get_total")).toBe("ok");
    await client.close();
  });

  it("that its session is lost, until it opens another", async () => {
    const client = await open(version);
    relay.arm({ fault: "lost-session" });
    expect([await client.call("get_order"), await client.call("get_total")]).toEqual([
      notFound[version],
      notFound[version],
    ]);
    await client.close();
    // Still armed, and it is one session that is lost.
    const next = await open(version, "as it is");
    expect(await next.call("get_order")).toBe("ok");
    await next.close();
  });

  it("that the server has died and is back, without its session", async () => {
    const client = await open(version);
    relay.arm({ fault: "server-restart", with: { downFor: 0 }, operation: "get_order" });
    expect(await client.call("get_order")).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
    expect(await client.call("get_order")).toBe(notFound[version]);
    await client.close();
  });

  it("that a tool has another name, which works", async () => {
    const client = await open(version);
    relay.arm({ fault: "changed-tools" });
    expect((await client.tools()).map(({ name }) => name)).toContain("get_order");
    expect(await client.call("get_order")).toBe(`${typed[version]} -32602`);
    await expect.poll(() => client.changed.length).toBe(1);
    const names = (await client.tools()).map(({ name }) => name);
    expect([names.includes("get_order"), names.includes("get_order_v2")]).toEqual([false, true]);
    expect(await client.call("get_order_v2")).toBe("ok");
    expect(await client.call("get_total")).toBe("ok");
    expect(client.changed).toHaveLength(1);
    await client.close();
  });

  it.each([
    ["removed", false, false],
    ["added", true, true],
  ] as const)("that a tool has been %s", async (change, old, fresh) => {
    const client = await open(version);
    relay.arm({ fault: "changed-tools", with: { change, tool: "get_order", to: "get_refunds" } });
    expect((await client.call("get_order")) === "ok").toBe(old);
    await expect.poll(() => client.changed.length).toBe(1);
    const names = (await client.tools()).map(({ name }) => name);
    expect([names.includes("get_order"), names.includes("get_refunds")]).toEqual([old, fresh]);
    await client.close();
  });

  it("whatever a poisoned description says", async () => {
    const client = await open(version);
    relay.arm({ fault: "poisoned-tools", with: { tool: "get_order", canary: "REF-1" } });
    const tools = await client.tools();
    expect(
      tools.filter(({ description }) => description?.includes("the reference REF-1")).map(({ name }) => name),
    ).toEqual(["get_order"]);
    expect(await client.call("get_order")).toBe("ok");
    await client.close();
  });
});
