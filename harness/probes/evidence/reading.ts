import { failedVisibly } from "../../domain/attempts.ts";
import { formatDuration } from "../../domain/duration.ts";
import type { CallRecord, PerformanceRecord } from "../../domain/events.ts";
import type { Conclusion, Observation, Sighting } from "../../domain/evidence.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { JudgedTrial } from "../../domain/judgement.ts";
import { Told, type Words } from "../../domain/told.ts";

/** What several detectors read from a trace. */

/** Observations that a sighting holds, at the most. */
const most = 20;

/** @param see what was seen; asked for, like the reason, only where somebody will read it: most sightings are counted and let go */
export const sighting = (
  about: string,
  conclusion: Conclusion,
  reason: Words,
  see: () => readonly Observation[],
  figures: Sighting["figures"],
): Sighting => new Told(about, conclusion, reason, () => see().slice(0, most), figures);

/** A call as one of the things that were seen; at its end where it has one. */
export const seen = (call: CallRecord, what = outcomeOf(call)): Observation => ({
  address: call.started.address,
  t: call.ended?.t ?? call.started.t,
  what,
});

/** A call as it began. */
export const begun = ({ started }: CallRecord, what: string): Observation => ({
  address: started.address,
  t: started.t,
  what,
});

/** `gave 503`, `was refused`, `was given up by the client after 4s` */
export function outcomeOf({ started, ended }: CallRecord): string {
  if (!ended) return "never ended";
  const took = formatDuration(ended.t - started.t);
  if (ended.ending === "aborted") return `was given up by the client after ${took}`;
  if (ended.ending === "trial-over") return `was still open after ${took}, when the trial ended`;
  if (ended.status === undefined) return `ended in ${ended.ending} after ${took}`;
  return ended.ending === "complete" ? `gave ${ended.status}` : `gave ${ended.status} and ended in ${ended.ending}`;
}

export const lasted = ({ started, ended }: CallRecord): number => (ended ? ended.t - started.t : 0);

/** Which failure a fault put in the reply's place, in the words of the vocabulary. */
export const failureIn = (reply: unknown): string | undefined =>
  typeof reply === "object" && reply !== null && "failure" in reply && typeof reply.failure === "string"
    ? reply.failure
    : undefined;

const passing = new Set([408, 425, 429]);

/** It failed, and in a way that says that the dependency is in trouble: not a refusal of this one request. */
export const inTrouble = (call: CallRecord): boolean => {
  if (!failedVisibly(call)) return false;
  const status = call.ended?.status;
  // Some services throttle with status 400.
  if (failureIn(call.ended?.reply) === "throttled") return true;
  return status === undefined || status < 400 || status >= 500 || passing.has(status);
};

export const succeeded = (call: CallRecord): boolean => !failedVisibly(call);

export const performancesOf = ({ primary, bystanders }: JudgedTrial): readonly PerformanceRecord[] => [
  primary.record,
  ...bystanders.map(({ record }) => record),
];

/** The limit that the experiment's hypothesis sets a figure, in the figure's unit. */
export const declared = ({ hypothesis }: Experiment, probe: string): number | undefined =>
  hypothesis.find((claim) => claim.probe === probe && claim.of === "absolute" && claim.atMost !== undefined)?.atMost;

export function median(values: readonly number[]): number | undefined {
  if (values.length < 2) return values[0];
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** A tool call that a model asked for. */
export interface Asked {
  readonly name: string;
  readonly arguments: string;
}

/** The tools that a model asked for in this reply; undefined = it is no reply of a model. */
export function askedFor({ started, ended }: CallRecord): readonly Asked[] | undefined {
  if (started.boundary !== "model" || ended?.status === undefined || ended.status >= 400) return undefined;
  const { reply } = ended;
  if (typeof reply !== "object" || reply === null || !("toolCalls" in reply)) return undefined;
  return Array.isArray(reply.toolCalls) ? (reply.toolCalls as readonly Asked[]) : undefined;
}

export const times = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
