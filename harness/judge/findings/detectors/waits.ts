import { failedVisibly } from "../../../domain/attempts.ts";
import { formatDuration } from "../../../domain/duration.ts";
import type { CallRecord } from "../../../domain/events.ts";
import { at, type Case, endedAs, endOf, hitBy, lasted, type Sign } from "../case.ts";
import type { Detectors } from "./detectors.ts";

/** Longer than a person waits for one step of an answer, ms. */
const longWait = 20_000;
/** What a timeout of just that long takes beside, ms. */
const grace = 250;
/** Longer than any stream pauses that goes on, ms. */
const longPause = 15_000;

/** Long enough to be what held the task up: a long wait, or half of all the time there was. */
const heldUp = ({ pair }: Case): number => Math.min(longWait, pair.experiment.deadline / 2);

const open: ReadonlySet<string> = new Set(["hang", "trial-over", "silence"]);

/** Nobody had given it up when the performance was over. */
const pendingAtEnd = (given: Case): readonly CallRecord[] =>
  given.hit.filter(({ ended }) => ended === undefined || (open.has(ended.ending) && ended.t >= endOf(given.here) - 1));

const waited = (given: Case, { started, ended }: CallRecord): number => (ended?.t ?? endOf(given.here)) - started.t;

/** Faults that leave a stream open behind what it has brought. */
const stalling = ["stalled-stream"] as const;

/** Without an answer when the time was over, while one of the faulted calls was still waited for, or none was. */
const whenHung = (given: Case): "call" | "stream" | "nothing" | undefined => {
  if (!endedAs(given, "hung")) return undefined;
  const held = pendingAtEnd(given).filter((call) => waited(given, call) >= heldUp(given));
  if (held.some((call) => call.faults.some(({ fault }) => fault === "stalled-stream"))) return "stream";
  return held.length > 0 ? "call" : "nothing";
};

/** How long before its end the performance made no call and waited for none. */
const idleAtEnd = (given: Case): number => {
  const { calls } = given.here.record;
  const last = Math.max(0, ...calls.map(({ started, ended }) => ended?.t ?? Math.max(started.t, endOf(given.here))));
  return endOf(given.here) - last;
};

const heldCalls = (given: Case, what: string): readonly Sign[] =>
  pendingAtEnd(given)
    .filter((call) => waited(given, call) >= heldUp(given))
    .map((call) => ({
      address: call.started.address,
      detail: `${what} for ${formatDuration(waited(given, call))}, until the task's time was over`,
    }));

export const waits = {
  "no-timeout": (given) => (whenHung(given) === "call" ? heldCalls(given, "waited for it") : []),

  "no-idle-timeout": (given) => {
    if (whenHung(given) === "stream") return heldCalls(given, "kept a stream that brought nothing more");
    const usual = Math.max(0, ...given.usual.record.calls.map(lasted));
    // Where the answer came too late for what is claimed, less will do.
    const pause = given.saw("E21", "violated").length > 0 ? longPause / 2 : longPause;
    return hitBy(given, ...stalling)
      .filter((call) => call.started.stream && lasted(call) - usual >= pause)
      .map((call) => ({
        address: call.started.address,
        detail: `kept a stream that brought nothing more for ${formatDuration(lasted(call))}`,
      }));
  },

  "backoff-too-long": (given) => {
    const last = given.here.record.calls.at(-1);
    if (whenHung(given) !== "nothing" || !last?.ended || !failedVisibly(last) || last.faults.length === 0) return [];
    const idle = idleAtEnd(given);
    if (idle < heldUp(given)) return [];
    const asked = last.ended.retryAfterMs;
    return [
      {
        address: last.started.address,
        detail: `it failed${asked === undefined ? "" : ` and asked for ${formatDuration(asked)}`}; nothing was done in the last ${formatDuration(idle)} of the task`,
      },
    ];
  },

  "no-deadline": (given) => {
    if (whenHung(given) !== "nothing" || given.hit.length < 2 || idleAtEnd(given) >= heldUp(given)) return [];
    const spent = given.hit.reduce((sum, call) => sum + waited(given, call), 0);
    if (spent < given.pair.experiment.deadline / 2) return [];
    return [
      {
        ...at(given.hit.at(-1)),
        detail: `${given.hit.length} slow or failed steps took ${formatDuration(spent)} together, each within a limit of its own, and nothing bounded their sum`,
      },
    ];
  },

  "waited-too-long": ({ here, usual, hit }) => {
    if (here.outcome === "hung" || hit.length === 0) return [];
    const longest = Math.max(0, ...usual.record.calls.map(lasted));
    return hit
      .filter((call) => lasted(call) > longWait + grace && lasted(call) >= 5 * longest)
      .map((call) => ({
        address: call.started.address,
        detail: `waited ${formatDuration(lasted(call))} for it; without the fault no call took longer than ${formatDuration(longest)}`,
      }));
  },

  "call-left-open": (given) => {
    const { ended } = given.here.record;
    if (ended?.end !== "answered") return [];
    return given.hit
      .filter((call) => call.started.dimension !== "observability" && leftOpen(call, ended.t))
      .map((call) => ({
        address: call.started.address,
        detail: `it was still open when the answer was given, ${formatDuration(ended.t - call.started.t)} after it began`,
      }));
  },

  "latency-amplified": ({ here, usual, hit, faults }) => {
    // A process that is started again takes its time to start: that is not the agent's waiting.
    if (faults.has("target-restarts")) return [];
    const extra = endOf(here) - endOf(usual);
    if (here.record.ended?.end !== "answered" || extra < longWait) return [];
    // What was slow counts once for each call that was meant: a task that needs four slow calls waits for four.
    const once = hit.filter(({ started }) => started.attempt === 1).reduce((sum, call) => sum + lasted(call), 0);
    if (once < 1000 || extra < 3 * once) return [];
    return [
      {
        ...at(hit.at(-1)),
        detail: `${formatDuration(extra)} longer than without the fault, though the slow calls took ${formatDuration(once)} when each is counted once`,
      },
    ];
  },
} satisfies Detectors;

/** What ends together with the answer, or soon after, was not left open, ms. */
const openFor = 1000;
const leftOpen = ({ started, ended }: CallRecord, t: number): boolean =>
  started.t < t && (ended === undefined || (ended.ending !== "aborted" && ended.t > t + openFor));
