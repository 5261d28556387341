import type { Session } from "../domain/ports.ts";
import { performanceId } from "../domain/trial.ts";
import type { Activated } from "./activate.ts";
import { type Given, type Performing, perform } from "./perform.ts";

/**
 * What is asked once the rest is over: every fault is off by now, for both arms alike, and whatever goes wrong was left behind in
 * the target. One task after the other, as one person would ask them, in the conversation of the trial's own task.
 */
export async function performAfterwards(
  activated: Activated,
  session: Session,
  stage: Performing,
): Promise<readonly (Given | undefined)[]> {
  const { active, tasks } = activated;
  const { afterwards } = active.experiment;
  if (!afterwards || !active.trial.afterwards || active.signal.aborted) return [];
  activated.disarm();
  if (afterwards.wait > 0) await active.clock.sleep(afterwards.wait, active.signal);
  const given: (Given | undefined)[] = [];
  for (const name of active.trial.afterwards) {
    const task = tasks.get(name);
    if (!task || active.signal.aborted) break;
    const id = performanceId(active.trial.id, name);
    active.current = id;
    given.push(await perform(activated, session, stage, task, { id, role: "afterwards" }));
  }
  return given;
}
