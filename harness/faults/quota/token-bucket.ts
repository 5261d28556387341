const minute = 60_000;

/**
 * A quota that refills continuously: `perMinute` units over 60 s, never more than `perMinute × burst` at once.
 * Levels are kept in 1/60,000 of a unit, so that whole milliseconds and whole units stay exact.
 */
export class TokenBucket {
  readonly capacity: number;
  readonly #perMinute: number;
  #level: number;
  #at: number;

  /** @param now milliseconds, on the clock that every later call uses */
  constructor(perMinute: number, burst: number, now: number) {
    this.capacity = perMinute * burst;
    this.#perMinute = perMinute;
    this.#level = this.capacity * minute;
    this.#at = now;
  }

  #refill(now: number): void {
    const elapsed = Math.max(0, now - this.#at);
    this.#at = Math.max(this.#at, now);
    this.#level = Math.min(this.capacity * minute, this.#level + elapsed * this.#perMinute);
  }

  /** Whole units free now; below zero after a call that took more than it had reserved. */
  free(now: number): number {
    this.#refill(now);
    return Math.floor(this.#level / minute);
  }

  /** Milliseconds until `units` are free if nobody takes any meanwhile: 0 = now, Infinity = more than it ever holds. */
  waitFor(units: number, now: number): number {
    this.#refill(now);
    if (units > this.capacity) return Number.POSITIVE_INFINITY;
    return Math.max(0, Math.ceil((units * minute - this.#level) / this.#perMinute));
  }

  /** Takes units, or gives them back if there are fewer than none of them. */
  take(units: number, now: number): void {
    this.#refill(now);
    this.#level = Math.min(this.capacity * minute, this.#level - units * minute);
  }
}
