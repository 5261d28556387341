import type { QuotaState, QuotaWindow } from "../../domain/quota.ts";
import { DailyCount } from "./daily-count.ts";
import { TokenBucket } from "./token-bucket.ts";

export const meters = ["requests", "tokens", "inputTokens", "outputTokens"] as const;
export type Meter = (typeof meters)[number];
/** Units of each meter. */
export type Cost = Readonly<Record<Meter, number>>;

export interface QuotaLimits {
  readonly perMinute: Readonly<Partial<Record<Meter, number>>>;
  readonly perDay: Readonly<Partial<Record<Meter, number>>>;
  readonly burst: number;
}

interface Gauge {
  readonly meter: Meter;
  readonly per: "minute" | "day";
  readonly count: TokenBucket | DailyCount;
}

export type Admission =
  | { readonly admitted: true }
  | { readonly admitted: false; readonly meter: Meter; readonly per: "minute" | "day"; readonly waitMs: number };

/** All quotas of one bucket, and what its calls in flight hold. */
export class QuotaLedger {
  readonly #gauges: readonly Gauge[];
  readonly #held = new Map<string, { readonly cost: Cost; readonly since: number }>();

  constructor(limits: QuotaLimits, now: number) {
    this.#gauges = meters.flatMap((meter): Gauge[] => {
      const [minute, day] = [limits.perMinute[meter], limits.perDay[meter]];
      return [
        ...(minute === undefined
          ? []
          : [{ meter, per: "minute" as const, count: new TokenBucket(minute, limits.burst, now) }]),
        ...(day === undefined ? [] : [{ meter, per: "day" as const, count: new DailyCount(day, now) }]),
      ];
    });
  }

  /** Takes the cost from every quota, or nothing from any. `out` = share of each limit that this call may not touch. `waitMs` may be Infinity. */
  admit(call: string, cost: Cost, out: number, now: number): Admission {
    const waits = this.#gauges.map((gauge) => {
      const kept = Math.floor(gauge.count.capacity * out);
      return { ...gauge, waitMs: gauge.count.waitFor(cost[gauge.meter] + kept, now) };
    });
    const longest = waits.reduce((worst, one) => (one.waitMs > worst.waitMs ? one : worst), waits[0] ?? nothing);
    if (longest.waitMs > 0) return { admitted: false, meter: longest.meter, per: longest.per, waitMs: longest.waitMs };
    for (const { meter, count } of this.#gauges) count.take(cost[meter], now);
    this.#held.set(call, { cost, since: now });
    return { admitted: true };
  }

  /** Replaces what the call held by what it used. The first time counts. */
  settle(call: string, used: Omit<Cost, "requests">, now: number): void {
    const held = this.#held.get(call);
    if (held === undefined) return;
    this.#held.delete(call);
    for (const { meter, count } of this.#gauges)
      if (meter !== "requests") count.take(used[meter] - held.cost[meter], now, held.since);
  }

  get inFlight(): number {
    return this.#held.size;
  }

  /** What providers put into headers: the limits per minute. `kept` = the share of them that the call may use and others may not. */
  state(now: number, kept = 0): QuotaState {
    return { ...this.#windows(now, 1), ...(kept > 0 ? { priority: this.#windows(now, kept) } : {}) };
  }

  #windows(now: number, share: number): QuotaState {
    return Object.fromEntries(
      this.#gauges
        .filter(({ per }) => per === "minute")
        .map(({ meter, count }): [Meter, QuotaWindow] => {
          const limit = Math.floor(count.capacity * share);
          const remaining = Math.min(limit, Math.max(0, count.free(now)));
          return [meter, { limit, remaining, resetMs: count.waitFor(share < 1 ? limit : count.capacity, now) }];
        }),
    );
  }

  /** `40 of 50 requests, 9 of 1000 tokens`: what is free. */
  describe(now: number): string {
    return this.#gauges
      .map(
        ({ meter, per, count }) =>
          `${count.free(now)} of ${Math.floor(count.capacity)} ${meterWords[meter]}${per === "day" ? " today" : ""}`,
      )
      .join(", ");
  }
}

const nothing = { meter: "requests", per: "minute", waitMs: 0 } as const;

export const meterWords: Readonly<Record<Meter, string>> = {
  requests: "requests",
  tokens: "tokens",
  inputTokens: "input tokens",
  outputTokens: "output tokens",
};
