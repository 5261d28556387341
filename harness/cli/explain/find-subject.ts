import { listFindings } from "../../../reports/documents/finding-list.ts";
import { tellApart } from "../../../reports/documents/tell-apart.ts";
import { InvalidInput } from "../../domain/diagnostic.ts";
import type { RunReport } from "../../domain/judgement.ts";
import { catalogue } from "../../judge/index.ts";
import { listed, suggestion } from "../../load/suggest.ts";
import { evidenceDetectors } from "../../probes/evidence/index.ts";
import { probes } from "../../probes/index.ts";
import { evidenceSubject } from "./evidence.ts";
import { experimentsNamed } from "./experiment-named.ts";
import { findingSubject } from "./findings.ts";
import { scoreSubject } from "./scores.ts";
import type { Subject } from "./telling.ts";
import { dependencySubject, experimentSubject, totalSubjects, trialSubject } from "./totals.ts";

/** Experiments that are named where several may be meant. */
const mostNamed = 12;

/**
 * @param pairs the trials of the run, without their arm
 * @throws {InvalidInput} if the report knows nothing of this name; it says what was probably meant.
 */
export function findSubject(name: string, report: RunReport, pairs: readonly string[]): Subject {
  const namings = [
    findingSubject,
    evidenceSubject,
    scoreSubject,
    ...(Object.hasOwn(totalSubjects, name) ? [totalSubjects[name]] : []),
    dependencySubject,
    (asked: string) => trialSubject(asked, report, pairs),
    experimentSubject,
  ];
  for (const naming of namings) {
    const subject = naming?.(name, report);
    if (subject) return subject;
  }
  throw new InvalidInput([{ file: name, message: refusal(name, report, pairs) }]);
}

function refusal(name: string, report: RunReport, pairs: readonly string[]): string {
  const list = listFindings(report);
  if (/^\d+$/.test(name))
    return list.length === 0
      ? "The run has no findings."
      : `The run has no finding of this number: there are 1 to ${list.length}.`;
  if (Object.hasOwn(probes, name))
    return `The run has no figure of this probe. Claim it: brownout judge ${report.run} --hypothesis FILE.`;
  const meant = experimentsNamed(name, report).map(({ experiment }) => experiment.id);
  if (meant.length > 0)
    return `Several experiments of the run are called so: ${listed(meant.slice(0, mostNamed))}${
      meant.length > mostNamed ? ` and ${meant.length - mostNamed} more` : ""
    }. Give one of these.`;
  const known = [
    ...new Set([
      ...report.experiments.map(({ experiment }) => experiment.id),
      ...list.flatMap(({ code, symptoms }) => [code, ...symptoms.map((symptom) => symptom.code)]),
      ...report.experiments.flatMap(({ scores, claims }) => [
        ...scores.map(({ probe }) => probe),
        ...claims.map(({ claim }) => claim.probe),
      ]),
      ...evidenceDetectors.flatMap((detector) => [detector.name, detector.id]),
      ...Object.keys(totalSubjects),
      ...report.singlePoints.map(({ dependency }) => dependency),
      ...report.experiments.map(({ experiment }) => experiment.title),
      ...tellApart(report).experiments.map(({ experiment }) => experiment.title),
    ]),
  ];
  const asked = name.replace(/\/(?:control|treatment)$/, "");
  // Of two that are as near, what this run has; but what is nearest may be something that it has nothing of.
  const hint =
    suggestion(name, [...known, ...Object.keys(catalogue), ...Object.keys(probes)]) || suggestion(asked, pairs);
  return `The run has no finding, score, claim, evidence, experiment or trial of this name.${
    hint || ` There is ${known.slice(0, 12).join(", ")} and ${known.length - 12} more.`
  } "brownout explain ${report.run} trials" lists all trials by their ids.`;
}
