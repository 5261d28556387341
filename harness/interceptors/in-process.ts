import type { Interception, Interceptor, Router } from "../domain/ports.ts";
import { fetchFailed } from "./connection-error.ts";
import { redirectHttp2 } from "./http2-clients.ts";
import type { LiveCall } from "./live-call.ts";
import { patchedFetch } from "./patched-fetch.ts";
import { runInScope } from "./scope.ts";
import { openSocketPath } from "./socket-path.ts";

/** Process-wide, even if this module is loaded twice: there is one global fetch and one socket prototype. */
const openMark = Symbol.for("brownout.in-process");
const marks = globalThis as { [openMark]?: boolean };

/**
 * Sits in this process' own traffic: the global fetch is answered directly, HTTP/2 where its clients connect, everything
 * else that speaks HTTP/1.1 at its sockets, with one behaviour. A call outside any scope goes to the router without one.
 * @throws {Error} from `open` if it is open already in this process.
 */
export const inProcess = (): Interceptor => ({ open: async (router) => openInProcess(router) });

function openInProcess(router: Router): Interception {
  if (marks[openMark]) {
    throw new Error(
      "Cannot open the in-process interception: it is open already in this process. " +
        "Dispose the open one first, or route all trials through it; scopes keep them apart.",
    );
  }
  marks[openMark] = true;
  const calls = new Set<LiveCall>();
  const stack = new DisposableStack();
  stack.defer(() => {
    marks[openMark] = false;
  });
  let open = true;
  try {
    const original = globalThis.fetch;
    const patched = patchedFetch(router, original, calls, () => open);
    stack.use(openSocketPath(router, calls));
    stack.use(redirectHttp2(router, calls));
    globalThis.fetch = patched;
    stack.defer(() => {
      open = false; // whoever wrapped or captured the patched fetch meanwhile gets the original through it
      if (globalThis.fetch === patched) globalThis.fetch = original;
    });
    stack.defer(() => {
      const closed = fetchFailed(new Error("The interception was closed while this call was in flight."));
      for (const call of [...calls]) call.abort(closed);
    });
  } catch (error) {
    stack.dispose();
    throw error;
  }
  return {
    route: "in-process",
    environment: () => ({}), // the agent calls the addresses that it calls in production
    run: (scope, body) => runInScope(scope, body),
    [Symbol.asyncDispose]: async () => stack.dispose(),
  };
}
