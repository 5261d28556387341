import { againstControl } from "../../domain/disclosure-against-control.ts";
import type { CallRecord, FaultFired } from "../../domain/events.ts";
import type { Conclusion, EvidenceId, Sighting, Sightings } from "../../domain/evidence.ts";
import type { Judged, JudgedTrial } from "../../domain/judgement.ts";
import { isLasting } from "../../domain/lasting.ts";
import type { Pair } from "../../domain/pair.ts";
import type { Effect } from "../../domain/task.ts";
import type { FailureKind, Outcome } from "../../domain/vocabulary.ts";
import { handoverKinds } from "../effects.ts";

/** A piece of evidence for a weakness. */
export interface Sign {
  /** Of the call at which it shows; absent for what is no call, such as the answer. */
  readonly address?: string;
  readonly detail: string;
}

/** Sees one weakness. No signs = not seen. */
export type Detect = (given: Case) => readonly Sign[];

/** A pair, with what most detectors ask of it. */
export interface Case {
  readonly pair: Pair;
  /** The primary performance, its disclosures counted only where they tell of the fault. */
  readonly here: Judged;
  readonly usual: Judged;
  /** Calls of the primary performance at which a fault fired. */
  readonly hit: readonly CallRecord[];
  /** Their faults, by name. */
  readonly faults: ReadonlySet<string>;
  /** The answer went wrong under the fault and nothing in it warns of it, where the control arm was right. */
  readonly misled: boolean;
  /** The outcome and its reasons, in words. */
  readonly why: string;
  saw(id: EvidenceId, ...conclusions: readonly Conclusion[]): readonly Sighting[];
}

const none: readonly never[] = [];

export function openCase(pair: Pair, evidence: Sightings): Case {
  const here = againstControl(pair.treatment, pair.control).primary;
  const usual = pair.control.primary;
  const hit = here.record.calls.filter(({ faults }) => faults.length > 0);
  const fired = new Set<string>();
  for (const { faults } of hit) for (const { fault } of faults) fired.add(fault);
  return {
    pair,
    here,
    usual,
    hit,
    faults: fired,
    misled: here.silent && usual.outcome === "correct",
    why: here.reasons.join("; "),
    saw(id, ...conclusions) {
      const sightings = evidence.get(id);
      return sightings ? sightings.filter(({ conclusion }) => conclusions.includes(conclusion)) : none;
    },
  };
}

/** What several detectors ask of a case, worked out when the first one asks. Only the latest case is kept. */
export function forCase<T>(make: (given: Case) => T): (given: Case) => T {
  let latest: { readonly given: Case; readonly value: T } | undefined;
  return (given) => {
    if (latest?.given !== given) latest = { given, value: make(given) };
    return latest.value;
  };
}

/** The parameters of the injection that fired, as far as they are an object. */
export function paramsOf({ pair }: Case, { injection }: FaultFired): Readonly<Record<string, unknown>> {
  const method = pair.experiment.cells[pair.treatment.record.trial.cell]?.method ?? [];
  const params = method.find(({ id }) => id === injection)?.params;
  return typeof params === "object" && params !== null ? (params as Readonly<Record<string, unknown>>) : {};
}

/** No attempt at the call of this sign could have succeeded at any time: what struck it lasts. */
export function inVain({ pair }: Case, { address }: Sign): boolean {
  const method = pair.experiment.cells[pair.treatment.record.trial.cell]?.method ?? [];
  const lasting = new Set(method.filter(isLasting).map(({ id }) => id));
  const calls = pair.here.calls.filter(({ started }) => started.address === address);
  return (
    calls.length > 0 &&
    calls.every(({ faults }) => faults.length > 0 && faults.every(({ injection }) => lasting.has(injection)))
  );
}

/** The call was struck by a failure of this kind, under whatever name of a fault. */
export const failedWith = (given: Case, call: CallRecord, kind: FailureKind): boolean =>
  call.faults.some((fired) => fired.fault === kind || paramsOf(given, fired)["kind"] === kind);

/** All performances of an arm, the primary one first. */
export const performances = ({ primary, bystanders }: JudgedTrial): readonly Judged[] => [primary, ...bystanders];

/** Changes that were committed, hand-overs left out. */
export const changesOf = ({ record }: Judged): readonly Effect[] =>
  (record.ended?.effects ?? []).filter(({ kind }) => !handoverKinds.includes(kind));

export const handedOver = (judged: Judged): boolean =>
  judged.disclosures?.includes("handover") === true ||
  (judged.record.ended?.effects ?? []).some(({ kind }) => handoverKinds.includes(kind));

/** When the performance was over, in ms of trial time. */
export const endOf = ({ record }: Judged): number =>
  record.ended?.t ?? Math.max(0, ...record.calls.map(({ started, ended }) => ended?.t ?? started.t));

/** The request or reply as the journal keeps it, if it is an object. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** The calls of the primary performance at which one of the faults fired. */
export const hitBy = ({ hit, faults: fired }: Case, ...faults: readonly string[]): readonly CallRecord[] =>
  faults.some((fault) => fired.has(fault))
    ? hit.filter((call) => call.faults.some(({ fault }) => faults.includes(fault)))
    : none;

/** It ended so, and without the fault it does not. */
export const endedAs = ({ here, usual }: Case, ...outcomes: readonly Outcome[]): boolean =>
  outcomes.includes(here.outcome) && !outcomes.includes(usual.outcome);

export const at = (call: CallRecord | undefined): { readonly address?: string } =>
  call ? { address: call.started.address } : {};

/** ms; 0 for a call without an end. */
export const lasted = ({ started, ended }: CallRecord): number => (ended ? ended.t - started.t : 0);

/** Detectors of evidence that found the mitigation wanting or broken, as signs. */
export const sightingsOf = (given: Case, id: EvidenceId, ...conclusions: readonly Conclusion[]): readonly Sign[] =>
  given.saw(id, ...conclusions).map(signOf);

export function signOf({ about, reason, saw }: Sighting): Sign {
  const address = saw.findLast((one) => one.address !== undefined && one.arm !== "control")?.address;
  return { ...(address === undefined ? {} : { address }), detail: `${about}: ${reason}` };
}
