import { callsByOperation, logicalCalls, retryChains } from "../../domain/attempts.ts";
import { formatDuration } from "../../domain/duration.ts";
import { allCalls, type Detector, hit } from "./detector.ts";

/** Calls that reached a dependency for each one that was meant, from which it is called a storm. */
const storm = 4;
/** A timer may fire a little early, and clients round to whole seconds. */
const kept = 0.99;
/** Asking again cannot help: the request, the credentials or the address are wrong. 408, 409, 425 and 429 may pass. */
const final = [400, 401, 402, 403, 404, 405, 410, 413, 414, 415, 422, 501];
/** Waits shorter than this between three attempts and more are no backoff. Milliseconds. */
const shortest = 50;

export const retryFindings: readonly Detector[] = [
  {
    code: "retry-after-ignored",
    title: "The wait that a dependency asks for is not kept",
    failureMode: "insufficient-capacity",
    dimension: "foundation-model",
    advice: "Wait at least as long as Retry-After says before the next call to the same dependency.",
    detect: ({ treatment }) =>
      callsByOperation(allCalls(treatment)).flatMap((calls) =>
        calls.flatMap(({ started, ended }, index) => {
          const announced = ended?.retryAfterMs;
          const next = ended && calls.slice(index + 1).find((later) => later.started.t >= ended.t);
          if (!ended || !next || announced === undefined || next.started.t - ended.t >= announced * kept) return [];
          return [
            {
              address: next.started.address,
              detail: `called again ${formatDuration(next.started.t - ended.t)} after ${started.address} asked for ${formatDuration(announced)}`,
            },
          ];
        }),
      ),
  },
  {
    code: "retry-storm",
    title: "Retries multiply the load on a dependency that is failing",
    failureMode: "insufficient-capacity",
    dimension: "orchestration",
    advice: "Let one layer own the retries, bound them, and open a breaker when the dependency keeps failing.",
    detect({ treatment }) {
      const calls = allCalls(treatment);
      const faulted = new Set(calls.filter(({ faults }) => faults.length > 0).map(({ started }) => started.dependency));
      return [...faulted].flatMap((dependency) => {
        const physical = calls.filter(({ started }) => started.dependency === dependency);
        const meant = retryChains(physical);
        const factor = physical.length / Math.max(1, meant.length);
        const longest = [...meant].sort((a, b) => b.length - a.length)[0]?.at(-1);
        if (factor < storm || !longest) return [];
        return [
          {
            address: longest.started.address,
            detail: `${physical.length} calls to ${dependency} for ${meant.length} that were meant`,
          },
        ];
      });
    },
  },
  {
    code: "retried-non-retryable",
    title: "A call is repeated that cannot succeed",
    failureMode: "insufficient-capacity",
    dimension: "orchestration",
    advice: "Repeat only what may pass: 408, 409, 425, 429, 5xx and broken connections. Stop at other 4xx.",
    detect: ({ treatment }) =>
      logicalCalls(allCalls(treatment)).flatMap((attempts) =>
        attempts.flatMap(({ started, ended, faults }, index) => {
          const next = attempts[index + 1];
          if (!next || faults.length === 0 || ended?.status === undefined || !final.includes(ended.status)) return [];
          return [
            { address: next.started.address, detail: `tried again after ${started.address} gave ${ended.status}` },
          ];
        }),
      ),
  },
  {
    code: "no-backoff",
    title: "Retries follow one another without a wait",
    failureMode: "insufficient-capacity",
    dimension: "orchestration",
    advice:
      "Wait before each retry, longer each time, with some chance in it, so that clients do not return all at once.",
    detect: ({ treatment }) =>
      retryChains(allCalls(treatment)).flatMap((attempts) => {
        const gaps = attempts
          .slice(1)
          .map(({ started }, index) => started.t - (attempts[index]?.ended?.t ?? started.t));
        const last = attempts.at(-1);
        if (
          !last ||
          gaps.length < 2 ||
          !attempts.some(({ faults }) => faults.length > 0) ||
          gaps.some((gap) => gap >= shortest)
        )
          return [];
        return [
          {
            address: last.started.address,
            detail: `${attempts.length} attempts with waits of ${gaps.map(formatDuration).join(", ")}`,
          },
        ];
      }),
  },
  {
    code: "transient-not-retried",
    title: "One passing failure of a dependency fails the task",
    failureMode: "single-point-of-failure",
    dimension: "orchestration",
    advice: "Try a call again, a bounded number of times, after a failure that may pass.",
    detect({ treatment, control }) {
      if (treatment.primary.outcome === "correct" || control.primary.outcome !== "correct") return [];
      const faulted = hit(treatment.primary);
      return logicalCalls(treatment.primary.record.calls).flatMap((attempts) => {
        const [only, second] = attempts;
        const status = only?.ended?.status;
        if (!only || second || faulted.length !== 1 || only !== faulted[0] || status === undefined) return [];
        if (status !== 408 && status !== 425 && status !== 429 && status < 500) return [];
        return [{ address: only.started.address, detail: `gave ${status} once and was not tried again` }];
      });
    },
  },
];
