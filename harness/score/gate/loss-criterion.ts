import type { Baseline, BaselineScore, PairFigure } from "../../domain/baseline.ts";
import type { CriterionResult, LossCriterion, StoppingRule } from "../../domain/gate.ts";
import type { Estimate, Probe, RunReport } from "../../domain/judgement.ts";
import { estimateMean } from "../estimate.ts";
import { enoughForP95 } from "../limits.ts";
import { neededValues } from "../needed-trials.ts";
import { inUnit, times } from "../words.ts";
import { acceptCommand } from "./accept-step.ts";
import { boundsOf, countsOf } from "./betting.ts";
import type { Comparison } from "./comparable.ts";
import { differenceOf } from "./mover.ts";
import { type Ends, neededPairs } from "./needed-pairs.ts";
import { narrowedWords } from "./part-of-run.ts";
import { moreRepeats, scopeWords, scoresIn } from "./score-criterion.ts";

interface Loss extends Pick<Estimate, "value" | "low" | "high" | "n"> {
  /** On what it rests: `the same 44 pairs`. */
  readonly basis: string;
  /** Of pairs: how much worse each is, from −1 to 1. */
  readonly differences?: readonly number[];
  /** Of pairs: the interval that so many would have. */
  readonly endsOf?: (differences: readonly number[]) => Ends;
}

/**
 * How much worse a score is than in the baseline, in its bad direction. Shares are compared pair by pair where both runs have the
 * same pairs (whole pairs are resampled, and what so few pairs cannot rule out counts), everything else as two samples.
 */
export function lossCriterion(
  criterion: LossCriterion,
  report: RunReport,
  baseline: Baseline,
  comparison: Comparison,
  tools: {
    readonly probes: Readonly<Record<string, Probe>>;
    readonly figures: readonly PairFigure[];
    readonly stopping?: StoppingRule;
    /** Of the baseline, as it is shown. */
    readonly file: string;
  },
): CriterionResult {
  const probe = tools.probes[criterion.probe];
  const scope = criterion.in.kind === "run" ? ({ kind: "run", name: "run" } as const) : criterion.in;
  const limit = probe === undefined ? String(criterion.worseBy) : inUnit(probe, criterion.worseBy);
  const base = {
    asked: `${criterion.probe} of ${scopeWords(scope)} worse than the baseline by at most ${limit}`,
    at: criterion.at,
  };
  const loss =
    probe &&
    (pairedLoss(criterion, probe, comparison, tools.figures) ??
      sampleLoss(criterion, probe, report, baseline, comparison));
  const part = narrowedWords(report);
  if (probe !== undefined && loss === undefined && part !== undefined && scope.kind === "run")
    return { ...base, standing: "passed", found: `not asked of a part (${part})` };
  if (probe === undefined || loss === undefined)
    return {
      ...base,
      standing: "inconclusive",
      found: "there is nothing to compare it with",
      next: `Run what the baseline ran, or accept this run as the new one: ${acceptCommand(tools.file)}.`,
    };
  if (typeof loss === "string")
    return { ...base, standing: "inconclusive", found: loss, next: "Give both runs more repeats." };
  const ruled = tools.stopping ? atAnyTime(loss, tools.stopping) : loss;
  const { value, low, high, n, basis, differences, endsOf } = ruled;
  const found = `${lossWords({ ...loss, low, high }, probe)}, ${basis}`;
  const final = tools.stopping ? { final: loss.differences !== undefined } : {};
  const estimate: Estimate = { value, low, high, n, confidence: 0.95, method: "bootstrap" };
  if (low > criterion.worseBy)
    return {
      ...base,
      ...final,
      standing: "failed",
      found,
      estimate,
      next: `Mend what made ${criterion.probe} worse; the findings that are new say where to begin.`,
    };
  if (high <= criterion.worseBy) return { ...base, ...final, standing: "passed", found, estimate };
  if (!criterion.certain)
    return { ...base, ...final, standing: "passed", found: `${found}: no greater loss is shown`, estimate };
  const needs =
    differences && endsOf
      ? neededPairs(differences, criterion.worseBy, endsOf)
      : neededValues(value, loss, n, criterion.worseBy);
  const repeats = needs === undefined ? undefined : moreRepeats(report, scope, needs, n);
  if (repeats !== undefined && loss.differences !== undefined && baselineIsShort(criterion, report, comparison))
    return {
      ...base,
      standing: "inconclusive",
      found: `${found}: a greater loss is not ruled out`,
      estimate,
      repeats,
      next: `The baseline has no more pairs to compare with: run what it ran with about ${times(repeats, "more repeat")}, accept that run (${acceptCommand(tools.file)}), and give this one as many.`,
    };
  return {
    ...base,
    standing: "inconclusive",
    found: `${found}: a greater loss is not ruled out`,
    estimate,
    ...(repeats === undefined ? {} : { repeats }),
    next:
      repeats === undefined
        ? "More repeats would hardly decide it."
        : `Give it about ${times(repeats, "more repeat")}.`,
  };
}

