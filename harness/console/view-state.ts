import type { GamedayMoment, GamedayState } from "../domain/gameday.ts";
import { planActor } from "../domain/plan-actor.ts";
import type { View } from "./access.ts";

/** Moments that a page is sent with every state: what came before is in the journal. */
const recent = 1000;

type Timed = GamedayMoment & { readonly t: number };

/**
 * A state as it is shown. Observers do not see what is planned: phases to come, what is expected of them, what waits to be armed,
 * and the checklist. With `blind` they do not see what is armed either, so that finding it out is a fair test.
 */
export function shownTo(view: View, state: GamedayState, blind: boolean): GamedayState {
  const timeline = state.timeline.slice(-recent);
  if (view === "operator") return { ...state, timeline };
  const { phase, ...rest } = state;
  const hidden = blind ? armings : plans;
  return {
    ...rest,
    ...(phase
      ? { phase: { index: phase.index, name: blind ? `Phase ${phase.index + 1}` : phase.name, since: phase.since } }
      : {}),
    phases: blind ? [] : state.phases.slice(0, phase ? phase.index + 1 : 0),
    ready: [],
    checklist: [],
    armed: blind ? [] : state.armed,
    dependencies: state.dependencies,
    timeline: timeline
      .filter((moment) => !hidden.has(moment.what) && !ofPlan(moment))
      .map(withoutUnmet)
      .map((moment) => (blind ? unnamed(moment) : moment)),
  };
}

const plans: ReadonlySet<string> = new Set(["checked"]);
const armings: ReadonlySet<string> = new Set(["checked", "armed", "changed", "disarmed", "phase"]);

/** What the plan says of an injection that was due is the plan. */
const ofPlan = (moment: Timed): boolean =>
  moment.what === "annotated" && moment.by === planActor && moment.injection !== undefined;

function withoutUnmet(moment: Timed): Timed {
  if (moment.what !== "closed") return moment;
  const { unmet: _hidden, ...rest } = moment;
  return rest;
}

function unnamed(moment: Timed): Timed {
  if (moment.what !== "annotated") return moment;
  const { injection: _hidden, ...rest } = moment;
  return rest;
}
