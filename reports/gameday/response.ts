import { offWords } from "../../harness/domain/gameday-words.ts";
import type { BoundStory, Breach } from "./bounds.ts";
import { type Episode, episodeOf, type Note } from "./episodes.ts";

/** How long something took from the arming of a fault on, and who says so. Absent `ms`: nobody and nothing said it. */
export interface Told {
  readonly ms?: number;
  readonly how: string;
}

export interface Response {
  /** By people, and by the bounds that broke first. */
  readonly detected: Told;
  readonly noticed: Told;
  readonly mitigated: Told;
  readonly recovered: Told;
  /** The bounds that broke while it was to blame. */
  readonly breaches: readonly Breach[];
  /** Bounds that were broken before it was armed, and hide what it did to them. */
  readonly before: readonly string[];
}

const endedByPeople = new Set(["operator", "halt"]);

/** How people and bounds answered to one fault. Times run from its arming. */
export function responseTo(
  episode: Episode,
  {
    notes,
    episodes,
    bounds,
  }: { readonly notes: readonly Note[]; readonly episodes: readonly Episode[]; readonly bounds: readonly BoundStory[] },
): Response {
  const own = notes.filter((note) => episodeOf(note, episodes) === episode);
  const said = (kind: Note["kind"]): Told | undefined => {
    const note = own.find((one) => one.kind === kind);
    return note && { ms: note.t - episode.from, how: `${note.by}${note.text === "" ? "" : `: ${note.text}`}` };
  };
  const all = bounds.flatMap(({ breaches }) => breaches);
  const breaches = all
    .filter(({ from }) => from >= episode.from && from < episode.horizon)
    .sort((a, b) => a.from - b.from);
  const before = all
    .filter(({ from, until }) => from < episode.from && (until === undefined || until > episode.from))
    .map(({ bound }) => bound);
  const [first] = breaches;
  return {
    breaches,
    before,
    detected: said("detected") ?? { how: "not told" },
    noticed: first
      ? { ms: first.from - episode.from, how: first.bound }
      : { how: bounds.length === 0 ? "no bounds were watched" : "no bound broke" },
    mitigated: said("mitigated") ?? byDisarming(episode),
    recovered: said("recovered") ?? byBounds(episode, breaches),
  };
}

function byDisarming({ from, until, off }: Episode): Told {
  if (off === undefined) return { how: "not told; the journal ends while it was armed" };
  if (endedByPeople.has(off.why))
    return { ms: until - from, how: `${off.by} took the fault off${off.why === "halt" ? " by a halt" : ""}` };
  if (off.why === "abort") return { ms: until - from, how: "an abort condition took the fault off" };
  return { how: `not told; the fault went off by itself: ${offWords(off.why, off.by)}` };
}

function byBounds(episode: Episode, breaches: readonly Breach[]): Told {
  if (breaches.length === 0) return { how: "not told; no bound broke" };
  const last = Math.max(...breaches.map(({ until }) => until ?? Number.POSITIVE_INFINITY));
  if (last === Number.POSITIVE_INFINITY) return { how: "not by the end of the day" };
  if (last > episode.horizon) return { how: "not before the next fault was armed" };
  return { ms: last - episode.from, how: "all bounds held again" };
}