/** All pairs of the baseline are among those of the run: more of the run's alone would be compared with nothing. */
const baselineIsShort = ({ in: scope }: LossCriterion, report: RunReport, { comparable }: Comparison): boolean =>
  report.experiments
    .filter(({ experiment: { id } }) => scope.kind === "run" || scope.name === id)
    .every(({ experiment: { id, repeats } }) => repeats >= (comparable.get(id)?.before.repeats ?? 0));

/** With ends that hold whenever they are looked at, where pairs are compared. */
function atAnyTime(loss: Loss, { falseBlock, falsePass }: StoppingRule): Loss {
  if (loss.differences === undefined) return loss;
  const endsOf = (differences: readonly number[]): Ends => {
    const counts = countsOf(differences.map((one) => (one + 1) / 2));
    const { low, high } = boundsOf(counts, { above: falseBlock, below: falsePass });
    return { low: 2 * low - 1, high: 2 * high - 1 };
  };
  return { ...loss, ...endsOf(loss.differences), endsOf, basis: `${loss.basis}, whenever it is looked at` };
}

/** `worse by 0.12 (95 % interval 0.03 to 0.21)`. */
function lossWords({ value, low, high }: Loss, probe: Probe): string {
  const write = (figure: number): string => (figure < 0 ? `−${inUnit(probe, -figure)}` : inUnit(probe, figure));
  if (value === 0) return `unchanged (95 % interval ${write(-low)} better to ${write(high)} worse)`;
  return value > 0
    ? `worse by ${write(value)} (95 % interval ${write(low)} to ${write(high)})`
    : `better by ${write(-value)} (95 % interval ${write(-high)} to ${write(-low)})`;
}

const worseSign = (probe: Probe): 1 | -1 => (probe.better === "higher" ? -1 : 1);

function pairedLoss(
  { probe: name, in: scope }: LossCriterion,
  probe: Probe,
  { comparable }: Comparison,
  figures: readonly PairFigure[],
): Loss | undefined {
  const meant = [...comparable].filter(([id]) => scope.kind === "run" || scope.name === id);
  const differences: number[] = [];
  for (const [id, { before, paired }] of meant) {
    const score: BaselineScore | undefined = before.scores[name];
    const now = figures.find((one) => one.experiment === id && one.probe === name);
    // An experiment without the figure in either run has nothing to say.
    if (score === undefined && (now === undefined || now.pairs.length === 0)) continue;
    if (!paired || score?.pairs === undefined || now === undefined) return undefined;
    for (const { of, repeat, treatment } of now.pairs) {
      // The one sign of all pairs says nothing of repeats that the baseline never had.
      if (repeat > before.repeats) continue;
      const sign = typeof score.pairs === "string" ? score.pairs : score.pairs[of]?.[repeat - 1];
      if (sign === "0" || sign === "1") differences.push(worseSign(probe) * (treatment - Number(sign)));
    }
  }
  const seed = ["gate", name, scope.kind === "run" ? "run" : scope.name].join("/");
  const estimateOf = (values: readonly number[]): Estimate | undefined => estimateMean(values, seed, [-1, 1]);
  const estimate = estimateOf(differences);
  const endsOf = (values: readonly number[]): Ends => estimateOf(values) ?? { low: -1, high: 1 };
  return (
    estimate && { ...estimate, differences, endsOf, basis: `over ${times(estimate.n, "pair")} that both runs have` }
  );
}

function sampleLoss(
  { probe: name, in: scope }: LossCriterion,
  probe: Probe,
  report: RunReport,
  baseline: Baseline,
  { comparable, whole }: Comparison,
): Loss | string | undefined {
  if (scope.kind === "run" ? !whole : !comparable.has(scope.name)) return undefined;
  const then = scope.kind === "run" ? baseline.scores[name] : comparable.get(scope.name)?.before.scores[name];
  const now = scoresIn(report, scope.kind === "run" ? { kind: "run", name: "run" } : scope)?.find(
    (one) => one.probe === name,
  )?.treatment;
  if (then === undefined || now === undefined) return undefined;
  const few = Math.min(now.n, then.n);
  if (now.confidence < 0.949 || (probe.aggregate === "p95" && few < enoughForP95))
    return `${times(few, "pair")} ${few === 1 ? "does" : "do"} not bound a ${probe.aggregate} at 95 %`;
  const worse = probe.better === "higher" ? differenceOf(then, now) : differenceOf(now, then);
  return { ...worse, n: Math.min(now.n, then.n), basis: `${now.n} pairs beside ${then.n} of the baseline` };
}
