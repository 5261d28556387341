import { constants } from "node:os";
import type { ClientKind } from "./outgoing-tags.ts";

/** The errors that Node 24 itself gives when a connection fails; the tests compare them with a loopback server. */
const systemError = (code: "ECONNRESET" | "ECONNREFUSED" | "ETIMEDOUT", syscall: string, detail: string): Error =>
  Object.assign(new Error(`${syscall} ${code}${detail}`), { errno: -constants.errno[code], code, syscall });

export const resetError = (): Error => systemError("ECONNRESET", "read", "");

/** libuv's number for a name that does not resolve. */
const uvNoName = -3008;
const connectTimeoutMs = 10_000; // undici's default, which its message quotes

/** Undici's own error classes are not exported by Node; name, code and message are what clients look at. */
class SocketError extends Error {
  override readonly name = "SocketError";
  readonly code = "UND_ERR_SOCKET";
}
class ConnectTimeoutError extends Error {
  override readonly name = "ConnectTimeoutError";
  readonly code = "UND_ERR_CONNECT_TIMEOUT";
}

export const otherSideClosed = (): Error => new SocketError("other side closed");

/** Why no connection came about, as the given kind of client would have it told. */
export function connectError(code: "refused" | "reset" | "dns" | "timeout", url: string, client: ClientKind): Error {
  const { hostname, port: given, protocol } = new URL(url);
  const address = hostname.replace(/^\[|\]$/g, "");
  const port = Number(given) || (protocol === "https:" ? 443 : 80);
  switch (code) {
    case "reset":
      return resetError();
    case "refused":
      return Object.assign(systemError("ECONNREFUSED", "connect", ` ${address}:${port}`), { address, port });
    case "dns":
      return Object.assign(new Error(`getaddrinfo ENOTFOUND ${address}`), {
        errno: uvNoName,
        code: "ENOTFOUND",
        syscall: "getaddrinfo",
        hostname: address,
      });
    case "timeout":
      return client === "undici"
        ? new ConnectTimeoutError(
            `Connect Timeout Error (attempted address: ${address}:${port}, timeout: ${connectTimeoutMs}ms)`,
          )
        : Object.assign(systemError("ETIMEDOUT", "connect", ` ${address}:${port}`), { address, port });
  }
}

/** A call to a host that nobody declared. The message names the host and the way to allow it. */
export function blockedError(url: string, message: string): Error {
  const { host } = new URL(url);
  const text = message.includes(host)
    ? message
    : `Blocked a call to ${host}: ${message}. Declare it as a dependency of the system map, or list it there under allowHosts.`;
  return Object.assign(new Error(text), { code: "BROWNOUT_BLOCKED" });
}

export const fetchFailed = (cause: unknown): TypeError => new TypeError("fetch failed", { cause });
export const fetchTerminated = (cause: unknown): TypeError => new TypeError("terminated", { cause });
