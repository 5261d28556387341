import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.ts";

const largestBody = 64 * 1024;

/**
 * The JSON of a request; nothing at all counts as `{}`. How long it may take is the server's `requestTimeout`.
 * @throws {Refusal} 400, 413, 415
 */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > largestBody) throw tooLarge();
  const pieces: Buffer[] = [];
  let size = 0;
  // A body that is refused must not take the connection with it before the refusal is sent.
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > largestBody) throw tooLarge();
    pieces.push(piece);
  }
  if (size === 0) return {};
  const [type = ""] = (request.headers["content-type"] ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/json")
    throw new Refusal(415, "A body must be JSON. Send it with Content-Type: application/json.");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(pieces)));
  } catch (error) {
    throw new Refusal(400, `The body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const tooLarge = (): Refusal => new Refusal(413, `A body may have ${largestBody} bytes at the most.`);
