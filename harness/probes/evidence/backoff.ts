import { formatDuration } from "../../domain/duration.ts";
import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Observation, type Sighting } from "../../domain/evidence.ts";

/** A timer may fire a little early, and clients round to whole seconds. */
const kept = 0.99;
/** Each wait is this many times the one before, in the middle. */
const growth = 1.5;
/** Waits shorter than this are no backoff, ms. */
const shortest = 50;

export const backoff = defineEvidence({
  id: "E3",
  name: "backoff",
  summary:
    "Waits between the attempts at a call: growing (median ratio 1.5 or more), and never shorter than the dependency asked for.",
  figures: { gapMs: "ms", gapRatio: "ratio", announcedMs: "ms", keptShare: "share" },
  look({ here }) {
    const chains = here.chains.filter((chain) => chain.length > 1 && chain.some(({ faults }) => faults.length > 0));
    const byDependency = Map.groupBy(chains, ([first]) => first?.started.dependency ?? "");
    return [...byDependency].map(([dependency, own]) => about(dependency, own));
  },
});

interface Gap {
  readonly before: CallRecord;
  readonly after: CallRecord;
  readonly ms: number;
  readonly announced?: number;
}

function about(dependency: string, chains: readonly (readonly CallRecord[])[]): Sighting {
  const byChain = chains.map(gapsOf);
  const gaps = byChain.flat();
  const saw = gaps.map(
    ({ before, after, ms, announced }): Observation => ({
      address: after.started.address,
      t: after.started.t,
      what: `tried again ${formatDuration(ms)} after ${before.started.address} ${announced === undefined ? "had failed" : `asked for ${formatDuration(announced)}`}`,
    }),
  );
  const announced = gaps.filter((gap) => gap.announced !== undefined);
  const ignored = announced.filter((gap) => gap.ms < (gap.announced ?? 0) * kept);
  const ratios = byChain.flatMap((own) =>
    own.slice(1).flatMap(({ ms }, index) => {
      const before = own[index]?.ms ?? 0;
      return before > 0 ? [ms / before] : [];
    }),
  );
  const ratio = median(ratios);
  const longest = Math.max(0, ...gaps.map(({ ms }) => ms));
  const figures = {
    gapMs: median(gaps.map(({ ms }) => ms)) ?? 0,
    ...(ratio === undefined ? {} : { gapRatio: ratio }),
    ...(announced.length === 0
      ? {}
      : {
          announcedMs: Math.max(...announced.map((gap) => gap.announced ?? 0)),
          keptShare: 1 - ignored.length / announced.length,
        }),
  };
  const as = (conclusion: Sighting["conclusion"], reason: string): Sighting => ({
    about: dependency,
    conclusion,
    reason,
    saw,
    figures,
  });
  if (ignored.length > 0)
    return as("violated", `${ignored.length} of ${announced.length} announced waits were not kept`);
  if (announced.length > 0) return as("present", `all ${announced.length} announced waits were kept`);
  if (gaps.length > 1 && longest < shortest)
    return as("absent", `${gaps.length} retries, none after more than ${formatDuration(longest)}`);
  if (ratio === undefined) return as("cannot-tell", "one retry with no announced wait shows no growth");
  return ratio >= growth
    ? as("present", `waits grow by ${ratio.toFixed(2)} in the middle`)
    : as("absent", `waits grow by ${ratio.toFixed(2)} in the middle, less than ${growth}`);
}

const gapsOf = (chain: readonly CallRecord[]): readonly Gap[] =>
  chain.slice(1).flatMap((after, index) => {
    const before = chain[index];
    if (!before) return [];
    const announced = before.ended?.retryAfterMs;
    const ms = Math.max(0, after.started.t - (before.ended?.t ?? before.started.t));
    return [{ before, after, ms, ...(announced === undefined ? {} : { announced }) }];
  });

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
