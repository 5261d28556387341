import type { RunEvent } from "../domain/events.ts";
import type { RunReport } from "../domain/judgement.ts";
import { judgeTrial, openFindings } from "../judge/index.ts";
import { evidenceDetectors } from "../probes/evidence/index.ts";
import { probes } from "../probes/index.ts";
import { type ScoreRunOptions, scoreRun } from "../score/index.ts";
import { foldTrials } from "../store/index.ts";
import { loadShippedAgainst, runInMemory } from "./run-in-memory.ts";

/** Trials that agents really ran, to be judged in other orders, with others beside them, or by other probes. */

/** Three failure modes, with findings, several faulted dependencies and an outage. */
export const asked: readonly string[] = [
  "single-point-of-failure/knowledge-base-down",
  "insufficient-capacity/model-throttled",
  "shared-fate/retry-storm",
];

const usual: ScoreRunOptions = { probes, judge: judgeTrial, evidence: evidenceDetectors, findings: openFindings };
export async function judge(events: readonly RunEvent[], options: Partial<ScoreRunOptions> = {}): Promise<RunReport> {
  async function* all(): AsyncGenerator<readonly RunEvent[]> {
    yield events;
  }
  return scoreRun(foldTrials(all()), { ...usual, ...options });
}

/** What stands before the trials, the events of each trial, and the end. */
export interface Journal {
  readonly head: readonly RunEvent[];
  readonly trials: readonly (readonly RunEvent[])[];
  readonly end: readonly RunEvent[];
}
function split(events: readonly RunEvent[]): Journal {
  const trials = new Map<string, RunEvent[]>();
  const head: RunEvent[] = [];
  const end: RunEvent[] = [];
  for (const event of events) {
    const id = event.type === "trial-started" ? event.trial.id : "trial" in event ? event.trial : undefined;
    if (id !== undefined) trials.set(id, [...(trials.get(id) ?? []), event]);
    else if (event.type === "run-ended") end.push(event);
    else head.push(event);
  }
  return { head, trials: [...trials.values()], end };
}
export const join = ({ head, trials, end }: Journal): readonly RunEvent[] => [...head, ...trials.flat(), ...end];

/** What the fragile agent made of those questions, twice each. */
export async function runJournal(): Promise<Journal> {
  const experiments = (await loadShippedAgainst("fragile"))
    .filter(({ id }) => asked.includes(id))
    .map((experiment) => ({ ...experiment, repeats: 2 }));
  const { events } = await runInMemory(experiments);
  return split(events);
}
