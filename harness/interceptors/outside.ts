import { AsyncResource } from "node:async_hooks";
import { runUnseen } from "./scope.ts";

/** Bound at load: what runs in it belongs to no trial. */
const nobody = new AsyncResource("brownout-relay");

/** How mswjs/interceptors (pinned) marks the next connection of a piece of code as one of its own, which it leaves alone. */
interface InternalConnections {
  run<T>(body: () => T): T;
}
const shared = globalThis as { __MSW_INTERNAL_CONNECTION_CONTEXT?: InternalConnections };

/** Runs code whose requests no interception of this process sees: neither its fetch and sockets, nor its bookkeeping. */
export const runOutside = <T>(body: () => T): T =>
  nobody.runInAsyncScope(() => {
    const context = shared.__MSW_INTERNAL_CONNECTION_CONTEXT;
    return runUnseen(() => (context ? context.run(body) : body()));
  });
