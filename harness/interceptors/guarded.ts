import net, { type Socket } from "node:net";
import type { Interceptor, Router } from "../domain/ports.ts";
import { blockedError } from "./connection-error.ts";
import { isLoopbackHost, urlHost } from "./loopback.ts";
import { readConnectArguments } from "./preload/connect-arguments.ts";
import { currentScope, isUnseen } from "./scope.ts";
import { askForTunnel } from "./tunnel.ts";

type Connect = (this: Socket, ...given: unknown[]) => Socket;

/** For an agent in this process that is told the gateway's addresses: what it calls past them is refused before a socket is opened. */
export const guarded = (inner: Interceptor): Pick<Interceptor, "open"> => ({
  async open(router) {
    const open = await inner.open(router);
    const guard = guardSockets(router);
    return {
      ...open,
      async [Symbol.asyncDispose]() {
        guard[Symbol.dispose]();
        await open[Symbol.asyncDispose]();
      },
    };
  },
});

/** Undone when disposed of. Connections of the harness's own are let through. */
function guardSockets(router: Router): Disposable {
  const original = net.Socket.prototype.connect as Connect;
  const connect: Connect = function (...given) {
    const { options } = readConnectArguments(given);
    const host = typeof options["host"] === "string" ? options["host"] : "";
    const elsewhere = (options["path"] ?? undefined) === undefined && !isLoopbackHost(host) && !isUnseen();
    if (!elsewhere) return original.apply(this, given);
    const port = Number(options["port"]);
    const origin = new URL(`${port === 443 ? "https" : "http"}://${urlHost(host)}:${port}`).origin;
    const result = askForTunnel(router, origin, currentScope());
    if (result.kind === "pass") return original.apply(this, given);
    const message = result.kind === "blocked" ? result.message : `Brownout blocked ${origin}: the trial is over.`;
    process.nextTick(() => this.destroy(blockedError(origin, message)));
    return this;
  };
  Object.assign(net.Socket.prototype, { connect });
  return {
    [Symbol.dispose]() {
      if ((net.Socket.prototype.connect as unknown) === connect)
        Object.assign(net.Socket.prototype, { connect: original });
    },
  };
}
