/** Time as an argument. Milliseconds everywhere. */
export interface Clock {
  readonly kind: "real" | "virtual";
  /** Milliseconds since the Unix epoch, on this clock. */
  now(): number;
  /** Resolves after `ms` on this clock; rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
