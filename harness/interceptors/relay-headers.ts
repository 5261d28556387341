/** Headers about one connection and not about the message (RFC 9110, 7.6.1); `connection` names more of them. */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "http2-settings",
]);

export interface ReceivedHeaders {
  /** Lower-case names, repeated lines joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
}

/** A server's header lines, `[name, value, name, value, …]`, as a reply carries them on. Nothing of the message is lost. */
export function receivedHeaders(lines: readonly string[]): ReceivedHeaders {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  const ofThisHop = new Set<string>();
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const name = lines[at]?.toLowerCase() ?? "";
    const value = lines[at + 1] ?? "";
    if (name === "set-cookie") cookies.push(value);
    else if (name === "connection") for (const one of value.split(",")) ofThisHop.add(one.trim().toLowerCase());
    else if (!hopByHop.has(name) && !name.startsWith(":")) {
      headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
    }
  }
  for (const name of ofThisHop) delete headers[name];
  return { headers, ...(cookies.length > 0 ? { cookies } : {}) };
}

/** A client's headers as they are sent on. The address says the host, and the length is that of the body. */
export function sentHeaders(
  given: Readonly<Record<string, string>>,
  body: Uint8Array,
  method: string,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name in given) {
    const value = given[name];
    if (value === undefined || hopByHop.has(name) || name === "host" || name === "expect") continue;
    headers[name] = value;
  }
  delete headers["content-length"];
  if (body.length > 0 || ["POST", "PUT", "PATCH"].includes(method)) headers["content-length"] = String(body.length);
  return headers;
}
