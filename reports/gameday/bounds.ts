import type { GamedayEvent } from "../../harness/domain/gameday.ts";

/** A time during which a bound did not hold. Times are ms since the day was opened. */
export interface Breach {
  readonly bound: string;
  readonly from: number;
  /** Absent: it did not hold to the end. */
  readonly until?: number;
  readonly value: number;
  readonly n: number;
}

export interface BoundStory {
  readonly bound: string;
  readonly verdict: "held" | "broke" | "cannot tell";
  /** Something was told of it at some time. */
  readonly told: boolean;
  readonly breaches: readonly Breach[];
}

/** What became of each steady-state bound; `known` are those of the plan, of which some may never have been told of.
 *  One that held once and of which nothing could be told at the end has not held: an agent that answers nobody breaks no bound. */
export function boundStories(moments: readonly GamedayEvent[], known: readonly string[]): readonly BoundStory[] {
  const stories = new Map<string, { told: boolean; breaches: { -readonly [K in keyof Breach]: Breach[K] }[] }>(
    known.map((bound) => [bound, { told: false, breaches: [] }]),
  );
  const untold = new Set<string>();
  for (const { t, moment } of moments) {
    if (moment.what === "closed") for (const bound of moment.untold ?? []) untold.add(bound);
    if (moment.what !== "steady-state") continue;
    const story = stories.get(moment.bound) ?? { told: false, breaches: [] };
    stories.set(moment.bound, story);
    story.told = true;
    const last = story.breaches.at(-1);
    const open = last !== undefined && last.until === undefined ? last : undefined;
    if (moment.ok && open) open.until = t;
    if (!moment.ok && !open) story.breaches.push({ bound: moment.bound, from: t, value: moment.value, n: moment.n });
  }
  return [...stories].map(([bound, { told, breaches }]) => ({
    bound,
    breaches,
    told,
    verdict: breaches.length > 0 ? "broke" : told && !untold.has(bound) ? "held" : "cannot tell",
  }));
}
