import type { Binding } from "../../domain/protocol.ts";
import { decodeText, encodeText, isBreak, type Piece, piecesOf, type WireReply } from "../../domain/wire.ts";
import { isCompressed } from "./end-to-end.ts";
import { isObject } from "./json-body.ts";

/** An address at or below the dependency's own, as the client reaches it; any other text as it is. */
export function relocated(text: string, { url }: Pick<Binding, "url">, reachedAt: string): string {
  if (!text.startsWith(url)) return text;
  const rest = text.slice(url.length);
  return rest === "" || /^[/?#]/.test(rest) ? reachedAt + rest : text;
}

/** Changes the text of a small document, whichever way it is cut into frames. */
export function rewriteBody(reply: WireReply, change: (text: string) => string): WireReply {
  if (isCompressed(reply.headers)) return reply;
  const { "content-length": length, ...headers } = reply.headers;
  const list = Array.isArray(reply.body) ? (reply.body as readonly Piece[]) : undefined;
  if (list === undefined || list.some(isBreak)) return { ...reply, headers, body: later(reply.body, change) };
  const bytes = encodeText(
    change(decodeText(Buffer.concat(list.flatMap((piece) => (isBreak(piece) ? [] : [piece.bytes]))))),
  );
  const sized = length === undefined ? headers : { ...headers, "content-length": String(bytes.length) };
  return { ...reply, headers: sized, body: [{ bytes, mark: "whole" }] };
}

async function* later(body: WireReply["body"], change: (text: string) => string): AsyncIterable<Piece> {
  const parts: Uint8Array[] = [];
  for await (const piece of piecesOf(body)) {
    if (isBreak(piece)) {
      if (parts.length > 0) yield { bytes: Buffer.concat(parts.splice(0)), mark: "whole" };
      yield piece;
      return;
    }
    parts.push(piece.bytes);
  }
  yield { bytes: encodeText(change(decodeText(Buffer.concat(parts)))), mark: "whole" };
}

/** Every text in a JSON document put through `change`; a body that is no JSON stays as it is. */
export function mapTexts(json: string, change: (text: string) => string): string {
  try {
    return JSON.stringify(walk(JSON.parse(json), change));
  } catch {
    return json;
  }
}

function walk(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, walk(member, change)]));
}
