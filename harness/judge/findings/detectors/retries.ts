import { failedVisibly, inContext } from "../../../domain/attempts.ts";
import { formatDuration } from "../../../domain/duration.ts";
import type { CallRecord } from "../../../domain/events.ts";
import type { Judged } from "../../../domain/judgement.ts";
import { type Case, endOf, failedWith, fieldsOf, forCase } from "../case.ts";
import type { Detectors } from "./detectors.ts";

/** Calls that reached a dependency for each one that was meant, from which it is called a storm. */
const storm = 5;
/** By such a code a client can tell a quota that is used up from a limit that passes. */
const told = /quota|billing|credit|balance|payment/i;
/** A timer may fire a little early, and clients round to whole seconds. */
const kept = 0.99;
/** Asking again cannot help: the request, the credentials or the address are wrong. 408, 409, 425 and 429 may pass. */
const final = [400, 401, 402, 403, 404, 405, 410, 413, 414, 415, 422, 501];
/** Waits shorter than this between three attempts and more are no backoff. Milliseconds. */
const shortest = 50;

const struck = (chain: readonly CallRecord[]): boolean => chain.some(({ faults }) => faults.length > 0);

/** How often a tool inside the agent has tried, and when, nobody here sees: that the model asks again is another thing. */
const retried = forCase(({ pair: { here } }): readonly (readonly CallRecord[])[] =>
  here.chains.filter((chain) => chain.length > 1 && chain[0]?.started.via === undefined),
);

/** A new token was asked for in between: with it the same call may succeed. */
const freshToken = ({ pair: { here } }: Case, refused: CallRecord, next: CallRecord): boolean =>
  here.calls.some(
    (call) =>
      call.started.boundary === "identity" &&
      call.started.t >= (refused.ended?.t ?? refused.started.t) &&
      call.started.t <= next.started.t &&
      !failedVisibly(call),
  );

/** Clients add to the wait that is asked of them. */
const added = 1.5;
/** The task was over before the wait that the call had asked for: whether it was about to be tried again nobody saw. */
const stillWaits = (here: Judged, { ended }: CallRecord): boolean =>
  here.outcome === "hung" && ended !== undefined && endOf(here) - ended.t <= (ended.retryAfterMs ?? 0) * added;

export const retries = {
  "retry-after-ignored": ({ pair: { here } }) => {
    if (!here.calls.some(({ ended, faults }) => ended?.retryAfterMs !== undefined && faults.length > 0)) return [];
    return here.byOperation.flatMap((calls) =>
      calls.flatMap(({ started, ended, faults }, index) => {
        const announced = ended?.retryAfterMs;
        if (!ended || announced === undefined || faults.length === 0) return [];
        // A call that was already on its way when the reply came could not know.
        const next = calls.slice(index + 1).find((later) => later.started.t >= ended.t);
        const gap = next ? next.started.t - ended.t : Number.POSITIVE_INFINITY;
        if (!next || gap >= announced * kept) return [];
        return [
          {
            address: next.started.address,
            detail: `called again ${formatDuration(gap)} after ${started.address} asked for ${formatDuration(announced)}`,
          },
        ];
      }),
    );
  },

  "retry-storm": ({ pair: { here } }) =>
    [...here.faulted].flatMap((dependency) => {
      const physical = here.byDependency.get(dependency) ?? [];
      if (physical.length < storm || physical.some(inContext)) return [];
      const meant = here.chains.filter(([first]) => first?.started.dependency === dependency);
      const factor = physical.length / Math.max(1, meant.length);
      const longest = [...meant].sort((a, b) => b.length - a.length)[0]?.at(-1);
      if (factor < storm || !longest) return [];
      return [
        {
          address: longest.started.address,
          detail: `${physical.length} calls to ${dependency} for ${meant.length} that were meant`,
        },
      ];
    }),

  "retried-non-retryable": (given) =>
    retried(given).flatMap((chain) =>
      chain.flatMap((call, index) => {
        const next = chain[index + 1];
        const status = call.ended?.status;
        if (!next || call.faults.length === 0 || status === undefined) return [];
        const used =
          failedWith(given, call, "quota-exhausted") && told.test(String(fieldsOf(call.ended?.reply)["code"]));
        if (!used && !final.includes(status)) return [];
        if (status === 401 && freshToken(given, call, next)) return [];
        const what = used ? `gave ${status}, as the quota is used up` : `gave ${status}`;
        return [{ address: next.started.address, detail: `tried again after ${call.started.address} ${what}` }];
      }),
    ),

  "no-backoff": (given) =>
    retried(given).flatMap((chain) => {
      const last = chain.at(-1);
      if (!last || chain.length < 3 || !struck(chain)) return [];
      const gaps = chain.slice(1).map(({ started }, index) => started.t - (chain[index]?.ended?.t ?? started.t));
      if (gaps.some((gap) => gap >= shortest)) return [];
      return [
        {
          address: last.started.address,
          detail: `${chain.length} attempts with waits of ${gaps.map(formatDuration).join(", ")}`,
        },
      ];
    }),

  /** What only several trials show: `jitter.ts` watches them. */
  "no-jitter": () => [],

  "transient-not-retried": ({ here, usual, hit, pair }) => {
    const [only] = hit;
    const status = only?.ended?.status;
    if (here.outcome === "correct" || usual.outcome !== "correct" || !only || hit.length !== 1) return [];
    if (inContext(only) || stillWaits(here, only)) return [];
    if (status === undefined || (status !== 408 && status !== 425 && status !== 429 && status < 500)) return [];
    // A dependency that failed others too is not in passing trouble: a breaker may keep the retry back.
    const others = pair.here.byDependency.get(only.started.dependency) ?? [];
    if (others.some((call) => call !== only && call.faults.length > 0)) return [];
    const attempts = pair.here.logical.find((group) => group.includes(only));
    return attempts?.length === 1
      ? [{ address: only.started.address, detail: `gave ${status} once and was not tried again` }]
      : [];
  },
} satisfies Detectors;
