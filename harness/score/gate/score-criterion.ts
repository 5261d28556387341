import type { PairFigure } from "../../domain/baseline.ts";
import type { CriterionResult, GateScope, ScoreCriterion, StoppingRule } from "../../domain/gate.ts";
import type { Estimate, Probe, RunReport } from "../../domain/judgement.ts";
import type { Score } from "../../domain/scores.ts";
import { enoughWithoutCounterexample, rounding } from "../limits.ts";
import { neededTrials, neededValues } from "../needed-trials.ts";
import { unseenShare } from "../wilson.ts";
import { intervalWords, inUnit, round, times } from "../words.ts";
import { meant, meantExperiment } from "./meant.ts";
import { askedOfAll } from "./part-of-run.ts";
import { boundAtAnyTime, valuesIn } from "./share-at-any-time.ts";

export const scopeWords = ({ kind, name }: GateScope): string => (kind === "run" ? "the run" : `${kind} ${name}`);

/** The scores of a scope; undefined if the run has none of the kind. */
export function scoresIn(report: RunReport, scope: GateScope): readonly Score[] | undefined {
  if (scope.kind === "experiment")
    return report.experiments.find(({ experiment }) => experiment.id === scope.name)?.scores;
  return report.scopes.find(({ kind, name }) => kind === scope.kind && name === scope.name)?.scores;
}

export interface ScoreTools {
  readonly probes: Readonly<Record<string, Probe>>;
  readonly figures?: readonly PairFigure[];
  /** The gate runs in rounds: shares are decided by evidence that may be looked at after each. */
  readonly stopping?: StoppingRule;
}

/**
 * A bound on a score. It is kept when the whole interval keeps it, broken when the whole interval breaks it, and undecided otherwise.
 * Of a share that must be 0 or 1 one counterexample is enough to break it, and none in 20 pairs keeps it, with the bound of what
 * was never seen. An interval that holds less than 95 % (a quantile of few values) decides nothing.
 */
export function scoreCriterion(criterion: ScoreCriterion, report: RunReport, tools: ScoreTools): CriterionResult {
  const { certain = false, ...result } = decided(criterion, report, tools);
  return askedOfAll(result, criterion.in, report, certain);
}

function decided(
  criterion: ScoreCriterion,
  report: RunReport,
  { probes, figures = [], stopping }: ScoreTools,
): CriterionResult & Pick<Ruling, "certain"> {
  const probe = probes[criterion.probe];
  const asked = askedWords(criterion, probe);
  const base = { asked, at: criterion.at };
  const score = scoresIn(report, criterion.in)?.find((one) => one.probe === criterion.probe);
  const estimate = score?.[criterion.of];
  if (probe === undefined || estimate === undefined || estimate.n === 0)
    return {
      ...base,
      standing: "inconclusive",
      found:
        scoresIn(report, criterion.in) === undefined
          ? `the run has no ${scopeWords(criterion.in)}${namesLike(report, criterion.in)}`
          : "it has no figure",
      next: "Run an experiment that measures it, or leave the criterion out.",
    };
  const counts = stopping && criterion.of === "treatment" ? valuesIn(report, criterion.in, probe, figures) : undefined;
  const rulings = (["atLeast", "atMost"] as const).flatMap((bound): readonly (Ruling & { bound: typeof bound })[] => {
    const limit = criterion[bound];
    if (limit === undefined) return [];
    const inside = limit > rounding && limit < 1 - rounding;
    if (counts === undefined || stopping === undefined || !inside)
      return [{ bound, ...ruling(bound, limit, estimate, probe, criterion.of) }];
    const { standing, found, more } = boundAtAnyTime(bound, limit, counts, probe, stopping);
    return [{ bound, standing, why: "", found, ...(more === undefined ? {} : { needs: more }) }];
  });
  const telling =
    rulings.find(({ standing }) => standing === "failed") ??
    rulings.find(({ standing }) => standing === "inconclusive") ??
    rulings[0];
  const words = `${inUnit(probe, estimate.value)} (${intervalWords(probe, estimate, false)}, n = ${estimate.n})`;
  const { standing = "passed", why = "", needs } = telling ?? {};
  const repeats = needs === undefined ? undefined : moreRepeats(report, criterion.in, needs, estimate.n);
  return {
    ...base,
    standing,
    found: telling?.found ?? `${words}${why}`,
    estimate,
    ...(telling?.certain ? { certain: true } : {}),
    ...(stopping === undefined ? {} : { final: counts !== undefined }),
    ...(repeats === undefined ? {} : { repeats }),
    ...(standing === "passed" ? {} : { next: nextFor(standing, repeats, criterion, telling?.bound ?? "atLeast") }),
  };
}

