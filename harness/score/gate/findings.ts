import type { GateFinding } from "../../domain/gate.ts";
import { type RunReport, severities } from "../../domain/judgement.ts";
import { times } from "../words.ts";

/** Every finding of every experiment, the gravest first; symptoms are told under what explains them. */
export const findingsOf = (report: RunReport): readonly GateFinding[] =>
  report.experiments
    .flatMap(({ experiment, findings, trials }) =>
      findings.map(
        ({ code, title, severity, count }): GateFinding => ({
          code,
          title,
          severity,
          experiment: experiment.id,
          target: experiment.target.name,
          standing: "seen",
          now: { count, pairs: trials.exposed },
          words: `in ${count} of ${times(trials.exposed, "pair")}`,
        }),
      ),
    )
    .sort(byGravity);

export const byGravity = (a: GateFinding, b: GateFinding): number =>
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  (a.code < b.code ? -1 : a.code > b.code ? 1 : 0) ||
  (a.experiment < b.experiment ? -1 : a.experiment > b.experiment ? 1 : 0);
