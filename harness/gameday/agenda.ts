import type { GamedayMoment, GamedayPhase, GamedayState } from "../domain/gameday.ts";
import { planActor } from "../domain/plan-actor.ts";
import type { DayClock } from "./ports.ts";

/** A second push of the button so soon is taken for a slip, or for two operators who meant the same. */
const slip = 1500;

export interface AgendaPorts {
  readonly clock: DayClock;
  tell(moment: GamedayMoment): void;
  /** An injection of the phase is due. */
  due(injection: string): void;
  /** The phase is another one, or none: what belonged to others goes. */
  left(phase: number | undefined): void;
  /** The last phase is, by whom. */
  over(by: string): void;
  /** Whether a phase whose time is up ends by itself; else an operator ends it. */
  goesOn(last: boolean): boolean;
}

/** The phases in their order, each ended by its time or by an operator. */
export interface Agenda {
  readonly index: number | undefined;
  phase(): GamedayState["phase"];
  /** Why not; undefined = the next phase has begun, or the last one is over. */
  next(by: string): string | undefined;
  /** No timer is left. Idempotent. */
  stop(): void;
}

export function openAgenda(phases: readonly GamedayPhase[], ports: AgendaPorts): Agenda {
  const { clock, tell } = ports;
  let index: number | undefined;
  let since = Number.NEGATIVE_INFINITY;
  let begunBy = "";
  let stopped = false;
  let ofPhase = new DisposableStack();

  const begin = (at: number, by: string): void => {
    ofPhase.dispose();
    ofPhase = new DisposableStack();
    const phase = phases[at];
    if (!phase) {
      index = undefined;
      stopped = true;
      ports.left(undefined);
      ports.over(by);
      return;
    }
    index = at;
    since = clock.now();
    begunBy = by;
    ports.left(at);
    tell({ what: "phase", index: at, name: phase.name, by });
    for (const { injection, starts } of phase.injections)
      if (starts !== "operator") ofPhase.use(clock.after(starts, () => ports.due(injection.id)));
    if (phase.for !== undefined)
      ofPhase.use(
        clock.after(phase.for, () => {
          if (ports.goesOn(at + 1 >= phases.length)) begin(at + 1, planActor);
        }),
      );
  };

  return {
    get index() {
      return index;
    },
    phase() {
      const phase = index === undefined ? undefined : phases[index];
      if (!phase || index === undefined) return undefined;
      return {
        index,
        name: phase.name,
        since,
        ...(phase.for === undefined ? {} : { until: since + phase.for }),
        ...(phase.expect === undefined ? {} : { expect: phase.expect }),
      };
    },
    next(by) {
      if (stopped) return "The last phase is over.";
      const now = index === undefined ? undefined : phases[index];
      if (now && clock.now() - since < slip)
        return `"${now.name}" began a moment ago, by ${begunBy}. Ask again if you mean the phase after it.`;
      begin(index === undefined ? 0 : index + 1, by);
      return undefined;
    },
    stop() {
      stopped = true;
      ofPhase.dispose();
    },
  };
}
