import { formatDuration } from "../../domain/duration.ts";
import { defineEvidence, type Observation, type Sighting } from "../../domain/evidence.ts";
import type { Words } from "../../domain/told.ts";
import { type Gap, waitsOf } from "./gaps.ts";
import { begun, median, sighting, times } from "./reading.ts";

/** A timer may fire a little early, and clients round to whole seconds. */
const kept = 0.99;
/** Each wait is this many times the one before, in the middle. */
const growth = 1.5;
/** Waits that differ by less are the same wait. */
const sameWithin = 0.1;
/** Waits shorter than this are no backoff, ms. */
const shortest = 50;
/** So many pairs of waits show whether they grow where chance is in them; and by less than this factor they do not. */
const enough = 10;
const noGrowth = 1.2;

export const backoff = defineEvidence({
  id: "E3",
  name: "backoff",
  summary:
    "Waits between the attempts at a call: growing (median ratio 1.5 or more), and never shorter than the dependency asked for.",
  figures: { gapMs: "ms", gapRatio: "ratio", doublings: "ratio", announcedMs: "ms", keptShare: "share" },
  look: ({ here }) => [...waitsOf(here)].map(([dependency, chains]) => about(dependency, chains)),
  acrossDecides: true,
  across({ counts, figures }) {
    const doublings = figures["doublings"];
    if (counts.violated > 0 || !doublings || doublings.n < enough) return undefined;
    const ratio = 2 ** doublings.mean;
    const words = `over ${doublings.n} trials a wait is ${ratio.toFixed(2)} times the one before`;
    if (ratio >= growth) return { conclusion: "present", reason: words };
    if (ratio < noGrowth) return { conclusion: "absent", reason: `${words}, less than ${growth}` };
    return { conclusion: "cannot-tell", reason: words };
  },
});

function about(dependency: string, chains: readonly (readonly Gap[])[]): Sighting {
  const gaps = chains.flat();
  const saw = () =>
    gaps.map(
      ({ before, after, ms, announced }): Observation =>
        begun(
          after,
          `tried again ${formatDuration(ms)} after ${before.started.address} ${announced === undefined ? "had failed" : `asked for ${formatDuration(announced)}`}`,
        ),
    );
  const announced = gaps.filter((gap) => gap.announced !== undefined);
  const ignored = announced.filter((gap) => gap.ms < (gap.announced ?? 0) * kept);
  const { waits, ratios } = ownWaits(chains);
  const ratio = median(ratios);
  const longest = Math.max(0, ...waits);
  const figures: Record<string, number> = {};
  if (waits.length > 0) figures["gapMs"] = median(waits) ?? 0;
  if (ratio !== undefined) {
    figures["gapRatio"] = ratio;
    figures["doublings"] = Math.log2(ratio);
  }
  if (announced.length > 0) {
    figures["announcedMs"] = Math.max(...announced.map((gap) => gap.announced ?? 0));
    figures["keptShare"] = 1 - ignored.length / announced.length;
  }
  const as = (conclusion: Sighting["conclusion"], reason: Words): Sighting =>
    sighting(dependency, conclusion, reason, saw, figures);
  if (ignored.length > 0)
    return as("violated", `${ignored.length} of ${times(announced.length, "announced wait")} not kept`);
  if (announced.length > 0) return as("present", `${times(announced.length, "announced wait")}, all kept`);
  if (waits.length > 1 && longest < shortest)
    return as(
      "absent",
      () => `${times(waits.length, "retry", "retries")}, none after more than ${formatDuration(longest)}`,
    );
  if (ratio === undefined) return as("cannot-tell", "one wait that nobody asked for shows no growth");
  if (ratio >= growth) return as("present", () => `waits grow by ${ratio.toFixed(2)} in the middle`);
  const written = (): string => waits.map(formatDuration).join(", ");
  return ratios.every((one) => Math.abs(one - 1) <= sameWithin)
    ? as("absent", () => `the same wait again and again: ${written()}`)
    : as("cannot-tell", () => `waits of ${written()}: growth, or chance`);
}

/** What nobody asked for, ms, and each against the one before it in its chain. */
function ownWaits(chains: readonly (readonly Gap[])[]): { readonly waits: number[]; readonly ratios: number[] } {
  const waits: number[] = [];
  const ratios: number[] = [];
  for (const chain of chains) {
    let before = 0;
    for (const { ms, announced, asked } of chain) {
      if (announced !== undefined || asked) continue;
      waits.push(ms);
      if (before > 0 && ms > 0) ratios.push(ms / before);
      before = ms;
    }
  }
  return { waits, ratios };
}
