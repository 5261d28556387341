import type { Readable, Writable } from "node:stream";
import { lineCutter } from "./lines.ts";
import { isRequest, type Message, messagesIn } from "./messages.ts";
import type { Place } from "./place.ts";
import type { Server, ServerEnd } from "./server.ts";
import { toGateway, type Way } from "./to-gateway.ts";
import { openUpstream } from "./upstream.ts";

export interface Client {
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** For whoever reads our stderr. */
  note(text: string): void;
}

/** How long calls of a server that is gone may take to be told so. */
const lastWords = 500;

/**
 * Stands between a client and a server on standard streams. What the client says goes through the gateway, and from there to the
 * server; answers and progress come back the same way. What the server says of its own accord goes to the client at once: it
 * belongs to no call. Resolves when the server has gone, or has been lost by a fault.
 */
export async function bridge(server: Server, place: Place, client: Client): Promise<ServerEnd> {
  const { stdin: toServer, stdout: fromServer } = server.process;
  if (!toServer || !fromServer) throw new Error("The server's streams are not ours.");
  const give = (line: Uint8Array): void => void toServer.write(Buffer.concat([line, Buffer.from("\n")]));
  const tell = (line: Buffer | string): void => void client.stdout.write(`${line.toString()}\n`);
  const upstream = await openUpstream(give);
  const sender = toGateway(place, upstream.url);
  const underWay = new Set<Promise<void>>();
  const asked = new Map<string, AbortController>();
  const lost = Promise.withResolvers<ServerEnd>();

  const arrived = (way: Way, messages: readonly Message[]): void => {
    if (way.end === "broken") {
      client.note(`the connection of "${place.dependency}" broke (${way.reason}): its server is ended`);
      lost.resolve({ code: 1, signal: null });
    } else if (way.end === "refused") {
      client.note(way.reason);
      lost.resolve({ code: 5, signal: null });
    } else if (way.end === "failed") {
      const error = JSON.stringify({ code: -32000, message: way.reason });
      for (const { id } of messages.filter(isRequest)) tell(`{"jsonrpc":"2.0","id":${id},"error":${error}}`);
    }
  };

  async function forward(line: Buffer): Promise<void> {
    const messages = messagesIn(line);
    if (messages === undefined) return give(line);
    const cancelled = messages.flatMap(({ cancels }) => cancels ?? []);
    for (const id of cancelled) asked.get(id)?.abort();
    // What the server has never heard of cannot be given up there.
    if (cancelled.length > 0 && !cancelled.some(upstream.reached)) return;
    const stop = new AbortController();
    const ids = messages.filter(isRequest).flatMap(({ id }) => id ?? []);
    for (const id of ids) asked.set(id, stop);
    const { sent, done } = sender.send(line, tell, stop.signal);
    const over = done.then((way) => {
      for (const id of ids) if (asked.get(id) === stop) asked.delete(id);
      arrived(way, messages);
      underWay.delete(over);
    });
    underWay.add(over);
    // One after the other, as far as that is ours to say; the end of the handshake comes before all else.
    await (messages.some(({ method }) => method === "notifications/initialized") ? over : sent);
  }

  async function listen(): Promise<void> {
    const cutter = lineCutter();
    for await (const chunk of client.stdin) for (const line of cutter.push(chunk as Buffer)) await forward(line);
    const rest = cutter.rest();
    if (rest) await forward(rest);
    while (underWay.size > 0) await Promise.all(underWay);
    toServer?.end();
  }

  const answers = lineCutter();
  fromServer.on("data", (chunk: Buffer) => {
    for (const line of answers.push(chunk)) if (!upstream.take(line)) tell(line);
  });
  toServer.on("error", () => {}); // it may end without reading its input
  client.stdout.on("error", () => lost.resolve({ code: 1, signal: null }));
  listen().catch((error: unknown) => {
    client.note(error instanceof Error ? error.message : String(error));
    lost.resolve({ code: 1, signal: null });
  });
  const end = await Promise.race([server.ended, lost.promise]);
  const rest = answers.rest();
  if (rest && !upstream.take(rest)) client.stdout.write(rest);
  server.kill();
  upstream.close();
  for (const [id, stop] of asked) if (!upstream.reached(id)) stop.abort();
  const patience = Promise.withResolvers<void>();
  const timer = setTimeout(patience.resolve, lastWords);
  await Promise.race([Promise.all(underWay), patience.promise]);
  clearTimeout(timer);
  await new Promise<void>((resolve) => client.stdout.write("", () => resolve()));
  return end;
}
