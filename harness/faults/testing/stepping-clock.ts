import type { Clock } from "../../domain/clock.ts";

/** A clock that stands until it is told how much time has passed; then those wake up whose time has come. */
export class SteppingClock implements Clock {
  readonly kind = "virtual";
  readonly #sleepers = new Set<{ readonly until: number; wake(): void }>();
  #now = 0;

  now(): number {
    return this.#now;
  }
  get sleepers(): number {
    return this.#sleepers.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const sleeper = { until: this.#now + ms, wake: resolve };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      });
    });
  }

  /** Lets everything go on that can, then time pass, then everything go on again. */
  async pass(ms: number): Promise<void> {
    await settled();
    this.#now += ms;
    for (const sleeper of this.#sleepers) {
      if (sleeper.until > this.#now) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}
