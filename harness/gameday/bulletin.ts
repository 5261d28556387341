import type { GamedayEvent, GamedayMoment, GamedayState } from "../domain/gameday.ts";
import type { DayClock } from "./ports.ts";

/** Moments that a state holds; the journal has all of them. */
const shownMoments = 500;
/** How often watchers are told of a new state though nothing has happened. */
const tellEvery = 1000;

/** Writes moments down and lets those know who watch. */
export interface Bulletin {
  /** @param ago ms since it happened, if it is told later */
  tell(moment: GamedayMoment, ago?: number): void;
  readonly timeline: GamedayState["timeline"];
  /** Time has passed: watchers are told if they have heard nothing for a while. */
  passes(): void;
  watch(told: (state: GamedayState) => void): Disposable;
}

export function openBulletin(
  clock: DayClock,
  journal: (event: GamedayEvent) => void,
  state: () => GamedayState,
): Bulletin {
  const timeline: (GamedayMoment & { readonly t: number })[] = [];
  const watchers = new Set<(state: GamedayState) => void>();
  let announced = false;
  let lastTold = 0;
  /** Once for all that happens at the same time, and after all of it. */
  const announce = (): void => {
    if (announced) return;
    announced = true;
    queueMicrotask(() => {
      announced = false;
      lastTold = clock.now();
      if (watchers.size === 0) return;
      const now = state();
      for (const told of [...watchers]) told(now);
    });
  };
  return {
    tell(moment, ago = 0) {
      const t = Math.round((clock.now() - ago) * 1000) / 1000;
      timeline.push({ ...moment, t });
      if (timeline.length > shownMoments) timeline.shift();
      journal({ type: "gameday", t, moment });
      announce();
    },
    get timeline() {
      return [...timeline];
    },
    passes() {
      if (clock.now() - lastTold >= tellEvery) announce();
    },
    watch(told) {
      watchers.add(told);
      return { [Symbol.dispose]: () => void watchers.delete(told) };
    },
  };
}
