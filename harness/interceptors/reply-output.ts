import type { Delivery } from "./delivery.ts";

/** Where an HTTP/1.1 reply is written. */
export interface ReplyOutput {
  /** Nobody is there to read it. */
  gone(): boolean;
  /** Comes first. It may wait for the first bytes. @throws {Error} for a header that cannot be sent. */
  head(delivery: Delivery): void;
  /** Nothing of the head waits any longer. */
  flush(): void;
  /** The whole body at once, and the end. */
  whole(bytes: Uint8Array): void;
  /** A part of the body; false = more should wait until `drained`. */
  write(bytes: Uint8Array): boolean;
  /** Resolves too if the client goes away. */
  drained(): Promise<void>;
  end(): void;
  /** Breaks the connection with a TCP reset, after what was written has been handed to the kernel. */
  reset(): void;
  /** Ends the connection with a FIN although the body is not complete. */
  hangUp(): void;
}
