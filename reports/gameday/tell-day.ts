import type { GamedayTold } from "../../harness/domain/experiment-told.ts";
import type { GamedayEvent, GamedayMoment, UnmetFault } from "../../harness/domain/gameday.ts";
import { planActor } from "../../harness/domain/plan-actor.ts";
import { type BoundStory, boundStories } from "./bounds.ts";
import type { DayJudged, DayRecord } from "./day-record.ts";
import { type Episode, episodesOf, type Note } from "./episodes.ts";
import { type Response, responseTo } from "./response.ts";
import { type Interval, type Tally, talliesAround, tally } from "./tallies.ts";

export interface EpisodeStory extends Episode {
  readonly response: Response;
  readonly tallies: readonly Tally[];
  readonly fired: number;
  readonly judged?: DayJudged;
  /** Others that were armed at the same time: what is told of one may be the other's doing. */
  readonly beside: readonly string[];
}

export interface HaltStory {
  readonly by: string;
  readonly reason: string;
  readonly t: number;
  /** Absent: it stayed halted. */
  readonly released?: { readonly by: string; readonly t: number };
}

/** A game day as it is told. All times are ms since it was opened. */
export interface DayStory {
  readonly record: Omit<DayRecord, "moments" | "answers">;
  readonly told?: GamedayTold;
  readonly length: number;
  readonly moments: readonly GamedayEvent[];
  readonly phases: readonly {
    readonly name: string;
    readonly from: number;
    readonly until: number;
    readonly by: string;
    readonly expect?: string;
  }[];
  readonly episodes: readonly EpisodeStory[];
  /** Faults of the plan that met nobody. */
  readonly unmet: readonly UnmetFault[];
  readonly bounds: readonly BoundStory[];
  readonly aborts: readonly (Extract<GamedayMoment, { what: "abort" }> & { readonly t: number })[];
  readonly halts: readonly HaltStory[];
  readonly notes: readonly Note[];
  readonly actions: readonly Note[];
  readonly total: Tally;
  readonly people: readonly string[];
  /** Why it is over; absent: it was cut off. */
  readonly closed?: string;
}

/** Puts the journal of a game day in order. @param interval of a share, for the tallies. */
export function tellDay(record: DayRecord, interval: Interval): DayStory {
  const { moments: journalled, answers: given, told, ...rest } = record;
  const opened = journalled.find(({ moment }) => moment.what === "opened")?.t ?? journalled[0]?.t ?? 0;
  const moments = journalled.map((event) => ({ ...event, t: event.t - opened })).sort((a, b) => a.t - b.t);
  const answers = given.map((one) => ({ ...one, from: one.from - opened, until: one.until - opened }));
  const closing = moments.find(({ moment }) => moment.what === "closed");
  const closed = closing?.moment.what === "closed" ? closing.moment : undefined;
  const length = Math.max(0, closing?.t ?? record.lastT - opened);
  const episodes = episodesOf(moments, length);
  const bounds = boundStories(moments, told?.steadyState ?? []);
  const all = moments.flatMap(({ t, moment }) => (moment.what === "annotated" ? [{ ...moment, t }] : []));
  const notes = all.filter(({ kind }) => kind !== "action");
  const begun = moments.flatMap(({ t, moment }) => (moment.what === "phase" ? [{ ...moment, t }] : []));
  return {
    record: rest,
    ...(told === undefined ? {} : { told }),
    length,
    moments,
    phases: begun.map(({ name, t, by }, index) => {
      const expect = told?.phases.find((phase) => phase.name === name)?.expect;
      return { name, by, from: t, until: begun[index + 1]?.t ?? length, ...(expect === undefined ? {} : { expect }) };
    }),
    episodes: episodes.map((episode, index) => {
      const judged = record.judged.find(({ injection }) => injection === episode.injection);
      const before = Math.max(0, ...episodes.slice(0, index).map(({ until }) => Math.min(until, episode.from)));
      return {
        ...episode,
        response: responseTo(episode, { notes, episodes, bounds }),
        tallies: answers.length === 0 ? [] : talliesAround(episode, before, answers, interval),
        fired: episode.off?.fired ?? record.fired[episode.injection] ?? 0,
        ...(judged === undefined ? {} : { judged }),
        beside: episodes
          .filter((one) => one !== episode && one.from < episode.until && one.until > episode.from)
          .map(({ injection }) => injection),
      };
    }),
    unmet: closed?.unmet ?? [],
    bounds,
    aborts: moments.flatMap(({ t, moment }) => (moment.what === "abort" ? [{ ...moment, t }] : [])),
    halts: haltsOf(moments),
    notes,
    actions: all.filter(({ kind }) => kind === "action"),
    total: tally("the whole day", answers, interval),
    people: peopleOf(moments, told),
    ...(closed === undefined ? {} : { closed: closed.why }),
  };
}

function haltsOf(moments: readonly GamedayEvent[]): readonly HaltStory[] {
  const halts: HaltStory[] = [];
  for (const { t, moment } of moments) {
    if (moment.what === "halted") halts.push({ by: moment.by, reason: moment.reason, t });
    const last = halts.at(-1);
    if (moment.what === "released" && last) halts[halts.length - 1] = { ...last, released: { by: moment.by, t } };
  }
  return halts;
}

/** Those who were there, with their roles; where nobody was, that is said elsewhere. */
function peopleOf(moments: readonly GamedayEvent[], told: GamedayTold | undefined): readonly string[] {
  const roles = new Map<string, string>();
  for (const { moment } of moments) {
    if (moment.what === "joined") roles.set(moment.by, moment.role);
    else if ("by" in moment && moment.by !== planActor && moment.by !== "" && !roles.has(moment.by))
      roles.set(moment.by, told?.people.find(({ name }) => name === moment.by)?.role ?? "");
  }
  return [...roles].map(([name, role]) => (role === "" ? name : `${name} (${role})`));
}
