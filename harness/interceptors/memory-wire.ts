import { Duplex } from "node:stream";

/** Turns of the event loop for which a connection counts as busy after its last byte: HTTP/2 sessions answer within these. */
const settlingTurns = 6;
/** Turns that bytes take to the other end: a session's own write must be over before the answer to it comes. */
const travellingTurns = 3;
/** Turns in which a caller reads what its client has received: as over any distance, news of the end comes no sooner. */
export const takingTurns = 20;

export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

class End extends Duplex {
  peer: End | undefined;
  /** On their way to this end. */
  arriving: Buffer[] = [];
  readonly #pulse: () => void;
  #goOn: (() => void) | undefined;
  #full = false;
  #told = false;

  constructor(pulse: () => void) {
    super({ allowHalfOpen: true });
    this.#pulse = pulse;
  }
  override _read(): void {
    const goOn = this.#goOn;
    this.#full = false;
    this.#goOn = undefined;
    goOn?.();
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#pulse();
    this.peer?.send(chunk);
    if (this.peer?.full()) this.peer.resumeWith(done);
    else done();
  }
  override _final(done: () => void): void {
    void this.peer?.over();
    done();
  }
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { peer } = this;
    this.peer = undefined;
    void peer?.over().then(() => peer.destroy());
    done(error);
  }
  send(chunk: Buffer): void {
    this.arriving.push(chunk);
    if (this.arriving.length === 1) void this.#deliver();
  }
  /** Piece by piece, as they were sent: a client must not see a whole reply in one. */
  async #deliver(): Promise<void> {
    for (;;) {
      await turns(travellingTurns);
      this.#pulse();
      const [chunk] = this.arriving;
      if (chunk === undefined || this.destroyed || this.#told) return;
      this.#full = !this.push(chunk);
      this.arriving.shift();
      if (this.arriving.length === 0) return;
    }
  }
  full(): boolean {
    return this.#full;
  }
  resumeWith(goOn: () => void): void {
    this.#goOn = goOn;
  }
  /** Nothing more comes from the peer; what is on its way comes first. */
  async over(): Promise<void> {
    do await turns(takingTurns);
    while (this.arriving.length > 0 && !this.destroyed);
    if (!this.#told && !this.destroyed) this.push(null);
    this.#told = true;
    this._read(); // nobody may be left waiting
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
