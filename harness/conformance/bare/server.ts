import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { BareReply, Deed } from "./deed.ts";

/** How one request is answered: its path, whether it asks for a stream, and which one it is, from 1. */
type Answering = (path: string, stream: boolean, nth: number) => Deed | undefined;

export interface BareServer extends AsyncDisposable {
  readonly url: string;
  /** When requests came, in ms. */
  readonly came: readonly number[];
  /** Paths and bodies for which there were no bytes. */
  readonly unanswered: readonly string[];
}

/** A plain HTTP server on a port of its own that answers with given bytes. */
export async function openBare(answer: Answering): Promise<BareServer> {
  const came: number[] = [];
  const unanswered: string[] = [];
  const server = createServer((request, response) => {
    const nth = came.push(performance.now());
    // A client that goes away in the middle is no failure of ours.
    const over = new AbortController();
    response.on("close", () => over.abort());
    response.on("error", () => undefined);
    text(request)
      .then((body) => {
        const stream = /"stream":\s*true/.test(body) || /stream/i.test(pathOf(request));
        const deed = answer(pathOf(request), stream, nth);
        if (deed === undefined) unanswered.push(`${pathOf(request)} ${body}`);
        return act(deed ?? { status: 404, headers: {}, pieces: [], end: "over" }, response, over.signal);
      })
      .catch((error: unknown) => {
        if (!over.signal.aborted) throw error;
      });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    came,
    unanswered,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An address where nobody answers: a port that was closed again, or a name that no resolver knows (RFC 6761). */
export async function addressOfNobody(kind: "refused" | "no such host", name: string): Promise<string> {
  if (kind === "no such host") return `http://${name.toLowerCase().replaceAll(/\W+/g, "-")}.invalid`;
  await using server = await openBare(() => undefined);
  return server.url;
}

const pathOf = ({ url = "/" }: IncomingMessage): string => url.replace(/\?.*$/, "");

async function act(deed: Deed, response: ServerResponse, signal: AbortSignal): Promise<void> {
  if (typeof deed === "string") {
    if (deed !== "silence") response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(deed.status, deed.headers);
  response.flushHeaders();
  for (const piece of deed.pieces) {
    if (piece !== "") response.write(piece);
    await setImmediate();
  }
  await trickle(deed, response, signal);
  await finish(deed, response, signal);
}

async function trickle({ slices }: BareReply, response: ServerResponse, signal: AbortSignal): Promise<void> {
  if (!slices) return;
  const bytes = Buffer.from(slices.text);
  for (let from = 0; from < bytes.length; from += slices.bytes) {
    await sleep(slices.everyMs, undefined, { signal });
    response.write(bytes.subarray(from, from + slices.bytes));
  }
}

async function finish({ end, beat }: BareReply, response: ServerResponse, signal: AbortSignal): Promise<void> {
  if (end === "over") {
    response.end();
  } else if (end === "reset") {
    // A reset may overtake bytes that the client has not read.
    await sleep(150, undefined, { signal });
    response.socket?.resetAndDestroy();
  } else {
    while (beat) {
      await sleep(beat.everyMs, undefined, { signal });
      response.write(beat.text);
    }
  }
}
