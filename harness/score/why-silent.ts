import type { EvidenceResult } from "../domain/evidence.ts";
import type { ClaimResult } from "../domain/judgement.ts";

/** Things that a reason names. */
const most = 2;

/** To a claim of a detector that has no figure: why there is none. `detectors` are their names. */
export function whySilent(
  result: ClaimResult,
  evidence: readonly EvidenceResult[],
  detectors: ReadonlySet<string>,
): ClaimResult {
  const { probe, params } = result.claim;
  if (!detectors.has(probe) || !/ gave no value in any of \d/.test(result.reason)) return result;
  const seen = evidence.filter(({ name }) => name === probe);
  const about = aboutOf(params);
  const asked = about === undefined ? seen : seen.filter((one) => one.about === about);
  const told = asked.slice(0, most).map(wordsOf);
  const why =
    told.length > 0
      ? told.join("; ")
      : about === undefined || seen.length === 0
        ? "nothing called for it"
        : `nothing was seen about "${about}", only about ${seen.map((one) => one.about).join(", ")}`;
  return { ...result, reason: `${result.reason}: ${why}` };
}

const wordsOf = ({ about, conclusion, reason }: EvidenceResult): string =>
  conclusion === "cannot-tell"
    ? `${about}: ${reason}`
    : `${about} is ${conclusion} over all pairs (${reason}), which a claim, made of single pairs, does not count`;

const aboutOf = (params: unknown): string | undefined =>
  typeof params === "object" && params !== null && "about" in params && typeof params.about === "string"
    ? params.about
    : undefined;
