const minute = 60_000;

/**
 * A quota that refills continuously: `perWindow` units over a window (a minute by default), never more than `perWindow × burst` at
 * once. Levels are kept in fractions of a unit so fine that whole milliseconds and whole units stay exact.
 */
export class TokenBucket {
  readonly capacity: number;
  readonly #perWindow: number;
  readonly #window: number;
  #level: number;
  #at: number;

  /** @param now milliseconds, on the clock that every later call uses */
  constructor(perWindow: number, burst: number, now: number, window = minute) {
    // 100 × 0.29 are 29, whatever binary fractions make of it.
    this.capacity = Math.round(perWindow * burst * 1e6) / 1e6;
    this.#perWindow = perWindow;
    this.#window = window;
    this.#level = this.capacity * window;
    this.#at = now;
  }

  #refill(now: number): void {
    const elapsed = Math.max(0, now - this.#at);
    this.#at = Math.max(this.#at, now);
    this.#level = Math.min(this.capacity * this.#window, this.#level + elapsed * this.#perWindow);
  }

  /** Whole units free now; below zero after a call that took more than it had reserved. */
  free(now: number): number {
    this.#refill(now);
    return Math.floor(this.#level / this.#window);
  }

  /** Milliseconds until `units` are free if nobody takes any meanwhile: 0 = now, Infinity = more than it ever holds. */
  waitFor(units: number, now: number): number {
    this.#refill(now);
    if (units > this.capacity) return Number.POSITIVE_INFINITY;
    return Math.max(0, Math.ceil((units * this.#window - this.#level) / this.#perWindow));
  }

  /** Takes units, or gives them back if there are fewer than none of them. */
  take(units: number, now: number): void {
    this.#refill(now);
    this.#level = Math.min(this.capacity * this.#window, this.#level - units * this.#window);
  }
}
