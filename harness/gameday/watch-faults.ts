import type { GamedayMoment, GamedayPhase, UnmetFault } from "../domain/gameday.ts";

/** Which faults of the plan came to nothing: a day without them shows nothing of what they do. */
export interface FaultsWatch {
  see(moment: GamedayMoment): void;
  /** It was due, and why it was not armed. */
  refused(injection: string, why: string): void;
  /** Both when all are off. */
  unmet(): readonly UnmetFault[];
  /** Whether any fault fired, by plan or by hand. */
  anyFired(): boolean;
}

export function watchFaults(phases: readonly GamedayPhase[]): FaultsWatch {
  /** Firings of those that were armed, over all times that they were. */
  const fired = new Map<string, number>();
  const reasons = new Map<string, string>();
  const due = phases.flatMap(({ injections }) =>
    injections.flatMap(({ injection, starts }) => (starts === "operator" ? [] : [injection.id])),
  );
  return {
    see(moment) {
      if (moment.what !== "armed" && moment.what !== "disarmed") return;
      const more = moment.what === "disarmed" ? moment.fired : 0;
      fired.set(moment.injection, (fired.get(moment.injection) ?? 0) + more);
    },
    anyFired: () => [...fired.values()].some((times) => times > 0),
    refused: (injection, why) => void reasons.set(injection, why),
    unmet: () =>
      [...new Set([...due, ...fired.keys()])].flatMap((injection) => {
        const times = fired.get(injection);
        if (times === undefined)
          return [{ injection, why: reasons.get(injection) ?? "Its phase was over before it was due." }];
        return times > 0 ? [] : [{ injection, why: "It was armed and never fired." }];
      }),
  };
}
