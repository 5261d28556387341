import { z } from "zod";
import { serveParent } from "../child.ts";
import { kinds, numbered, numberPlace, requestFor } from "../payload.ts";
import { quantile } from "../statistics.ts";
import { type RawClient, rawClient } from "./raw-client.ts";
import { rawHttp2Client } from "./raw-http2-client.ts";

const serverShape = z.object({
  port: z.number(),
  base: z.string(),
  kind: z.enum(kinds),
  http2: z.boolean().default(false),
  /** No two requests are alike. */
  varied: z.boolean().default(false),
});
type Server = z.output<typeof serverShape>;
const loadShape = serverShape.extend({ connections: z.number(), ms: z.number(), warmUpMs: z.number() });
const turnsShape = z.object({ servers: z.array(serverShape), ms: z.number(), block: z.number() });

/** What one burst of load saw: whole replies a second, and all replies, those of the warm-up included. */
export const burstShape = z.object({ perSecond: z.number(), served: z.number() });

const headers = {
  "content-type": "application/json",
  accept: "application/json",
  authorization: "Bearer test-key",
  "user-agent": "OpenAI/JS 7.57.0",
};

/** A connection that asks for the answer again and again. */
function clientOf({ base, kind, port, http2, varied }: Server): Promise<RawClient> {
  const { path, body: usual } = requestFor(kind);
  const body = varied ? numbered(usual) : usual;
  if (http2) return rawHttp2Client(port, { path: base + path, headers, body });
  const head = {
    host: `127.0.0.1:${port}`,
    ...headers,
    connection: "keep-alive",
    "content-length": String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
  const request = Buffer.from([`POST ${base}${path} HTTP/1.1`, ...lines, "", body].join("\r\n"));
  return rawClient(port, varied ? alwaysAnother(request) : () => request);
}

let asked = 0;

/** The same bytes with the next number in their place. */
function alwaysAnother(request: Buffer): () => Buffer {
  const place = request.lastIndexOf(numberPlace);
  return () => {
    asked += 1;
    request.write(String(asked).padStart(numberPlace.length, "0"), place, "latin1");
    return request;
  };
}

export const replyShape = z.object({ bytes: z.number(), text: z.string() });

async function burst(load: z.infer<typeof loadShape>): Promise<z.infer<typeof burstShape>> {
  const clients = await Promise.all(Array.from({ length: load.connections }, () => clientOf(load)));
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
  const clients = await Promise.all(servers.map(clientOf));
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
    /** One reply, so that the parent can see that all sides serve the same. */
    look: async (input) => {
      const client = await clientOf(serverShape.parse(input));
      const reply = await client.exchange();
      client.close();
      return { bytes: reply.length, text: reply.toString("utf8") };
    },
  });
}
