import type { IncomingHttpHeaders } from "node:http";
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
}
