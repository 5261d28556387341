import { Duplex } from "node:stream";

/** Turns of the event loop for which a connection counts as busy after its last byte: HTTP/2 sessions answer within these. */
const settlingTurns = 6;

class End extends Duplex {
  peer: End | undefined;
  readonly #pulse: () => void;
  #goOn: (() => void) | undefined;

  constructor(pulse: () => void) {
    super({ allowHalfOpen: true });
    this.#pulse = pulse;
  }
  override _read(): void {
    const goOn = this.#goOn;
    this.#goOn = undefined;
    goOn?.();
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#pulse();
    const { peer } = this;
    if (!peer || peer.destroyed || peer.push(chunk)) done();
    else peer.#goOn = done;
  }
  override _final(done: () => void): void {
    this.#pulse();
    if (this.peer && !this.peer.destroyed) this.peer.push(null);
    done();
  }
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#pulse();
    const { peer } = this;
    this.peer = undefined;
    if (peer && !peer.destroyed) {
      peer.#goOn?.();
      peer.push(null);
      process.nextTick(() => peer.destroy());
    }
    done(error);
  }
}

/**
 * A connection within the process, with the backpressure of a socket and no I/O at all. While bytes are on their way it keeps
 * an immediate pending: a virtual clock sees that something is going on, and waits.
 */
export function memoryWire(): { readonly client: Duplex; readonly server: Duplex; pulse(): void } {
  let left = 0;
  const beat = (): void => {
    left -= 1;
    if (left > 0) setImmediate(beat);
  };
  const pulse = (): void => {
    if (left === 0) setImmediate(beat);
    left = settlingTurns;
  };
  const client = new End(pulse);
  const server = new End(pulse);
  client.peer = server;
  server.peer = client;
  return { client, server, pulse };
}
