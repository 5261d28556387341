import type { DisarmReason, GamedayEvent, GamedayMoment, LiveRadius } from "../../harness/domain/gameday.ts";

export type Note = Extract<GamedayMoment, { what: "annotated" }> & { readonly t: number };

/** An injection from its arming to its going off. Times are ms since the day was opened. */
export interface Episode {
  readonly injection: string;
  readonly description: string;
  readonly dependencies: readonly string[];
  readonly radius: LiveRadius;
  readonly by: string;
  readonly phase?: string;
  readonly from: number;
  readonly until: number;
  /** Absent: the journal ends while it was armed. */
  readonly off?: { readonly why: DisarmReason; readonly by: string; readonly fired: number };
  /** When the next is armed, or the day ends: what comes later is not put down to this one. */
  readonly horizon: number;
  readonly changes: readonly { readonly t: number; readonly radius: LiveRadius; readonly by: string }[];
}

type Open = { -readonly [K in keyof Episode]: Episode[K] } & {
  changes: { t: number; radius: LiveRadius; by: string }[];
};

/** The episodes in the order of their beginnings. */
export function episodesOf(moments: readonly GamedayEvent[], end: number): readonly Episode[] {
  const all: Open[] = [];
  const armed = new Map<string, Open>();
  let phase: string | undefined;
  for (const { t, moment } of moments) {
    if (moment.what === "phase") phase = moment.name;
    if (moment.what === "armed") {
      const { what: _, ...rest } = moment;
      const one: Open = {
        ...rest,
        from: t,
        until: end,
        horizon: end,
        changes: [],
        ...(phase === undefined ? {} : { phase }),
      };
      all.push(one);
      armed.set(moment.injection, one);
    }
    if (moment.what === "changed") {
      const { radius, by } = moment;
      armed.get(moment.injection)?.changes.push({ t, radius, by });
    }
    if (moment.what === "disarmed") {
      const one = armed.get(moment.injection);
      armed.delete(moment.injection);
      if (!one) continue;
      one.until = t;
      one.off = { why: moment.why, by: moment.by, fired: moment.fired };
    }
  }
  for (const [index, one] of all.entries()) one.horizon = all[index + 1]?.from ?? end;
  return all;
}

/** Which episode a note is about: what it says, or else the one that was armed last before it. */
export function episodeOf(note: Note, episodes: readonly Episode[]): Episode | undefined {
  const before = episodes.filter(({ from }) => from <= note.t);
  return before.findLast(({ injection }) => note.injection === undefined || note.injection === injection);
}
