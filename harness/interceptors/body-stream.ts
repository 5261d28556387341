import { isBreak, type Piece, type WireReply } from "../domain/wire.ts";
import type { LiveCall } from "./live-call.ts";

/** What a socket's buffers hold: this much goes out whether or not the client reads. */
const buffered = 65_536;
/** Microtasks without a new piece after which a body counts as not ready yet. */
const patience = 64;

export interface BodyStream {
  readonly stream: ReadableStream<Uint8Array>;
  /**
   * Resolves when all that is ready has been taken from the source, so that a client which hangs up on seeing the headers
   * has been sent as much as a kernel would have sent it. Waits in microtasks alone: a virtual clock must not move here.
   */
  ready(): Promise<void>;
}

async function drain(source: Iterator<Piece> | AsyncIterator<Piece>): Promise<void> {
  try {
    for (;;) {
      const step = await source.next();
      if (step.done || isBreak(step.value)) return;
    }
  } catch {
    // nobody is there to be told
  }
}

/**
 * A body as a stream, piece by piece. A reset or a body shorter than announced errors the stream with what `broken`
 * gives, after everything sent before it was read. Silence stays open until the call is aborted.
 */
export function bodyStream(
  pieces: WireReply["body"],
  length: number | undefined,
  call: LiveCall,
  broken: (how: "reset" | "short") => Error | Promise<Error>,
): BodyStream {
  const source = Array.isArray(pieces)
    ? (pieces as readonly Piece[])[Symbol.iterator]()
    : (pieces as AsyncIterable<Piece>)[Symbol.asyncIterator]();
  let left = length ?? Number.POSITIVE_INFINITY;
  let failure: "reset" | "short" | { readonly error: unknown } | undefined;
  let taken = 0;
  let over = false;

  const letGo = (): void => {
    over = true;
    const returned = source.return?.();
    if (returned instanceof Promise) returned.catch(() => {});
  };
  const fail = async (controller: ReadableByteStreamController): Promise<void> => {
    if (failure === undefined || controller.desiredSize !== buffered) return; // what was sent comes first
    const how = failure;
    call.finish(); // it is the sender that breaks off, so the client is not reported as gone
    controller.error(typeof how === "string" ? await broken(how) : how.error);
  };
  const close = (controller: ReadableByteStreamController): void => {
    over = true;
    call.finish();
    controller.close();
    controller.byobRequest?.respond(0);
  };

  const stream = new ReadableStream(
    {
      type: "bytes",
      start(controller) {
        call.onAbort((reason) => {
          letGo();
          controller.error(reason);
        });
      },
      async pull(controller) {
        if (failure !== undefined) return fail(controller);
        for (;;) {
          let step: IteratorResult<Piece>;
          try {
            const next = source.next();
            step = next instanceof Promise ? await next : next;
          } catch (error) {
            failure = { error };
            over = true;
            return fail(controller);
          }
          if (over) return;
          taken += 1;
          const piece = step.done ? undefined : step.value;
          if (piece === undefined || isBreak(piece)) {
            if (piece?.ending === "silence") {
              over = true;
              return new Promise<void>(() => {});
            }
            if (!step.done) letGo();
            over = true;
            if (piece && piece.ending !== "end")
              failure = "reset"; // HTTP/1.1 knows no other break
            else if (length !== undefined && left > 0) failure = "short";
            return failure === undefined ? close(controller) : fail(controller);
          }
          if (piece.bytes.length === 0) continue;
          // A byte stream takes the buffer away from its owner, who may still want it: hand it a copy.
          const bytes = new Uint8Array(piece.bytes.length > left ? piece.bytes.subarray(0, left) : piece.bytes);
          left -= bytes.length;
          controller.enqueue(bytes);
          if (left > 0) return;
          close(controller); // the client has all that it was promised; the sender may finish on its own
          void drain(source);
          return;
        }
      },
      cancel(reason) {
        letGo();
        call.abort(reason);
      },
    },
    { highWaterMark: buffered },
  );

  return {
    stream,
    async ready() {
      let seen = -1;
      for (let idle = 0; !over && idle < patience; idle += 1) {
        if (taken !== seen) {
          seen = taken;
          idle = 0;
        }
        await undefined;
      }
    },
  };
}
