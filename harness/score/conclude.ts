import type { ClaimResult, ExperimentResult, Probe } from "../domain/judgement.ts";
import { blockingDoubts, lackingIn, type Tally, unfiredDoubts, weakeningDoubts } from "./doubts.ts";
import { lackingWords } from "./lacking-tools.ts";
import { worstVerdict } from "./worst-verdict.ts";

/**
 * What an experiment comes to. A doubt that blocks leaves every claim undecided. An injection that never fired leaves all but a
 * counterexample so: what other injections broke needs no further fault. Any other doubt only keeps the experiment from holding.
 */
export function conclude(
  tally: Tally,
  decided: readonly ClaimResult[],
  probes: Readonly<Record<string, Probe>>,
): Pick<ExperimentResult, "verdict" | "reasons" | "claims" | "lacking"> {
  const blocking = blockingDoubts(tally);
  const grave = [...blocking, ...unfiredDoubts(tally)];
  const weakened = weakeningDoubts(tally);
  const lacking = grave.length === 0 ? [] : lackingIn(tally);
  const doubts = lacking.length === 0 ? grave : [lackingWords(lacking), ...grave];
  const struck = blocking.length === 0 && tally.injections.some(({ firedPairs }) => firedPairs > 0);
  const claims = decided.map((claim) => (struck && isCounterexample(claim, probes) ? claim : doubtful(claim, doubts)));
  const verdict = worstVerdict([
    ...claims.map((claim) => claim.verdict),
    ...(doubts.length + weakened.length > 0 ? ["inconclusive" as const] : []),
  ]);
  const broken = verdict === "broken";
  const telling =
    doubts.length > 0 && !broken ? [] : claims.filter((claim) => claim.verdict === verdict).map(({ reason }) => reason);
  return {
    verdict,
    reasons: broken ? [...telling, ...doubts, ...weakened] : [...doubts, ...weakened, ...telling],
    claims,
    ...(lacking.length === 0 ? {} : { lacking }),
  };
}

/** It is broken by what faults make worse, and not by what only the fault that is missing could have called for. */
function isCounterexample({ claim, verdict, estimate }: ClaimResult, probes: Readonly<Record<string, Probe>>): boolean {
  if (estimate === undefined || (verdict !== "broken" && verdict !== "degraded")) return false;
  return probes[claim.probe]?.better === "higher"
    ? claim.atLeast !== undefined && estimate.value < claim.atLeast
    : claim.atMost !== undefined && estimate.value > claim.atMost;
}

/** A claim that nothing decides has a reason of its own. */
function doubtful(claim: ClaimResult, doubts: readonly string[]): ClaimResult {
  const [first] = doubts;
  return first === undefined || (claim.estimate === undefined && claim.verdict === "inconclusive")
    ? claim
    : { ...claim, verdict: "inconclusive", reason: `${first}; ${claim.reason}` };
}
