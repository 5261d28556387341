import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { GamedayControl } from "../domain/gameday.ts";
import { newTokens, type Tokens } from "./access.ts";
import { loadAssets } from "./assets.ts";
import { type EventLimits, openEvents } from "./events.ts";
import { authoritiesOf } from "./origin.ts";
import { Refusal } from "./refusal.ts";
import { respondRefusal } from "./respond.ts";
import { type Routes, serve } from "./routes.ts";

export type { Tokens } from "./access.ts";

export interface ConsoleOptions {
  /** 0 = any that is free. */
  readonly port: number;
  /** Loopback only; 127.0.0.1 if absent. */
  readonly host?: string;
  /** `host:port` as it stands in Host when people come through a tunnel or a proxy of theirs. */
  readonly names?: readonly string[];
  /** New ones if absent. */
  readonly tokens?: Tokens;
  /** Observers do not see what is armed: whether they find out is part of the game day. */
  readonly blind?: boolean;
  /** Told in words of what went wrong inside the console; traffic goes on. */
  readonly warn?: (words: string) => void;
  readonly limits?: Partial<EventLimits> & {
    /** Ms for a whole request to arrive. */
    readonly request?: number;
  };
}

export interface Console extends AsyncDisposable {
  /** Of the page and of the API, without a token: `http://127.0.0.1:4000`. */
  readonly origin: string;
  /** Links with which people come in, once: then a cookie carries them. */
  readonly url: string;
  readonly observerUrl: string;
  readonly tokens: Tokens;
  readonly port: number;
  /** Event streams that are open. */
  watching(): number;
}

/** Ms for which pages may take their time to hear the end. */
const lastWord = 500;

const loopback = ["127.0.0.1", "::1", "localhost"];

/**
 * Opens the console of a game day: the page, and the same by HTTP (JSON and server-sent events).
 * @throws {Error} if the host is not loopback, or the port is taken.
 */
export async function openConsole(control: GamedayControl, options: ConsoleOptions): Promise<Console> {
  const host = options.host ?? "127.0.0.1";
  if (!loopback.includes(host))
    throw new Error(
      `Cannot open the console at ${host}: it listens on loopback only (${loopback.join(", ")}). Let others in through a tunnel, and name its host in "names".`,
    );
  const warn = options.warn ?? (() => undefined);
  const tokens = options.tokens ?? newTokens();
  const request = options.limits?.request ?? 10_000;
  const server = createServer({
    requestTimeout: request,
    headersTimeout: Math.min(5000, request),
    connectionsCheckingInterval: Math.min(1000, request),
    keepAliveTimeout: 5000,
    maxHeaderSize: 16_384,
  });
  server.maxConnections = 256;
  server.maxRequestsPerSocket = 0;
  const assets = loadAssets();
  const port = await listen(server, options.port, host);
  const limits = { streams: options.limits?.streams ?? 64, patience: options.limits?.patience ?? 15_000 };
  const blind = options.blind ?? false;
  const events = openEvents(control, blind, limits, warn);
  const authorities = authoritiesOf(port, options.names ?? []);
  const routes: Routes = { control, events, tokens, port, authorities, blind, assets };
  server.on("request", (incoming, response) => {
    response.on("error", () => undefined);
    serve(routes, incoming, response).catch((error: unknown) => {
      if (response.destroyed || incoming.errored) return;
      if (error instanceof Refusal) return respondRefusal(response, error);
      warn(`The console could not answer ${incoming.method} ${incoming.url?.replace(/\?.*/, "")}: ${String(error)}`);
      respondRefusal(response, new Refusal(500, "The console could not do it; the terminal of the game day says why."));
    });
  });
  const origin = `http://${host === "::1" ? "[::1]" : host}:${port}`;
  return {
    origin,
    url: `${origin}/?token=${tokens.operator}`,
    observerUrl: `${origin}/observe?token=${tokens.observer}`,
    tokens,
    port,
    watching: () => events.open(),
    async [Symbol.asyncDispose]() {
      await events.close(lastWord);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const listen = (server: ReturnType<typeof createServer>, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new Error(
          error.code === "EADDRINUSE"
            ? `Cannot open the console at ${host}:${port}: the port is taken. Choose another, or 0 for any that is free.`
            : `Cannot open the console at ${host}:${port}: ${error.message}`,
          { cause: error },
        ),
      ),
    );
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
