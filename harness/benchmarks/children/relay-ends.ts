import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { serveParent } from "../child.ts";
import { requestFor } from "../payload.ts";
import { quantile } from "../statistics.ts";

const firstShape = z.object({ bases: z.array(z.string()), calls: z.number() });
const bodyShape = z.object({ base: z.string(), megabytes: z.number(), type: z.string() });
export const latencyShape = z.array(z.object({ median: z.number(), most: z.number() }));

/** Until the connection is quiet again, so that a piece never rides along with the one before. */
const apartMs = 3;
const apart = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, apartMs));

const event = (content: string): string =>
  `data: ${JSON.stringify({ id: "chatcmpl-live", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;

/** Both ends of a relay in one process, on one clock: the service that is relayed, and its client. */
export async function start(): Promise<void> {
  let writtenAt = 0;
  const agent = new Agent({ keepAlive: true });

  async function stream(response: ServerResponse): Promise<void> {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    await apart();
    writtenAt = performance.now();
    response.write(event("first"));
    await apart();
    response.end(`${event("last")}data: [DONE]\n\n`);
  }

  async function body(response: ServerResponse, megabytes: number, type: string): Promise<void> {
    response.writeHead(200, { "content-type": type });
    const piece = Buffer.from(event("x".repeat(900)).repeat(64));
    for (let left = megabytes * 1_000_000; left > 0; left -= piece.length) {
      if (!response.write(piece)) await once(response, "drain");
    }
    response.end();
  }

  const server = createServer((asked, response) => {
    asked.resume();
    const size = Number(asked.headers["x-megabytes"] ?? 0);
    const answered = size > 0 ? body(response, size, String(asked.headers["x-type"])) : stream(response);
    answered.catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));

  const ask = async (base: string, more: Record<string, string> = {}): Promise<IncomingMessage> => {
    const { path, body: sent } = requestFor("sse");
    const headers = { "content-type": "application/json", ...more };
    const asking = request(base + path, { method: "POST", agent, headers });
    asking.end(sent);
    const [response] = (await once(asking, "response")) as [IncomingMessage];
    return response;
  };

  /** Milliseconds from the writing of the first event to its arrival. */
  async function firstByte(base: string): Promise<number> {
    const response = await ask(base);
    let arrived: number | undefined;
    for await (const _ of response) arrived ??= performance.now() - writtenAt;
    return arrived ?? Number.NaN;
  }

  serveParent({
    upstream: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    /** In turn by each way, so that whatever else the machine does meets all. */
    "first bytes": async (input) => {
      const { bases, calls } = firstShape.parse(input);
      const taken = bases.map((): number[] => []);
      for (let call = 0; call < calls; call += 1) {
        for (const [index, base] of bases.entries()) taken[index]?.push(await firstByte(base));
      }
      return taken.map((each) => {
        const sorted = each.toSorted((a, b) => a - b);
        return { median: quantile(sorted, 0.5), most: quantile(sorted, 0.95) };
      });
    },
    /** Reads a body of this size to its end; gives its bytes. */
    body: async (input) => {
      const { base, megabytes, type } = bodyShape.parse(input);
      let bytes = 0;
      for await (const part of await ask(base, { "x-megabytes": String(megabytes), "x-type": type })) {
        bytes += (part as Buffer).length;
      }
      return bytes;
    },
  });
}
