import { STATUS_CODES } from "node:http";
import { bytesOf, type Ending, type Frame, isBreak, type Piece, type WireReply } from "../domain/wire.ts";

/** A reply that does not end, but breaks: over HTTP/1.1 all three are a reset of the connection. */
export type BrokenOff = Exclude<Ending, "end" | "silence">;

/** A reply made ready for a wire, one way for all routes. */
export interface Delivery {
  readonly status: number;
  readonly statusText: string;
  /** With its framing: `content-length`, or `transfer-encoding: chunked`. */
  readonly headers: Readonly<Record<string, string>>;
  /** The values of `set-cookie` lines. */
  readonly cookies?: readonly string[];
  readonly body: DeliveryBody;
}
export type DeliveryBody =
  | { readonly kind: "none"; readonly unread?: WireReply["body"] }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** `length` = the bytes announced by content-length. */
  | { readonly kind: "pieces"; readonly pieces: WireReply["body"]; readonly length?: number };

const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
  "te",
  "trailer",
]);

const isArray = (body: WireReply["body"]): body is readonly Piece[] => Array.isArray(body);
const isFrame = (piece: Piece | undefined): piece is Frame => piece !== undefined && !isBreak(piece);

/**
 * What goes over the wire for a reply to a request of this method. A name: it breaks before the first byte (a body that
 * is nothing but that break).
 */
export function deliveryOf(wire: WireReply, method: string): Delivery | BrokenOff {
  const { status, body, cookies } = wire;
  const first = isArray(body) ? body[0] : undefined;
  if (first && isBreak(first) && first.ending !== "end" && first.ending !== "silence") return first.ending;

  const headers = endToEnd(wire.headers);
  const head = {
    status,
    statusText: STATUS_CODES[status] ?? "unknown",
    headers,
    ...(cookies && cookies.length > 0 ? { cookies } : {}),
  };
  // RFC 9110 6.4.1: these never have content.
  if (method === "HEAD" || status === 204 || status === 304 || status < 200) {
    const { "content-length": _, ...rest } = headers;
    const kept = status === 204 || status < 200 ? rest : headers;
    return { ...head, headers: kept, body: { kind: "none", ...(isArray(body) ? {} : { unread: body }) } };
  }
  const announced = headers["content-length"] === undefined ? undefined : Number(headers["content-length"]);
  if (isArray(body) && body.length <= 1 && (first === undefined || isFrame(first))) {
    const bytes = isFrame(first) ? first.bytes : new Uint8Array();
    if (announced === undefined || announced === bytes.length) {
      const framed = announced === undefined ? { ...headers, "content-length": String(bytes.length) } : headers;
      return { ...head, headers: framed, body: { kind: "bytes", bytes } };
    }
  }
  return announced === undefined
    ? { ...head, headers: { ...headers, "transfer-encoding": "chunked" }, body: { kind: "pieces", pieces: body } }
    : { ...head, body: { kind: "pieces", pieces: body, length: announced } };
}

/** Without what belongs to one hop. Most replies have nothing of it and need no copy. */
function endToEnd(given: WireReply["headers"]): WireReply["headers"] {
  for (const name in given) {
    if (hopByHop.has(name)) return Object.fromEntries(Object.entries(given).filter(([other]) => !hopByHop.has(other)));
  }
  return given;
}

/** Pieces that are known to their end and do not break, in one: nothing would be gained by sending them frame by frame. */
export function readyBytes({ pieces, length }: Extract<DeliveryBody, { kind: "pieces" }>): Uint8Array | undefined {
  if (length !== undefined || !isArray(pieces)) return undefined;
  const { bytes, ending } = bytesOf(pieces);
  return ending === undefined ? bytes : undefined;
}

/** Reads what no client will see, so that the sender learns that it has been sent. */
export async function discard(body: WireReply["body"] | undefined): Promise<void> {
  if (body === undefined) return;
  try {
    for await (const piece of body) if (isBreak(piece)) return;
  } catch {
    // nobody is there to be told
  }
}
