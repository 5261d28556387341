import { type BodyStream, bodyStream } from "./body-stream.ts";
import { fetchTerminated, otherSideClosed, resetError } from "./connection-error.ts";
import type { Delivery } from "./delivery.ts";
import { discard } from "./delivery.ts";
import type { LiveCall } from "./live-call.ts";

/** Where a response came from. A redirect to another origin makes it `cors`. */
export interface Origin {
  readonly url: string;
  readonly redirected: boolean;
  readonly type: "basic" | "cors";
}

/** A Response that knows where it came from, as one from the network does. */
class RoutedResponse extends Response {
  readonly #origin: Origin;
  constructor(body: BodyInit | null, init: ResponseInit, origin: Origin) {
    super(body, init);
    this.#origin = origin;
  }
  override get url(): string {
    return this.#origin.url;
  }
  override get redirected(): boolean {
    return this.#origin.redirected;
  }
  override get type(): ResponseType {
    return this.#origin.type;
  }
  override clone(): Response {
    const copy = super.clone();
    return new RoutedResponse(copy.body, copy, this.#origin);
  }
}

const encodings: Readonly<Record<string, string>> = {
  gzip: "gzip",
  "x-gzip": "gzip",
  deflate: "deflate",
  br: "brotli",
};

/** Undoes content-encoding, which a client of the network does before anybody sees the body. */
function decoded(stream: ReadableStream<Uint8Array>, encoding: string | undefined): ReadableStream<Uint8Array> {
  let result = stream;
  for (const name of (encoding ?? "").split(",").reverse()) {
    const format = encodings[name.trim().toLowerCase()];
    if (!format) continue;
    const transform = new DecompressionStream(format as CompressionFormat);
    result = result.pipeThrough(transform as unknown as ReadableWritablePair<Uint8Array, Uint8Array>);
  }
  return result;
}

/** With one `set-cookie` for each cookie. */
export function headersOf({ headers, cookies = [] }: Delivery): Headers {
  const all = new Headers(headers);
  for (const cookie of cookies) all.append("set-cookie", cookie);
  return all;
}

/** The Response of a delivery. Its body fails as undici's does: `TypeError: terminated` with the reason as its cause. */
export async function fetchResponse(delivery: Delivery, call: LiveCall, origin: Origin): Promise<Response> {
  const { status, statusText, headers, body } = delivery;
  // The Response constructor takes 200 to 599; a server may send any three digits.
  const constructible = status >= 200 && status <= 599;
  const init = { status: constructible ? status : 200, statusText, headers: headersOf(delivery) };
  let response: Response;
  if (body.kind === "none") {
    void discard(body.unread);
    call.finish();
    response = new RoutedResponse(null, init, origin);
  } else {
    const source: BodyStream = bodyStream(
      body.kind === "bytes" ? [{ bytes: body.bytes, mark: "whole" }] : body.pieces,
      body.kind === "bytes" ? undefined : body.length,
      call,
      (how) => fetchTerminated(how === "reset" ? resetError() : otherSideClosed()),
    );
    const nullBody = status === 205; // the constructor refuses a body here
    response = new RoutedResponse(nullBody ? null : decoded(source.stream, headers["content-encoding"]), init, origin);
    await source.ready();
  }
  if (!constructible) {
    Object.defineProperties(response, { status: { value: status }, ok: { value: false } });
  }
  return response;
}
