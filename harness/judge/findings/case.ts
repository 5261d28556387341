import { againstControl } from "../../domain/disclosure-against-control.ts";
import type { CallRecord } from "../../domain/events.ts";
import type { Conclusion, EvidenceId, Sighting, Sightings } from "../../domain/evidence.ts";
import type { Judged } from "../../domain/judgement.ts";
import type { Pair } from "../../domain/pair.ts";
import type { Outcome } from "../../domain/vocabulary.ts";

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

export function openCase(pair: Pair, evidence: Sightings): Case {
  const here = againstControl(pair.treatment, pair.control).primary;
  const usual = pair.control.primary;
  const hit = here.record.calls.filter(({ faults }) => faults.length > 0);
  return {
    pair,
    here,
    usual,
    hit,
    faults: new Set(hit.flatMap(({ faults }) => faults.map(({ fault }) => fault))),
    misled: here.silent && usual.outcome === "correct",
    why: here.reasons.join("; "),
    saw: (id, ...conclusions) => (evidence.get(id) ?? []).filter(({ conclusion }) => conclusions.includes(conclusion)),
  };
}

/** The calls of the primary performance at which one of the faults fired. */
export const hitBy = ({ hit }: Case, ...faults: readonly string[]): readonly CallRecord[] =>
  hit.filter((call) => call.faults.some(({ fault }) => faults.includes(fault)));

/** It ended so, and without the fault it does not. */
export const endedAs = ({ here, usual }: Case, ...outcomes: readonly Outcome[]): boolean =>
  outcomes.includes(here.outcome) && !outcomes.includes(usual.outcome);

export const at = (call: CallRecord | undefined): { readonly address?: string } =>
  call ? { address: call.started.address } : {};

/** ms; 0 for a call without an end. */
export const lasted = ({ started, ended }: CallRecord): number => (ended ? ended.t - started.t : 0);
