import { evidenceDetectors } from "../../probes/evidence/index.ts";
import { readLive, telemetryOf } from "../live/read-live.ts";
import type { Subject } from "./telling.ts";

const coverage = evidenceDetectors.find(({ name }) => name === "trace-coverage");

/** A gateway that stood alone and a game day have no control twin: what the agent's telemetry says of their calls is told by itself. */
export async function ofLiveRun(subject: Subject, journal: string): Promise<Subject> {
  if (coverage === undefined || subject.title !== `${coverage.id} ${coverage.name}`) return subject;
  const live = await readLive(journal);
  if (live === undefined) return subject;
  const seen = telemetryOf(live).map((sentence) => ["seen", sentence] as const);
  return { ...subject, facts: [["looks for", coverage.summary], ...seen] };
}
