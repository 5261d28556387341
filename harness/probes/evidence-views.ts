import { failedVisibly } from "../domain/attempts.ts";
import type { CallRecord } from "../domain/events.ts";
import type { Conclusion, Observation, Sighting } from "../domain/evidence.ts";
import { isHandover } from "../domain/handover.ts";
import type { Judged } from "../domain/judgement.ts";
import { Told, type Words } from "../domain/told.ts";

/** Views of a pair's calls that several evidence detectors share. */

/** @param see what was seen; asked for, like the reason, only where somebody will read it: most sightings are counted and let go */
export const tell = (
  about: string,
  conclusion: Conclusion,
  reason: Words,
  see: () => readonly Observation[] = () => [],
  figures: Readonly<Record<string, number>> = {},
): Sighting => new Told(about, conclusion, reason, see, figures);

export const saw = ({ started, ended }: CallRecord, what: string, when: "start" | "end" = "start"): Observation => ({
  address: started.address,
  t: when === "end" ? (ended?.t ?? started.t) : started.t,
  what,
});

/** What became of a call, in a few words. */
export function fate(call: CallRecord): string {
  const { ended, faults } = call;
  const fault = faults[0] ? ` under ${faults[0].fault}` : "";
  if (!ended) return `had no end${fault}`;
  return `${ended.status === undefined ? ended.ending : `gave ${ended.status}${ended.ending === "complete" ? "" : `, ${ended.ending}`}`}${fault}`;
}

export const operationOf = ({ started }: CallRecord): string => `${started.dependency}.${started.operation}`;

export const succeeded = (call: CallRecord): boolean => !failedVisibly(call);

/** Calls at which one of the faults fired. */
export const struckBy = (calls: readonly CallRecord[], faults: ReadonlySet<string>): readonly CallRecord[] =>
  calls.filter((call) => call.faults.some(({ fault }) => faults.has(fault)));

/** It began when the other had been answered or given up, or at the same moment. */
export const follows = (call: CallRecord, other: CallRecord): boolean =>
  call !== other && call.started.t >= (other.ended?.t ?? other.started.t);

/** The arguments of a call; empty where it has none, or where they were too long to be kept. */
export function argumentsOf({ started }: CallRecord): Readonly<Record<string, unknown>> {
  const request = record(started.request);
  return record(request.arguments ?? request);
}

export const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};

/** Changes that the world committed while it handled this call, other than handing over to a person. */
export const changesOf = ({ ended }: CallRecord) => (ended?.effects ?? []).filter((effect) => !isHandover(effect));

/** The call only told a person. */
export const isHandoverCall = ({ ended }: CallRecord): boolean =>
  (ended?.effects?.length ?? 0) > 0 && (ended?.effects ?? []).every(isHandover);

/** Wrong or harmful with nothing that warns of it. */
export const misleads = ({ outcome, silent }: Judged): boolean =>
  silent && (outcome === "wrong" || outcome === "harmful");

export const hasAnswer = ({ record: { ended }, outcome }: Judged): boolean =>
  ended?.end === "answered" && outcome !== "crashed";

/** Letters and digits mixed, as names of things in a system are: `TG-1001`, `bkp-2214`, an e-mail address. */
const idLike = /[A-Za-z][\w.+-]*[-_]?\d[\w-]*|[\w.+-]+@[\w.-]+\.\w{2,}|\b\d{5,}\b/g;
export const idsIn = (text: string): readonly string[] => [...new Set(text.match(idLike) ?? [])];

export const plural = (n: number, noun: string, many = `${noun}s`): string => `${n} ${n === 1 ? noun : many}`;
