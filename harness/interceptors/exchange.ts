import type { IncomingHttpHeaders } from "node:http";
import type { WireReply } from "../domain/wire.ts";
import type { BrokenOff, Delivery } from "./delivery.ts";

/** One request at a server of ours and the way to answer it, the same for HTTP/1.1 and HTTP/2. */
export interface Exchange {
  readonly version: "1.1" | "2";
  readonly method: string;
  /** As the client sent it: path and query. */
  readonly target: string;
  /** Lower-case names, HTTP/2 pseudo-headers left out. */
  readonly headers: IncomingHttpHeaders;
  /** @throws {Error} if the client goes away before its request is complete. */
  body(): Promise<Uint8Array>;
  /** The client has gone. */
  gone(): boolean;
  /** Resolves when there is nothing more to write: `silent` if the client is left waiting for more, on an open connection. */
  write(delivery: Delivery): Promise<"over" | "silent">;
  breakOff(how: BrokenOff): void;
  /** What the client wants to go on with on this connection, if the service says 101 (RFC 9110, 7.8): `websocket`. */
  readonly upgrade?: string;
  /**
   * Goes on as the service does: its reply has a tunnel, and where its body is no list the body's pieces are what the service says.
   * Resolves when either side has ended, or a fault has: `silent` if the client is left waiting.
   */
  join?(reply: WireReply): Promise<"over" | "silent">;
}
