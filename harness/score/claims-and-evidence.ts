import type { Conclusion, EvidenceDetector, EvidenceResult } from "../domain/evidence.ts";
import type { ClaimResult } from "../domain/judgement.ts";

/** Things that a reason names. */
const most = 2;

/** From worst to best, as in what stands of single pairs. */
const order: readonly Conclusion[] = ["violated", "absent", "cannot-tell", "present"];

/** All pairs together show something else than the single ones. */
const isOtherwise = ({ conclusion, counts }: EvidenceResult): boolean =>
  conclusion !== (order.find((one) => one !== "cannot-tell" && counts[one] > 0) ?? "cannot-tell");

/**
 * To a claim of a detector: where single pairs may mislead, what all of them together show decides it, so that a claim and the evidence
 * beside it say the same. Where there is no such and no figure: why.
 */
export function besideEvidence(
  result: ClaimResult,
  evidence: readonly EvidenceResult[],
  detectors: readonly Pick<EvidenceDetector, "name" | "acrossDecides">[],
): ClaimResult {
  const { probe, params } = result.claim;
  const detector = detectors.find(({ name }) => name === probe);
  if (detector === undefined) return result;
  const seen = evidence.filter(({ name }) => name === probe);
  const about = aboutOf(params);
  const asked = about === undefined ? seen : seen.filter((one) => one.about === about);
  if (detector.acrossDecides && asked.some(isOtherwise)) return decided(result, asked);
  if (!/ gave no value in any of \d/.test(result.reason)) return result;
  const told = asked.slice(0, most).map(wordsOf);
  const why =
    told.length > 0
      ? told.join("; ")
      : about === undefined || seen.length === 0
        ? "nothing called for it"
        : `nothing was seen about "${about}", only about ${seen.map((one) => one.about).join(", ")}`;
  return { ...result, reason: `${result.reason}: ${why}` };
}

function decided(result: ClaimResult, asked: readonly EvidenceResult[]): ClaimResult {
  const { probe, atLeast, atMost, level } = result.claim;
  // The figure of single pairs decides nothing here.
  const { needs: _, repeats: __, estimate: ___, ...rest } = result;
  const all = asked.toSorted((a, b) => order.indexOf(a.conclusion) - order.indexOf(b.conclusion));
  const said = all.slice(0, most).map((one) => `${one.about} is ${one.conclusion} (${one.reason})`);
  const reason = `${probe} over all pairs: ${said.join("; ")}`;
  const told = all.filter(({ conclusion }) => conclusion !== "cannot-tell");
  // A share of the things that all pairs tell of; where one of them cannot be told, only the rest can break the claim.
  const share = told.filter(({ conclusion }) => conclusion === "present").length / Math.max(1, all.length);
  const highest = share + (all.length - told.length) / Math.max(1, all.length);
  if ((atLeast !== undefined && highest < atLeast) || (atMost !== undefined && share > atMost))
    return { ...rest, verdict: level === "should" ? "degraded" : "broken", reason };
  const isHeld = (atLeast === undefined || share >= atLeast) && (atMost === undefined || highest <= atMost);
  return { ...rest, verdict: isHeld ? "held" : "inconclusive", reason };
}

const wordsOf = ({ about, reason }: EvidenceResult): string => `${about}: ${reason}`;

const aboutOf = (params: unknown): string | undefined =>
  typeof params === "object" && params !== null && "about" in params && typeof params.about === "string"
    ? params.about
    : undefined;
