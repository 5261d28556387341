import type { PairFigure } from "../../domain/baseline.ts";
import type { CriterionResult, GateScope, StoppingRule } from "../../domain/gate.ts";
import type { Probe, RunReport } from "../../domain/judgement.ts";
import { inUnit, times } from "../words.ts";
import { boundsOf, type Counts, countsOf, sideOf, timesToTell } from "./betting.ts";
import { ratesOf } from "./firm-claims.ts";

/** The experiments of a scope; undefined for a dependency, whose pairs are not told apart here. */
function idsIn(report: RunReport, scope: GateScope): readonly string[] | undefined {
  if (scope.kind === "experiment") return [scope.name];
  if (scope.kind === "dependency") return undefined;
  return report.scopes.find(({ kind, name }) => kind === scope.kind && name === scope.name)?.experiments;
}

/** The values of a share in each pair of a scope. */
export function valuesIn(
  report: RunReport,
  scope: GateScope,
  probe: Probe,
  figures: readonly PairFigure[],
): Counts | undefined {
  const ids = idsIn(report, scope);
  if (ids === undefined || probe.aggregate !== "proportion") return undefined;
  return countsOf(
    figures
      .filter((one) => one.probe === probe.name && ids.includes(one.experiment))
      .flatMap(({ pairs }) => pairs.map(({ treatment }) => treatment)),
  );
}

/** A bound on the mean of values from 0 to 1, decided by evidence that may be looked at after every round. */
export function boundAtAnyTime(
  bound: "atLeast" | "atMost",
  limit: number,
  counts: Counts,
  probe: Probe,
  rule: StoppingRule,
): Pick<CriterionResult, "standing" | "found"> & { readonly more?: number } {
  const rates = ratesOf(rule, bound);
  const side = sideOf(counts, limit, rates);
  const kept = bound === "atLeast" ? "above" : "below";
  const n = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const mean = [...counts].reduce((sum, [value, count]) => sum + value * count, 0) / Math.max(1, n);
  const { low, high } = boundsOf(counts, rates);
  const found = `${inUnit(probe, mean)} (${inUnit(probe, low)} to ${inUnit(probe, high)} whenever it is looked at, n = ${n})`;
  if (side === undefined) {
    const needed = timesToTell(counts, limit, rates);
    const more = needed === undefined ? undefined : Math.ceil((needed - 1) * n);
    return {
      standing: "inconclusive",
      found: `${found}: not told yet${more === undefined ? "" : `; about ${times(more, "more pair")} of the kind would tell`}`,
      ...(more === undefined ? {} : { more }),
    };
  }
  return side === kept
    ? { standing: "passed", found }
    : { standing: "failed", found: `${found}: ${kept === "above" ? "too low" : "too high"}` };
}
