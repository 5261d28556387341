import { defineEvidence, type FigureSummary, type Sighting } from "../../domain/evidence.ts";
import type { Pair } from "../../domain/pair.ts";
import { type Gap, waitsOf } from "./gaps.ts";
import { begun, sighting, times } from "./reading.ts";

/** Trials before a variation says anything. */
const enough = 10;
/** Coefficient of variation of a wait from which there is chance in it, and the least spread in ms: timers are not exact. */
const varies = 0.05;
const leastSpread = 5;
/**
 * On a real clock timers end late, and the later the busier the machine: most a little, a few by much. A variation of that shape is chance of
 * the agent's own only if it is a large one; below, the mean of the waits lies so far from the shortest to the longest at the least.
 */
const large = 0.3;
const evenly = 0.38;
/** Shorter waits are none, ms. */
const shortest = 50;
/** Clients that fail at the same time, and come back at the same time: within so many ms. */
const together = 50;
const sameTime = 2;
/** Clients that make a crowd. */
const crowd = 3;
/** Waits of a crowd that differ by so much of their mean, and not by the inexactness of timers, were drawn by chance. */
const apart = 0.1;

export const jitter = defineEvidence({
  id: "E4",
  name: "jitter",
  summary:
    "Chance in the waits between attempts: the same wait differs from trial to trial (coefficient of variation above 0.05 over 10 trials or more; on a real clock evenly, or above 0.3, for timers end late too), and clients that fail together do not come back together.",
  figures: { gap1Ms: "ms", gap2Ms: "ms", gap3Ms: "ms", tasks: "count", clients: "count", realTime: "count" },
  look(pair) {
    return [...waitsOf(pair.here)].flatMap(([dependency, chains]) => about(dependency, chains, pair));
  },
  acrossDecides: true,
  across({ counts, figures }) {
    const gaps = [figures["gap1Ms"], figures["gap2Ms"], figures["gap3Ms"]].filter(
      (gap) => gap !== undefined && gap.n >= enough,
    );
    const [first] = gaps;
    if (!first) return undefined;
    const isReal = figures["realTime"]?.max === 1;
    const told = gaps.flatMap((gap) => (gap ? [{ variation: variationOf(gap), isOwn: isOwn(gap, isReal) }] : []));
    const variation = Math.max(0, ...told.map((gap) => gap.variation));
    const words = `the wait before an attempt varies by ${(variation * 100).toFixed(0)} % over ${first.n} trials`;
    if (variation > varies && !told.some((gap) => gap.isOwn))
      return {
        conclusion: counts.absent > 0 ? "absent" : "cannot-tell",
        reason: `${words}, as waits that are all the same do where timers end late: on a quieter machine, or with \`--concurrency 1\`, it would show`,
      };
    if (variation <= varies) {
      return counts.absent === 0 && figures["tasks"]?.max === 1 && first.sd === 0
        ? { conclusion: "cannot-tell", reason: `${words} of one task: chance that depends on the task would not show` }
        : { conclusion: "absent", reason: words };
    }
    return counts.absent > 0
      ? { conclusion: "violated", reason: `${words}, and yet clients that failed together came back together` }
      : { conclusion: "present", reason: words };
  },
});

const variationOf = ({ mean, sd }: FigureSummary): number => (sd > leastSpread ? sd / mean : 0);

const isOwn = (gap: FigureSummary, isReal: boolean): boolean => {
  const variation = variationOf(gap);
  if (!isReal || variation > large) return variation > varies;
  return variation > varies && gap.mean - gap.min >= evenly * (gap.max - gap.min);
};

/** Waits of the agent's own choice, from the first on. */
const chosen = (chain: readonly Gap[]): readonly Gap[] => {
  const end = chain.findIndex(({ announced, asked }) => announced !== undefined || asked);
  return end < 0 ? chain : chain.slice(0, end);
};

function about(dependency: string, chains: readonly (readonly Gap[])[], pair: Pair): readonly Sighting[] {
  const own = chains.map(chosen).filter(([first]) => first !== undefined && first.ms >= shortest);
  const [chain] = own;
  if (!chain) return [];
  const herd = herdOf(own);
  const [first, second, third] = chain;
  const figures = {
    ...(first ? { gap1Ms: first.ms } : {}),
    ...(second ? { gap2Ms: second.ms } : {}),
    ...(third ? { gap3Ms: third.ms } : {}),
    tasks: pair.experiment.tasks.length,
    clients: herd.length,
    realTime: isVirtual(pair) ? 0 : 1,
  };
  if (herd.length >= crowd && !spread(herd))
    return [
      sighting(
        dependency,
        "absent",
        `${herd.length} clients that failed at the same time came back at the same time, twice`,
        () => herd.flat().map(({ after }) => begun(after, "came back")),
        figures,
      ),
    ];
  if (herd.length >= crowd && drawn(herd))
    return [
      sighting(
        dependency,
        "present",
        `${herd.length} clients that failed at the same time came back after waits of their own`,
        () => herd.flat().map(({ after, ms }) => begun(after, `came back after ${ms}ms`)),
        figures,
      ),
    ];
  return [
    sighting(
      dependency,
      "cannot-tell",
      `chance in a wait shows over ${times(enough, "trial")} and more`,
      () => chain.map(({ after, ms }) => begun(after, `tried again after ${ms}ms`)),
      figures,
    ),
  ];
}

/** A module that would have a virtual clock has the machine's where it is run through the gateway. */
const isVirtual = ({ experiment: { target }, treatment }: Pair): boolean =>
  target.spec.kind === "module" && target.spec.clock === "virtual" && treatment.record.route !== "gateway";

/** The first two waits of each performance that failed at the same time as the first one. */
function herdOf(chains: readonly (readonly Gap[])[]): readonly (readonly Gap[])[] {
  const [lead] = chains;
  const failedAt = (chain: readonly Gap[]): number => chain[0]?.before.ended?.t ?? chain[0]?.before.started.t ?? 0;
  const herd = new Map<string, readonly Gap[]>();
  for (const chain of chains) {
    const performance = chain[0]?.before.started.performance;
    if (performance === undefined || herd.has(performance) || chain.length < 2 || !lead) continue;
    if (Math.abs(failedAt(chain) - failedAt(lead)) <= together) herd.set(performance, chain.slice(0, 2));
  }
  return [...herd.values()];
}

const nth = (herd: readonly (readonly Gap[])[], index: number): readonly number[] =>
  herd.map((chain) => chain[index]?.ms ?? 0);

const range = (waits: readonly number[]): number => Math.max(...waits) - Math.min(...waits);

const spread = (herd: readonly (readonly Gap[])[]): boolean =>
  [0, 1].some((index) => range(nth(herd, index)) > sameTime);

/** Each of the first two waits is another for each client. */
const drawn = (herd: readonly (readonly Gap[])[]): boolean =>
  [0, 1].every((index) => {
    const waits = nth(herd, index);
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    return range(waits) > Math.max(together, apart * mean) && new Set(waits).size === waits.length;
  });
