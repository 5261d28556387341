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
export function mainReason({ reasons, claims, verdict }: ExperimentResult): string {
  const [first] = reasons;
  const claim = first === undefined ? claims.find((each) => each.verdict === verdict) : claimBehind(first, claims);
  return brief(claim === undefined ? (first ?? "no reason given") : claimSentence(claim));
}

/** What happened in the worst trial: `throttled at model:claude.chat[1]#1 → crashed: RateLimitError left the agent`. */
export function worstMoment({ examples, findings }: ExperimentResult): readonly string[] {
  const example = examples[0]?.treatment;
  const fired = example?.primary.record.calls.flatMap(({ faults }) => faults) ?? [];
  // Of several faults the one is named at which a finding has its evidence; otherwise the first.
  const blamed = findings.flatMap(({ evidence }) =>
    evidence.flatMap(({ trial, address }) =>
      trial === example?.record.trial.id ? fired.filter((one) => one.address === address) : [],
    ),
  );
  const cause = blamed[0] ?? fired[0];
  if (example === undefined || cause === undefined) return [];
  const { outcome, reasons } = example.primary;
  return [brief(`${cause.fault} at ${cause.address} → ${outcome}${reasons[0] === undefined ? "" : `: ${reasons[0]}`}`)];
}
