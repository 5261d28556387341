import type { CallEnded, CallStarted, RunEvent } from "../domain/events.ts";
import type { LiveWindow } from "../domain/gameday.ts";
import { type LiveBound, metricsOfCalls } from "../domain/live-bound.ts";
import type { Outcome } from "../domain/vocabulary.ts";
import { type Reading, readMetric } from "./bound.ts";
import { type Counts, type SlidingWindow, slidingWindow } from "./sliding-window.ts";

/** What consoles show is the last so many ms. */
const shown = 10_000;
/** Calls that have begun and not ended are remembered up to here. */
const mostOpen = 20_000;

/** An answer of the agent, judged. Times in ms. */
export interface AnswerSeen {
  /** Of the performance. */
  readonly id: string;
  readonly t: number;
  readonly latency: number;
  readonly outcome: Outcome;
  readonly forbidden: number;
}

interface Subject {
  readonly shown: SlidingWindow;
  readonly bounds: { readonly bound: LiveBound; readonly window: SlidingWindow }[];
  /** Calls of it that have not ended. */
  open: number;
}

/** Counts calls and answers as they come, for charts and for bounds. Memory does not grow with them. */
export interface Measure {
  /** Of the live trial, as it is journalled. */
  onEvent(event: RunEvent): void;
  /** The agent has been given a task, by the id of its performance. */
  asked(id: string, t: number): void;
  answered(seen: AnswerSeen): void;
  /** Nobody waits for it any more, answered or not. Idempotent. */
  over(id: string): void;
  read(bound: LiveBound, t: number): Reading;
  agent(t: number): LiveWindow & {
    readonly open: number;
    readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  };
  dependency(name: string, t: number): LiveWindow & { readonly open: number };
}

export function measure(bounds: readonly LiveBound[], dependencies: readonly string[]): Measure {
  const subject = (mine: (bound: LiveBound) => boolean): Subject => ({
    shown: slidingWindow(shown),
    bounds: bounds.filter(mine).map((bound) => ({ bound, window: slidingWindow(bound.over) })),
    open: 0,
  });
  const agent = subject(({ dependency, metric }) => dependency === undefined && !metricsOfCalls.has(metric));
  const calls = subject(({ dependency, metric }) => dependency === undefined && metricsOfCalls.has(metric));
  const each = new Map(dependencies.map((name) => [name, subject(({ dependency }) => dependency === name)]));
  const begun = new Map<string, Pick<CallStarted, "t" | "dependency" | "attempt">>();
  /** Tasks that the agent has not answered, by when they were asked. */
  const waiting = new Map<string, number>();
  const outcomes = new Map<Outcome, number>();
  const add = (to: Subject, t: number, counts: Partial<Counts>, latency?: number): void => {
    to.shown.add(t, counts, latency);
    for (const { window } of to.bounds) window.add(t, counts, latency);
  };
  const keyOf = ({ performance, address }: Pick<CallStarted, "performance" | "address">): string =>
    `${performance} ${address}`;
  const shownOf = ({ shown: window }: Subject, t: number): LiveWindow => {
    const { counts, latencies } = window.at(t);
    const { n, errors, retries, tokens } = counts;
    const quantile = (name: "p50" | "p95" | "p99", share: number): Partial<LiveWindow> => {
      const value = latencies.quantile(share);
      return value === undefined ? {} : { [name]: Math.round(value * 10) / 10 };
    };
    return {
      perSecond: n / (Math.min(shown, Math.max(1000, t)) / 1000),
      n,
      errors,
      retries,
      tokens,
      ...quantile("p50", 0.5),
      ...quantile("p95", 0.95),
      ...quantile("p99", 0.99),
    };
  };

  const started = (event: CallStarted): void => {
    begun.set(keyOf(event), { t: event.t, dependency: event.dependency, attempt: event.attempt });
    const of = each.get(event.dependency);
    if (of) of.open += 1;
    if (begun.size <= mostOpen) return;
    for (const [oldest, { dependency }] of begun) {
      begun.delete(oldest);
      const its = each.get(dependency);
      if (its) its.open -= 1;
      return;
    }
  };
  const ended = (event: CallEnded): void => {
    const call = begun.get(keyOf(event));
    if (!call) return;
    begun.delete(keyOf(event));
    const of = each.get(call.dependency);
    if (of) of.open -= 1;
    if (event.ending === "trial-over") return;
    const counts = {
      n: 1,
      errors: event.ending !== "complete" || (event.status ?? 0) >= 400 ? 1 : 0,
      retries: call.attempt > 1 ? 1 : 0,
      tokens: (event.usage?.inputTokens ?? 0) + (event.usage?.outputTokens ?? 0),
    };
    const latency = event.t - call.t;
    if (of) add(of, event.t, counts, latency);
    add(calls, event.t, counts, latency);
  };

  /** Whoever answers nobody any more has nothing that ended: what waits for longer than it may counts too. */
  const stillOpen = ({ dependency }: LiveBound): Iterable<number> =>
    dependency === undefined
      ? waiting.values()
      : [...begun.values()].filter((call) => call.dependency === dependency).map((call) => call.t);

  return {
    onEvent(event) {
      if (event.type === "call-started") started(event);
      else if (event.type === "call-ended") ended(event);
    },
    asked: (id, t) => void waiting.set(id, t),
    over: (id) => void waiting.delete(id),
    answered({ id, t, latency, outcome, forbidden }) {
      waiting.delete(id);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      const errors = outcome === "crashed" || outcome === "hung" ? 1 : 0;
      const wrong = outcome === "wrong" || outcome === "harmful" ? 1 : 0;
      add(agent, t, { n: 1, errors, wrong, forbidden }, latency);
    },
    read(bound, t) {
      const of =
        bound.dependency !== undefined ? each.get(bound.dependency) : metricsOfCalls.has(bound.metric) ? calls : agent;
      const window = of?.bounds.find((one) => one.bound === bound)?.window;
      if (!window) return { n: 0 };
      const { counts, latencies } = window.at(t);
      if (bound.metric.startsWith("latency"))
        for (const since of stillOpen(bound)) if (t - since > bound.atMost) latencies.add(t - since);
      return readMetric(bound.metric, counts, latencies);
    },
    agent: (t) => {
      const ofAll = calls.shown.at(t).counts;
      return {
        ...shownOf(agent, t),
        retries: ofAll.retries,
        tokens: ofAll.tokens,
        open: waiting.size,
        outcomes: Object.fromEntries(outcomes),
      };
    },
    dependency(name, t) {
      const of = each.get(name);
      return of
        ? { ...shownOf(of, t), open: of.open }
        : { perSecond: 0, n: 0, errors: 0, retries: 0, tokens: 0, open: 0 };
    },
  };
}
