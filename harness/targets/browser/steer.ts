import { buffer } from "node:stream/consumers";
import type { BrowserContext, Route } from "playwright";
import type { Traffic } from "../../domain/page.ts";
import type { Scope } from "../../domain/ports.ts";
import { httpCall } from "../http-call.ts";

/** For whom a page is asked. */
export interface Asking {
  readonly scope: Scope;
  readonly attribution: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * Sends the page's requests where they belong, before they leave: calls to declared dependencies to the gateway, where the faults
 * are, and nothing to hosts that are not declared. The page does not notice.
 * @param own the page's own address: what goes there carries whose it is, for servers that hand it on.
 * @param now whose requests they are at the moment: a conversation goes on in one page.
 */
export async function steerTraffic(
  context: BrowserContext,
  own: string,
  traffic: Traffic,
  now: () => Asking,
): Promise<void> {
  const { origin } = new URL(own);
  await context.route(/^(https?|wss?):/, async (route) => {
    const { scope, attribution, signal } = now();
    const request = route.request();
    const url = request.url();
    const headers = url.startsWith(`${origin}/`) ? { ...request.headers(), ...attribution } : request.headers();
    try {
      const steering = await traffic.steer({ method: request.method(), url }, scope, signal);
      if (steering.kind === "blocked") await route.abort("blockedbyclient");
      else if (steering.kind === "pass") await route.continue({ headers });
      else if (new URL(url).protocol === new URL(steering.url).protocol)
        await route.continue({ url: steering.url, headers });
      else await relayed(route, steering.url, headers, signal);
    } catch {
      // The page or the trial is over: nobody waits.
      await route.abort("aborted").catch(() => undefined);
    }
  });
  await context.routeWebSocket(/^wss?:/, async (socket) => {
    const { scope, signal } = now();
    const url = socket.url().replace(/^ws/, "http");
    const steering = await traffic.steer({ method: "GET", url }, scope, signal);
    if (steering.kind === "blocked") await socket.close({ code: 1008, reason: "blocked by Brownout" });
    else socket.connectToServer();
  });
}

/** A request to an https address cannot be continued at the gateway, which speaks http: its reply is fetched, and handed over whole. */
async function relayed(
  route: Route,
  url: string,
  { host: _host, "content-length": _length, "accept-encoding": _coding, ...headers }: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const request = route.request();
  const body = request.postDataBuffer()?.toString("utf8");
  try {
    const response = await httpCall(url, {
      method: request.method(),
      headers,
      ...(body === undefined ? {} : { body }),
      signal,
    });
    const bytes = await buffer(response);
    const given = Object.entries(response.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join("\n") : value] as const],
    );
    await route.fulfill({ status: response.statusCode ?? 502, headers: Object.fromEntries(given), body: bytes });
  } catch {
    signal.throwIfAborted();
    await route.abort("connectionreset");
  }
}
