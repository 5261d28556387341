import { TokenBucket } from "./token-bucket.ts";

export interface QuotaLimits {
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  readonly burst: number;
}

export type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly limit: "requests" | "tokens"; readonly waitMs: number };

/** Both quotas of one dependency, and what its calls in flight hold. */
export class QuotaLedger {
  readonly #requests: TokenBucket | undefined;
  readonly #tokens: TokenBucket | undefined;
  readonly #held = new Map<string, number>();

  constructor(limits: QuotaLimits, now: number) {
    const bucket = (perMinute: number | undefined) =>
      perMinute === undefined ? undefined : new TokenBucket(perMinute, limits.burst, now);
    this.#requests = bucket(limits.requestsPerMinute);
    this.#tokens = bucket(limits.tokensPerMinute);
  }

  /** Takes one request and the reserved tokens from both buckets, or nothing from either. `waitMs` may be Infinity. */
  admit(call: string, reserved: number, now: number): Admission {
    const requests = this.#requests?.waitFor(1, now) ?? 0;
    const tokens = this.#tokens?.waitFor(reserved, now) ?? 0;
    if (requests > 0 || tokens > 0) {
      return { admitted: false, limit: requests >= tokens ? "requests" : "tokens", waitMs: Math.max(requests, tokens) };
    }
    this.#requests?.take(1, now);
    this.#tokens?.take(reserved, now);
    this.#held.set(call, reserved);
    return { admitted: true };
  }

  /** Replaces what the call held by what it used. The first time counts. */
  settle(call: string, used: number, now: number): void {
    const reserved = this.#held.get(call);
    if (reserved === undefined) return;
    this.#held.delete(call);
    this.#tokens?.take(used - reserved, now);
  }

  get inFlight(): number {
    return this.#held.size;
  }

  /** `40 requests, 1998500 tokens`: what is free. */
  describe(now: number): string {
    const requests = this.#requests && `${this.#requests.free(now)} of ${this.#requests.capacity} requests`;
    const tokens = this.#tokens && `${this.#tokens.free(now)} of ${this.#tokens.capacity} tokens`;
    return [requests, tokens].filter((part) => part !== undefined).join(", ");
  }
}
