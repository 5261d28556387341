import * as v2 from "@modelcontextprotocol/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { DriverContext } from "../driver.ts";

const who = { name: "conformance", version: "1.0.0" };
const speak: { readonly name: string; readonly arguments: Record<string, unknown> } = { name: "speak", arguments: {} };

/** The text of a result, or what it says of itself instead. */
function told(result: Readonly<Record<string, unknown>>): string {
  const blocks = Array.isArray(result.content) ? (result.content as { readonly text?: string }[]) : [];
  const text = blocks.map((block) => block.text ?? "").join("");
  return result.isError === true ? `isError: ${text}` : text;
}

const options = ({ signal, timeout, say }: DriverContext, streamed: boolean) => ({
  signal,
  ...(timeout === undefined ? {} : { timeout }),
  ...(streamed ? { onprogress: ({ message = "" }: { message?: string | undefined }) => say(message) } : {}),
});

/** One tool call with the first client of the protocol. */
export const callWithV1 =
  (streamed: boolean, asked = speak) =>
  async (context: DriverContext): Promise<void> => {
    const client = new Client(who);
    // Its type has an optional member that is never undefined, which this project's strictness tells apart.
    await client.connect(
      new StreamableHTTPClientTransport(new URL(context.baseUrl)) as Parameters<Client["connect"]>[0],
    );
    try {
      context.say(told(await client.callTool(asked, undefined, options(context, streamed))));
    } finally {
      await client.close();
    }
  };

/** The same with the second. */
export const callWithV2 =
  (streamed: boolean, asked = speak) =>
  async (context: DriverContext): Promise<void> => {
    const client = new v2.Client(who);
    await client.connect(new v2.StreamableHTTPClientTransport(new URL(context.baseUrl)));
    try {
      context.say(told(await client.callTool(asked, options(context, streamed))));
    } finally {
      await client.close();
    }
  };
