import type { GateFinding, Waiver, WaiverUse } from "../../domain/gate.ts";
import { matchesGlob } from "../../domain/glob.ts";
import { listOf } from "../words.ts";

const covers = (waiver: Waiver, { code, experiment }: Pick<GateFinding, "code" | "experiment">): boolean =>
  waiver.code === code && matchesGlob(waiver.experiment, experiment);

/** It holds on its last day too. `today` and `expires` are days such as `2026-12-31`. */
const expired = ({ expires }: Waiver, today: string): boolean => expires < today;

/** Marks what somebody answers for; of several waivers the one that lasts longest. What has gone needs none. */
export function waive(
  findings: readonly GateFinding[],
  waivers: readonly Waiver[],
  today: string,
): readonly GateFinding[] {
  const valid = waivers
    .filter((waiver) => !expired(waiver, today))
    .toSorted((a, b) => (a.expires > b.expires ? -1 : 1));
  return findings.map((finding) => {
    const waiver = finding.standing === "fixed" ? undefined : valid.find((one) => covers(one, finding));
    if (waiver === undefined) return finding;
    const { owner, reason, expires } = waiver;
    return { ...finding, waived: { owner, reason, expires } };
  });
}

/** What became of each waiver. */
export const waiverUses = (
  findings: readonly GateFinding[],
  waivers: readonly Waiver[],
  today: string,
): readonly WaiverUse[] =>
  waivers.map((waiver) => {
    const { code, experiment, owner, expires } = waiver;
    const met = findings.filter((finding) => finding.standing !== "fixed" && covers(waiver, finding));
    const where = listOf(met.map((finding) => finding.experiment));
    const what = `${code} in ${experiment}, waived by ${owner} until ${expires}`;
    if (expired(waiver, today))
      return {
        waiver,
        standing: "expired",
        words:
          met.length === 0
            ? `${what}: over, and nothing of the kind was found. Take it out.`
            : `${what}: over, so that it counts again (${where}).`,
      };
    if (met.length === 0)
      return { waiver, standing: "unused", words: `${what}: nothing of the kind was found. Take it out.` };
    return { waiver, standing: "used", words: `${what} (${where})` };
  });
