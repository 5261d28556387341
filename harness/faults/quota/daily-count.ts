const day = 86_400_000;

/** A quota that is whole again at midnight UTC, however it was used. */
export class DailyCount {
  readonly capacity: number;
  #day: number;
  #used = 0;

  /** @param now milliseconds since the Unix epoch, on the clock that every later call uses */
  constructor(perDay: number, now: number) {
    this.capacity = perDay;
    this.#day = Math.floor(now / day);
  }

  #turn(now: number): void {
    const today = Math.floor(now / day);
    if (today > this.#day) this.#used = 0;
    this.#day = Math.max(this.#day, today);
  }

  /** Units free today; below zero after a call that took more than it had reserved. */
  free(now: number): number {
    this.#turn(now);
    return this.capacity - this.#used;
  }

  /** Milliseconds until `units` are free: 0 = now, until midnight, or Infinity = more than a day holds. */
  waitFor(units: number, now: number): number {
    if (units > this.capacity) return Number.POSITIVE_INFINITY;
    return units <= this.free(now) ? 0 : (this.#day + 1) * day - now;
  }

  /**
   * Takes units, or gives them back if there are fewer than none of them. `since` = when what is given back was taken: a day that is
   * over has nothing to give to the next one, which others have used meanwhile. What is used beyond a reservation counts when it is.
   */
  take(units: number, now: number, since = now): void {
    this.#turn(now);
    if (units < 0 && Math.floor(since / day) < this.#day) return;
    this.#used = Math.max(0, this.#used + units);
  }
}
