import type { Scope } from "../domain/ports.ts";
import { decodeScope } from "./scope.ts";

/** Where a connection to the gateway would have gone, and whose it is. */
export interface Destination {
  readonly scope: Scope;
  /** `https` = the client took it for TLS, and speaks in clear text; `udp` = nothing follows, it is only named. */
  readonly scheme: "https" | "http" | "udp";
  /** `host:port`, IPv6 in brackets. */
  readonly authority: string;
}

/** No HTTP request begins so. */
export const preambleStart = Buffer.from("BROWNOUT ");
export const longestPreamble = 8192;

/** The line that a preloaded client sends before anything else. @param scope as `encodeScope` gives it. */
export const preambleOf = (scope: string, scheme: Destination["scheme"], authority: string): string =>
  `BROWNOUT ${scope} ${scheme}://${authority}\n`;

/** Reads the line without its end; undefined if it is none. */
export function readPreamble(line: string): Destination | undefined {
  const match = /^BROWNOUT (\S+) (https|http|udp):\/\/([^\s/]+)$/.exec(line);
  const scope = match?.[1] === undefined ? undefined : decodeScope(match[1]);
  const { 2: scheme, 3: authority } = match ?? [];
  if (!scope || authority === undefined || !URL.canParse(`http://${authority}`)) return undefined;
  if (scheme !== "https" && scheme !== "http" && scheme !== "udp") return undefined;
  return { scope, scheme, authority };
}

/** Its origin, the usual port left out. */
export const originOf = ({ scheme, authority }: Destination): string =>
  scheme === "udp" ? `udp://${authority}` : new URL(`${scheme}://${authority}`).origin;
