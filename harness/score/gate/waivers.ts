import { brokenCode, type GateFinding, type Waiver, type WaiverUse } from "../../domain/gate.ts";
import { matchesGlob } from "../../domain/glob.ts";
import type { RunReport } from "../../domain/judgement.ts";
import { listOf } from "../words.ts";
import { meantExperiment } from "./meant.ts";

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

/** The broken experiments of which somebody has waived just that. A waived finding does not: a claim may be broken by more than it. */
export const brokenWaived = (report: RunReport, waivers: readonly Waiver[], today: string): ReadonlySet<string> =>
  new Set(
    brokenIn(report).filter((experiment) =>
      waivers.some((waiver) => !expired(waiver, today) && covers(waiver, { code: brokenCode, experiment })),
    ),
  );

/** Whether a waiver that is in use takes this broken experiment out of the count. */
export const isSpared = (experiment: string, uses: readonly WaiverUse[]): boolean =>
  uses.some(({ standing, waiver }) => standing === "used" && covers(waiver, { code: brokenCode, experiment }));

const brokenIn = ({ experiments }: RunReport): readonly string[] =>
  experiments.filter(({ verdict }) => verdict === "broken").map(({ experiment }) => experiment.id);

/** What became of each waiver. */
export function waiverUses(
  findings: readonly GateFinding[],
  waivers: readonly Waiver[],
  today: string,
  report: RunReport,
): readonly WaiverUse[] {
  const ids = report.experiments.map(({ experiment }) => experiment.id);
  const all = [
    ...findings.filter(({ standing }) => standing !== "fixed"),
    ...brokenIn(report).map((experiment) => ({ code: brokenCode, experiment })),
  ];
  return waivers.map((waiver): WaiverUse => {
    const { code, experiment, owner, expires } = waiver;
    const met = all.filter((one) => covers(waiver, one)).map((one) => one.experiment);
    const what = `${code} in ${experiment}, waived by ${owner} until ${expires}`;
    const over = expired(waiver, today);
    if (met.length > 0)
      return over
        ? { waiver, standing: "expired", words: `${what}: over, so that it counts again (${listOf(met)}).` }
        : { waiver, standing: "used", words: `${what} (${listOf(met)})` };
    // A misspelt experiment, or one that this run left out: either way not for what was found in it.
    const known = ids.some((id) => matchesGlob(experiment, id));
    const none = known
      ? "nothing of the kind was found. Take it out."
      : `no experiment of this run is called so.${meantExperiment(experiment, ids)}`;
    return { waiver, standing: over ? "expired" : "unused", words: `${what}: ${over ? "over, and " : ""}${none}` };
  });
}
