import dgram, { type Socket } from "node:dgram";
import net from "node:net";
import { isLoopbackHost, urlHost } from "../loopback.ts";
import { preambleOf } from "../preamble.ts";
import type { Reroute } from "./reroute.ts";

type Method = (this: Socket, ...given: unknown[]) => unknown;

/** Refuses datagrams to other machines, and tells the gateway their names. */
export function refuseDatagrams({ port, scope }: Pick<Reroute, "port" | "scope">): void {
  const told = new Set<string>();
  const tell = (authority: string): void => {
    if (told.has(authority)) return;
    told.add(authority);
    const socket = net.connect({ port, host: "127.0.0.1" }, () => socket.end(preambleOf(scope, "udp", authority)));
    socket.on("error", () => {}); // the run is over
    socket.unref();
  };
  for (const name of ["send", "connect"] as const) {
    const original = dgram.Socket.prototype[name] as Method;
    const refusing: Method = function (...given) {
      const at = addressIn(name, given);
      if (!at) return original.apply(this, given);
      const authority = `${urlHost(at.host)}:${at.port}`;
      tell(authority);
      const text = `Brownout blocked a datagram to ${authority}: only calls over HTTP can be sent to the gateway.`;
      const error = Object.assign(new Error(text), { code: "BROWNOUT_BLOCKED" });
      const last = given.at(-1);
      if (typeof last === "function") process.nextTick(() => last(error));
      else process.nextTick(() => this.emit("error", error));
      return undefined;
    };
    Object.assign(dgram.Socket.prototype, { [name]: refusing });
  }
}

/** `send(message[, offset, length], port, host)` and `connect(port, host)`; undefined = it stays on this machine. */
function addressIn(name: "send" | "connect", given: readonly unknown[]): { host: string; port: number } | undefined {
  const start = name === "send" ? 1 : 0;
  const at = given.findIndex((one, index) => index >= start && typeof one === "string" && !/^\d+$/.test(one));
  const host = given[at];
  return typeof host === "string" && !isLoopbackHost(host) ? { host, port: Number(given[at - 1]) } : undefined;
}
