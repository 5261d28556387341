import type { GamedayState } from "../domain/gameday.ts";

/** A state on the trial's clock as people count: since the day was opened, as the terminal and the report do. @param opened ms */
export function sinceOpened(state: GamedayState, opened: number): GamedayState {
  const { phase, halted } = state;
  const moved = <T extends { readonly t: number }>(one: T): T => ({ ...one, t: one.t - opened });
  return {
    ...moved(state),
    ...(phase
      ? {
          phase: {
            ...phase,
            since: phase.since - opened,
            ...(phase.until === undefined ? {} : { until: phase.until - opened }),
          },
        }
      : {}),
    ...(halted ? { halted: moved(halted) } : {}),
    armed: state.armed.map((one) => ({ ...one, since: one.since - opened, until: one.until - opened })),
    timeline: state.timeline.map(moved),
  };
}
