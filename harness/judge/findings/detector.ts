import { againstControl } from "../../domain/disclosure-against-control.ts";
import type { CallRecord } from "../../domain/events.ts";
import type { Sightings } from "../../domain/evidence.ts";
import type { Finding, Judged, JudgedTrial } from "../../domain/judgement.ts";
import type { Pair } from "../../domain/pair.ts";

export interface Sign {
  readonly address?: string;
  readonly detail: string;
}

/** Sees one weakness in a pair. No signs = not seen. */
export interface Detector extends Pick<Finding, "code" | "title" | "failureMode" | "dimension" | "advice"> {
  detect(pair: Pair, evidence: Sightings): readonly Sign[];
}

/** The calls of a performance at which one of the faults fired. */
export const hitBy = ({ record }: Judged, faults: readonly string[]): readonly CallRecord[] =>
  record.calls.filter((call) => call.faults.some(({ fault }) => faults.includes(fault)));

export const hit = ({ record }: Judged): readonly CallRecord[] =>
  record.calls.filter(({ faults }) => faults.length > 0);

/** The answer went wrong under the fault and nothing of its own warns of it, where the control arm was right. */
export const misled = ({ treatment, control }: Pair): boolean =>
  againstControl(treatment, control).primary.silent && control.primary.outcome === "correct";

export const why = ({ reasons }: Judged): string => reasons.join("; ");

export const allCalls = ({ primary, bystanders }: JudgedTrial): readonly CallRecord[] =>
  [primary, ...bystanders].flatMap(({ record }) => record.calls);
