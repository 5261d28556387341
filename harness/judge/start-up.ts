import { formatDuration } from "../domain/duration.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { Judged } from "../domain/judgement.ts";
import type { Arm } from "../domain/vocabulary.ts";

/** Share of the deadline after which a first call comes so late that a hang may be the start-up's. */
const late = 0.5;

/**
 * A program that is started for each task starts within the task's deadline. If that was over before any call reached us, no fault
 * can have been met; if half of it was, nobody knows what the agent would have done with the rest. Under faults such a hang is
 * undecided. Without any it stays a hang, with what may be behind it: an agent that never calls anything hangs in both arms.
 */
export function besideStartUp(judged: Judged, arm: Arm, { target, deadline }: Experiment): Judged {
  if (judged.outcome !== "hung" || judged.record.ended?.end !== "hung" || !startsForEach(target.spec)) return judged;
  const first = judged.record.calls[0]?.started.t;
  if (first !== undefined && first <= late * deadline) return judged;
  const given = formatDuration(deadline);
  const spent =
    first === undefined
      ? `made no call in the ${given} of its deadline: it takes them to start, or hangs before its first call`
      : `took ${formatDuration(first)} of its deadline of ${given} before its first call`;
  const why = `the agent ${spent}; lower --concurrency or raise the deadline`;
  const told = { ...judged, reasons: [...judged.reasons, why], startUp: why };
  return arm === "control" ? told : { ...told, undecided: why };
}

const startsForEach = (spec: Experiment["target"]["spec"]): boolean =>
  spec.kind === "command" && spec.contract === undefined && spec.process !== "shared";
