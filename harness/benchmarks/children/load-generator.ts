import { z } from "zod";
import { serveParent } from "../child.ts";
import { requestBody, requestPath } from "../payload.ts";
import { quantile } from "../statistics.ts";
import { rawClient } from "./raw-client.ts";

const serverShape = z.object({ port: z.number(), base: z.string(), stream: z.boolean() });
const loadShape = serverShape.extend({ connections: z.number(), ms: z.number(), warmUpMs: z.number() });
const turnsShape = z.object({ servers: z.array(serverShape), ms: z.number(), block: z.number() });

/** What one burst of load saw: whole replies a second, and all replies, those of the warm-up included. */
export const burstShape = z.object({ perSecond: z.number(), served: z.number() });

function requestBytes({ base, stream, port }: z.infer<typeof serverShape>): Buffer {
  const body = JSON.stringify(requestBody(stream));
  return Buffer.from(
    [
      `POST ${base}${requestPath} HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      "Content-Type: application/json",
      "Accept: application/json",
      "Authorization: Bearer test-key",
      "User-Agent: OpenAI/JS 7.57.0",
      "Connection: keep-alive",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "",
      body,
    ].join("\r\n"),
  );
}

async function burst(load: z.infer<typeof loadShape>): Promise<z.infer<typeof burstShape>> {
  const bytes = requestBytes(load);
  const clients = await Promise.all(Array.from({ length: load.connections }, () => rawClient(load.port, bytes)));
  const begin = performance.now() + load.warmUpMs;
  const end = begin + load.ms;
  let [served, counted] = [0, 0];
  await Promise.all(
    clients.map(async ({ exchange }) => {
      for (let now = performance.now(); now < end; ) {
        await exchange();
        now = performance.now();
        served += 1;
        if (now >= begin && now <= end) counted += 1;
      }
    }),
  );
  for (const { close } of clients) close();
  return { perSecond: (counted * 1000) / load.ms, served };
}

/**
 * One connection to each server, a few requests to one, then to the next, so that whatever else the machine does meets all.
 * @returns median microseconds from sending to the last byte, in the order of the servers
 */
async function turns({ servers, ms, block }: z.infer<typeof turnsShape>): Promise<number[]> {
  const clients = await Promise.all(servers.map((server) => rawClient(server.port, requestBytes(server))));
  const taken = servers.map((): number[] => []);
  for (const end = performance.now() + ms; performance.now() < end; ) {
    for (const [index, { exchange }] of clients.entries()) {
      for (let i = 0; i <= block; i += 1) {
        const from = performance.now();
        await exchange();
        // The first of a block wakes the server up.
        if (i > 0) taken[index]?.push((performance.now() - from) * 1000);
      }
    }
  }
  for (const { close } of clients) close();
  return taken.map((each) =>
    quantile(
      each.toSorted((a, b) => a - b),
      0.5,
    ),
  );
}

export function start(): void {
  serveParent({
    burst: (input) => burst(loadShape.parse(input)),
    turns: (input) => turns(turnsShape.parse(input)),
    /** One reply as text, so that the parent can see that all sides serve the same. */
    look: async (input) => {
      const server = serverShape.parse(input);
      const client = await rawClient(server.port, requestBytes(server));
      const reply = await client.exchange();
      client.close();
      return reply.toString("utf8");
    },
  });
}
