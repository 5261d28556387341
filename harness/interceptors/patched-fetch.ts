import type { RouteResult, Router, Scope } from "../domain/ports.ts";
import type { WireRequest } from "../domain/wire.ts";
import { blockedError, connectError, fetchFailed } from "./connection-error.ts";
import { deliveryOf } from "./delivery.ts";
import { type FetchRequest, isHttp, readFetch } from "./fetch-request.ts";
import { fetchResponse } from "./fetch-response.ts";
import { LiveCall } from "./live-call.ts";
import { maxRedirects, redirected } from "./redirect.ts";
import { currentScope, isPassing, runPassing } from "./scope.ts";

type Fetch = typeof globalThis.fetch;

/** A fetch that asks the router. `calls` holds those in flight; when `open` says no it is the original again. */
export function patchedFetch(router: Router, original: Fetch, calls: Set<LiveCall>, open: () => boolean): Fetch {
  const routed = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const reading = readFetch(input, init);
    const request = reading instanceof Promise ? await reading : reading;
    if (request.signal?.aborted) throw request.signal.reason;
    return follow(request, router, original, calls);
  };
  return function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    return open() && !isPassing() && isHttp(input) ? routed(input, init) : original(input, init);
  };
}

async function follow(request: FetchRequest, router: Router, original: Fetch, calls: Set<LiveCall>): Promise<Response> {
  const scope = currentScope();
  let wire = request.wire;
  let type: "basic" | "cors" = "basic";
  for (let hops = 0; ; hops += 1) {
    const call = new LiveCall(calls, request.signal);
    const result = await answer(router, wire, scope, call);
    call.signal.throwIfAborted(); // it may have been aborted after the answer was given and before we run again
    if (result.kind === "pass") {
      call.finish();
      return runPassing(() =>
        hops === 0
          ? original(...request.again)
          : original(wire.url, {
              ...wire,
              body: wire.body.length > 0 ? new Uint8Array(wire.body) : null,
              signal: request.signal ?? null,
            }),
      );
    }
    const delivery = result.kind === "reply" ? deliveryOf(result.wire, wire.method) : "reset";
    if (result.kind !== "reply" || typeof delivery === "string") {
      if (result.kind === "disconnect" && result.code === "hang") await aborted(call);
      call.finish();
      throw fetchFailed(
        result.kind === "blocked"
          ? blockedError(wire.url, result.message)
          : connectError(
              result.kind === "disconnect" && result.code !== "hang" ? result.code : "reset",
              wire.url,
              "undici",
            ),
      );
    }
    const next =
      request.redirect === "manual" ? undefined : redirected(wire, delivery.status, delivery.headers.location);
    const response = await fetchResponse(delivery, call, { url: wire.url, redirected: hops > 0, type });
    if (!next) return response;
    await response.body?.cancel();
    if (request.redirect === "error") throw fetchFailed(new Error("unexpected redirect"));
    if (hops === maxRedirects) throw fetchFailed(new Error("redirect count exceeded"));
    if (new URL(next.url).origin !== new URL(wire.url).origin) type = "cors";
    wire = next;
  }
}

/** Asks the router, but no longer than the caller wants to wait. */
function answer(router: Router, wire: WireRequest, scope: Scope | undefined, call: LiveCall): Promise<RouteResult> {
  return new Promise((resolve, reject) => {
    call.onAbort(reject);
    router.route(wire, scope, call.signal).then(resolve, (error: unknown) => {
      call.finish();
      reject(fetchFailed(error));
    });
  });
}

const aborted = (call: LiveCall): Promise<never> => new Promise((_, reject) => call.onAbort(reject));
