import type { RunReport } from "../domain/judgement.ts";
import { judgeTrial, openFindings } from "../judge/index.ts";
import { evidenceDetectors } from "../probes/evidence/index.ts";
import { probes } from "../probes/index.ts";
import { scoreRun } from "../score/index.ts";
import { foldTrials, readBatches } from "../store/index.ts";

/** journal ▸ judge ▸ score: the one way in which a report comes about, whether the run has just ended or lies on the disk. */
export async function analyse(journal: string): Promise<RunReport> {
  const warnings: string[] = [];
  const onWarning = (message: string): void => void warnings.push(message);
  return scoreRun(foldTrials(readBatches(journal, { onWarning }), { onWarning }), {
    probes,
    judge: judgeTrial,
    evidence: evidenceDetectors,
    findings: openFindings,
    warnings: () => warnings,
  });
}
