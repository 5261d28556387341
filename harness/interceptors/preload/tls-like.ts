import type { Socket } from "node:net";

/**
 * Lets a plain socket pass for one of TLS whose handshake went well: clients look for its events and ask it what was agreed. The protocol
 * is HTTP/1.1 wherever the client offers it, and else what it offers first.
 */
export function asTlsSocket(
  socket: Socket,
  options: Readonly<Record<string, unknown>>,
  onSecure: (() => void) | undefined,
): void {
  const servername = String(options["servername"] ?? options["host"] ?? "");
  const offered = protocolsOf(options["ALPNProtocols"]);
  Object.assign(socket, {
    encrypted: true,
    authorized: true,
    authorizationError: null,
    alpnProtocol: offered.includes("http/1.1") ? "http/1.1" : (offered[0] ?? false),
    servername,
    secureConnecting: true,
    getPeerCertificate: () => ({ subject: { CN: servername }, subjectaltname: `DNS:${servername}` }),
    getPeerX509Certificate: () => undefined,
    getX509Certificate: () => undefined,
    getCipher: () => ({ name: "TLS_AES_128_GCM_SHA256", standardName: "TLS_AES_128_GCM_SHA256", version: "TLSv1.3" }),
    getProtocol: () => "TLSv1.3",
    getSession: () => undefined,
    getTLSTicket: () => undefined,
    isSessionReused: () => false,
    setServername: () => undefined,
    setMaxSendFragment: () => true,
    disableRenegotiation: () => undefined,
    enableTrace: () => undefined,
  });
  if (onSecure) socket.once("secureConnect", onSecure);
  socket.once("connect", () => {
    Object.assign(socket, { secureConnecting: false });
    socket.emit("secureConnect");
  });
}

/** A list of names, or the names each behind its length, as they stand in a ClientHello. */
function protocolsOf(given: unknown): readonly string[] {
  if (Array.isArray(given)) return given.map(String);
  if (!(given instanceof Uint8Array)) return [];
  const names: string[] = [];
  for (let at = 0; at < given.length; at += 1 + (given[at] ?? 0))
    names.push(Buffer.from(given.subarray(at + 1, at + 1 + (given[at] ?? 0))).toString("latin1"));
  return names;
}
