import type { GamedayState, LiveWindow } from "../domain/gameday.ts";

/** What the charts show of one second. */
export interface Sample {
  /** Ms of the day. */
  readonly t: number;
  readonly agent: LiveWindow;
  readonly dependencies: Readonly<Record<string, LiveWindow>>;
}

export interface History {
  add(state: GamedayState): void;
  samples(): readonly Sample[];
}

/** The last five minutes, one sample a second, so that a page that comes late or comes back has no gap. */
export function keepHistory(span = 300_000, step = 900): History {
  let samples: Sample[] = [];
  return {
    add({ t, agent, dependencies }) {
      const last = samples.at(-1);
      if (last && t - last.t < step) return;
      samples = [...samples.filter((sample) => sample.t >= t - span), { t, agent: windowOf(agent), dependencies }];
    },
    samples: () => samples,
  };
}

function windowOf({ perSecond, n, errors, retries, tokens, p50, p95, p99 }: LiveWindow): LiveWindow {
  return {
    perSecond,
    n,
    errors,
    retries,
    tokens,
    ...(p50 === undefined ? {} : { p50 }),
    ...(p95 === undefined ? {} : { p95 }),
    ...(p99 === undefined ? {} : { p99 }),
  };
}
