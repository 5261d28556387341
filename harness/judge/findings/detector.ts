import { againstControl } from "../../domain/disclosure-against-control.ts";
import type { CallRecord } from "../../domain/events.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { Finding, Judged, JudgedTrial } from "../../domain/judgement.ts";

/** An exposed treatment trial beside its control twin. */
export interface Pair {
  readonly treatment: JudgedTrial;
  readonly control: JudgedTrial;
  readonly experiment: Experiment;
}

export interface Sign {
  readonly address?: string;
  readonly detail: string;
}

/** Sees one weakness in a pair. No signs = not seen. */
export interface Detector extends Pick<Finding, "code" | "title" | "failureMode" | "dimension" | "advice"> {
  detect(pair: Pair): readonly Sign[];
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