/** A second sentence: what was probably meant, of all that the run and its targets know. Empty if nothing is near. */
function namesLike({ scopes, experiments }: RunReport, { kind, name }: GateScope): string {
  const second = (words: string): string => (words === "" ? "" : `.${words}`);
  if (kind === "experiment") {
    const ids = experiments.map(({ experiment }) => experiment.id);
    return second(meantExperiment(name, ids));
  }
  const known =
    kind === "dependency"
      ? experiments.flatMap(({ experiment: { target } }) => target.map.dependencies.map((one) => one.name))
      : [];
  if (known.includes(name)) return ". Its targets have it, but no fault was put into it";
  return second(meant(name, [...scopes.filter((scope) => scope.kind === kind).map((scope) => scope.name), ...known]));
}

interface Ruling extends Pick<CriterionResult, "standing"> {
  readonly why: string;
  readonly found?: string;
  /** No further pair can change it. */
  readonly certain?: true;
  /** More pairs. */
  readonly needs?: number;
}

function ruling(
  bound: "atLeast" | "atMost",
  limit: number,
  estimate: Estimate,
  probe: Probe,
  of: ScoreCriterion["of"],
): Ruling {
  const { value, low, high, n } = estimate;
  const least = bound === "atLeast";
  const share = probe.aggregate === "proportion" && of === "treatment";
  if (share && (least ? limit >= 1 - rounding : limit <= rounding)) {
    const seen = least ? 1 - value : value;
    if (seen > rounding) return { standing: "failed", why: ": one is too many", certain: true };
    if (n < enoughWithoutCounterexample)
      return {
        standing: "inconclusive",
        why: ": no counterexample, and too few to say so",
        needs: enoughWithoutCounterexample - n,
      };
    return {
      standing: "passed",
      why: `: no counterexample; the true rate of them may be up to ${round(unseenShare(n))}`,
    };
  }
  if (estimate.confidence < 0.95 - rounding)
    return {
      standing: "inconclusive",
      why: `: so few values bound it only at ${Math.round(estimate.confidence * 100)} %`,
      needs: probe.aggregate === "p95" ? Math.max(1, 59 - n) : 1,
    };
  if (least ? low >= limit - rounding : high <= limit + rounding) return { standing: "passed", why: "" };
  if (least ? high < limit - rounding : low > limit + rounding)
    return { standing: "failed", why: least ? ": too low" : ": too high" };
  const needs = share
    ? neededTrials((least ? value : 1 - value) * n, n, least ? limit : 1 - limit)
    : neededValues(value, estimate, n, limit);
  return {
    standing: "inconclusive",
    why: ": the interval lies across the bound",
    ...(needs === undefined ? {} : { needs }),
  };
}

/** Repeats that bring about so many more pairs to a scope that has `n` of them. */
export function moreRepeats(report: RunReport, scope: GateScope, needs: number, n: number): number {
  const ids =
    scope.kind === "experiment"
      ? [scope.name]
      : report.scopes.find(({ kind, name }) => kind === scope.kind && name === scope.name)?.experiments;
  const repeats = report.experiments
    .filter(({ experiment }) => ids?.includes(experiment.id))
    .map(({ repeatsRun }) => repeatsRun);
  return Math.ceil((needs * Math.max(1, ...repeats)) / n);
}

function nextFor(
  standing: CriterionResult["standing"],
  repeats: number | undefined,
  { probe }: ScoreCriterion,
  broken: "atLeast" | "atMost",
): string {
  if (standing === "failed")
    return `Mend what ${broken === "atLeast" ? "lowers" : "raises"} ${probe}; the findings say where to begin.`;
  return repeats === undefined
    ? "More repeats would hardly decide it: it lies at the bound."
    : `Give it about ${times(repeats, "more repeat")}.`;
}

function askedWords({ probe: name, atLeast, atMost, of, in: scope }: ScoreCriterion, probe: Probe | undefined): string {
  const write = (value: number): string => (probe ? inUnit(probe, value) : String(value));
  const bounds = [
    ...(atLeast === undefined ? [] : [`at least ${write(atLeast)}`]),
    ...(atMost === undefined ? [] : [`at most ${write(atMost)}`]),
  ];
  return `${name}${of === "difference" ? " minus control" : ""} of ${scopeWords(scope)} ${bounds.join(" and ")}`;
}
