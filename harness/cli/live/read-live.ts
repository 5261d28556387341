import { liveTelemetryLines } from "../../../reports/documents/live-telemetry.ts";
import type { TrialRecord } from "../../domain/events.ts";
import type { Experiment } from "../../domain/experiment.ts";
import { liveTrial } from "../../domain/trial.ts";
import { liveCoverage } from "../../probes/live-coverage.ts";
import { foldTrials, type RunItem, readBatches } from "../../store/index.ts";

/** The one trial of a gateway that stood alone, or of a game day. */
export interface LiveRun {
  readonly experiment: Experiment;
  readonly record: TrialRecord;
}

/** Tells of a live trial when a journal's items have passed; undefined = there is none in it. */
export function watchLive(): { see(item: RunItem): void; found(): LiveRun | undefined } {
  const experiments = new Map<string, Experiment>();
  let found: LiveRun | undefined;
  return {
    see(item) {
      if (item.kind === "experiment") experiments.set(item.experiment.id, item.experiment);
      if (item.kind !== "trial" && item.kind !== "unfinished") return;
      const { id, experiment: name } = item.record.trial;
      const experiment = experiments.get(name);
      if (id === liveTrial && experiment !== undefined) found = { experiment, record: item.record };
    },
    found: () => found,
  };
}

export async function readLive(journal: string): Promise<LiveRun | undefined> {
  const live = watchLive();
  for await (const item of foldTrials(readBatches(journal))) live.see(item);
  return live.found();
}

/** What the agent's own telemetry says of it, in sentences. */
export const telemetryOf = ({ experiment, record }: LiveRun, since?: number): readonly string[] =>
  liveTelemetryLines(liveCoverage(record, experiment.target.map), since);
