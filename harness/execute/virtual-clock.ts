import { AsyncLocalStorage } from "node:async_hooks";
import { syncBuiltinESMExports } from "node:module";
import FakeTimers from "@sinonjs/fake-timers";
import type { Clock } from "../domain/clock.ts";
import { seedRandomness } from "./seeded-random.ts";
import { sleepOn } from "./sleep.ts";

const realImmediate = setImmediate;
const realNow = performance.now.bind(performance);

/** Resources whose presence means that bytes are on their way somewhere: time must not pass meanwhile. */
const inFlight =
  /^(Immediate|FSReq|CloseReq|GetAddrInfoReq|GetNameInfoReq|TCPConnect|PipeConnect|WriteWrap|ShutdownWrap|TCPSocketWrap|TLSWrap|UDPSendWrap|HTTP|ProcessWrap)/;

export interface VirtualClock extends Clock, AsyncDisposable {
  readonly kind: "virtual";
}

/**
 * Web Crypto works on the thread pool, which `getActiveResourcesInfo` does not show: its calls are counted instead.
 * Asynchronous zlib is not seen at all; an agent that compresses between two calls should use `clock: real`.
 */
function countCrypto(): { inFlight(): number; restore(): void } {
  let count = 0;
  const prototype = Object.getPrototypeOf(crypto.subtle) as Record<string, unknown>;
  const restores: (() => void)[] = [];
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const original = Object.getOwnPropertyDescriptor(prototype, name);
    if (name === "constructor" || typeof original?.value !== "function") continue;
    const method = original.value as (...values: unknown[]) => unknown;
    const counted = function (this: unknown, ...values: unknown[]): unknown {
      const result = method.apply(this, values);
      if (!(result instanceof Promise)) return result;
      count += 1;
      return result.finally(() => {
        count -= 1;
      });
    };
    Object.defineProperty(prototype, name, { ...original, value: counted });
    restores.push(() => Object.defineProperty(prototype, name, original));
  }
  const restore = (): void => {
    for (const undo of restores) undo();
  };
  return { inFlight: () => count, restore };
}

/** The clock has been held for this long in real time: the target does real I/O, or spins on setImmediate, without end. */
const heldTooLong = 30_000;

/**
 * Node runs a timer in the asynchronous context that it was set in; the fake would run it in the clock's own, and a call made in
 * it, such as the first one of the stream helpers of some clients, would belong to no trial. What a callback throws is nobody's to
 * catch, as in Node; thrown into the clock it would stop time for every trial.
 */
function keepContext(fake: Pick<FakeTimers.Clock, "setTimeout" | "setInterval">): void {
  for (const name of ["setTimeout", "setInterval"] as const) {
    const original = fake[name] as (callback: unknown, ...rest: unknown[]) => ReturnType<typeof fake.setTimeout>;
    const bound = (callback: unknown, ...rest: unknown[]) =>
      original.call(
        fake,
        typeof callback === "function" ? AsyncLocalStorage.bind(outOfTheClock(callback as Callback)) : callback,
        ...rest,
      );
    // The library keeps on it what it needs to uninstall it.
    fake[name] = Object.assign(bound, original) as typeof fake.setTimeout;
  }
}

type Callback = (...given: unknown[]) => unknown;
const outOfTheClock =
  (callback: Callback): Callback =>
  (...given) => {
    try {
      return callback(...given);
    } catch (error) {
      realImmediate(() => {
        throw error;
      });
    }
  };

/**
 * Fakes the process's timers, dates and `performance` until disposed, and lets time jump to the next timer
 * whenever nothing else is left to do. It never jumps while real I/O is in flight.
 * @param onStuck told once when real I/O has held the clock for `heldTooLong` real milliseconds.
 */
export function startVirtualClock(epoch: number, onStuck: (resources: readonly string[]) => void): VirtualClock {
  const fake = FakeTimers.install({
    now: epoch,
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance", "hrtime"],
    // Sockets pooled before the trial took their timers from the real clock, and clear them under this one.
    shouldClearNativeTimers: true,
  });
  keepContext(fake);
  const originalTimeout = AbortSignal.timeout;
  AbortSignal.timeout = (ms: number): AbortSignal => {
    const controller = new AbortController();
    fake.setTimeout(
      () => controller.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError")),
      ms,
    );
    return controller.signal;
  };
  const restoreRandom = seedRandomness();
  syncBuiltinESMExports();
  const cryptography = countCrypto();

  let running = true;
  let held: number | undefined;
  const drive = async (): Promise<void> => {
    while (running) {
      await new Promise<void>((resolve) => realImmediate(resolve));
      const busy = process.getActiveResourcesInfo().filter((kind) => inFlight.test(kind));
      if (busy.length > 0 || cryptography.inFlight() > 0) {
        held ??= realNow();
        if (realNow() - held > heldTooLong) {
          onStuck(busy);
          held = Number.POSITIVE_INFINITY;
        }
        continue;
      }
      held = undefined;
      if (running && fake.countTimers() > 0) fake.next();
    }
  };
  const done = drive();

  return {
    kind: "virtual",
    now: () => fake.now,
    sleep: (ms, signal) => sleepOn(fake.setTimeout.bind(fake), fake.clearTimeout.bind(fake), ms, signal),
    async [Symbol.asyncDispose]() {
      running = false;
      await done;
      cryptography.restore();
      restoreRandom();
      fake.uninstall();
      AbortSignal.timeout = originalTimeout;
      syncBuiltinESMExports();
    },
  };
}
