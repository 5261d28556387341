import { failedVisibly } from "../../harness/domain/attempts.ts";
import type { FaultFired } from "../../harness/domain/events.ts";
import type { ExperimentResult } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { claimSentence } from "./claim-words.ts";

/** The claim that a reason of the experiment repeats. */
const claimBehind = (reason: string, claims: ExperimentResult["claims"]) =>
  claims.find((claim) => claim.reason !== "" && reason.includes(claim.reason));

/** The reasons that say something beyond the claims, whose sentences are shown as well. */
export const ownReasons = ({ reasons, claims }: ExperimentResult): readonly string[] =>
  reasons.filter((reason) => claimBehind(reason, claims) === undefined);

/** The reason that a tired reader needs first: the judge's first one, in the words of its claim if it has one. */
export function mainReason(result: ExperimentResult): string {
  const { reasons, claims, verdict } = result;
  const [first] = reasons;
  const claim = first === undefined ? claims.find((each) => each.verdict === verdict) : claimBehind(first, claims);
  return brief(claim === undefined ? (first ?? "no reason given") : claimSentence(claim, result));
}

/** Faults that are named where any of them may have done it. */
const most = 3;
const isFirstOf = ({ injection }: FaultFired, index: number, all: readonly FaultFired[]): boolean =>
  all.findIndex((other) => other.injection === injection) === index;

/** What happened in the worst trial: `throttled at model:claude.chat[1]#1 → crashed: RateLimitError left the agent`. */
export function worstMoment({ examples, findings }: ExperimentResult): readonly string[] {
  const example = examples[0]?.treatment;
  const calls = example?.primary.record.calls ?? [];
  const fired = calls.flatMap(({ faults }) => faults);
  const losses = calls.filter(failedVisibly).flatMap(({ faults }) => faults);
  // Of several faults the one is named at which a finding has its evidence, and what failed beside it; otherwise nobody knows which it was.
  const blamed = findings.flatMap(({ evidence }) =>
    evidence.flatMap(({ trial, address }) =>
      trial === example?.record.trial.id ? fired.filter((one) => one.address === address) : [],
    ),
  );
  const causes = (blamed.length > 0 ? [...blamed.slice(0, 1), ...losses] : fired).filter(isFirstOf).slice(0, most);
  if (example === undefined || causes.length === 0) return [];
  const { outcome, reasons } = example.primary;
  const where = causes.map(({ fault, address }) => `${fault} at ${address}`).join(" and ");
  return [brief(`${where} → ${outcome}${reasons[0] === undefined ? "" : `: ${reasons[0]}`}`)];
}
