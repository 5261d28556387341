import type {
  Baseline,
  BaselineExperiment,
  BaselineFigure,
  BaselineFinding,
  BaselineScore,
  PairFigure,
} from "../../domain/baseline.ts";
import type { Estimate, ExperimentResult, Probe, RunReport } from "../../domain/judgement.ts";
import type { Score } from "../../domain/scores.ts";
import { askedFingerprint, targetFingerprint } from "./fingerprints.ts";

/** The scorecard of a run as it is committed: names in order, figures with four digits, nothing that changes by itself. */
export function baselineOf(
  report: RunReport,
  figures: readonly PairFigure[],
  probes: Readonly<Record<string, Probe>>,
): Baseline {
  const whole = report.scopes.find(({ kind }) => kind === "run");
  return {
    schema: 1,
    run: report.run,
    brownout: report.brownout,
    scores: sorted(scoresOf(whole?.scores ?? [], () => undefined)),
    experiments: sorted(
      report.experiments.map((result) => [
        result.experiment.id,
        experimentOf(
          result,
          figures.filter(
            ({ experiment, probe }) => experiment === result.experiment.id && probes[probe]?.unit === "share",
          ),
        ),
      ]),
    ),
  };
}

function experimentOf(result: ExperimentResult, figures: readonly PairFigure[]): BaselineExperiment {
  const { experiment, verdict, trials, scores } = result;
  return {
    target: { name: experiment.target.name, fingerprint: targetFingerprint(experiment.target) },
    asked: askedFingerprint(experiment),
    tasks: experiment.tasks.map(({ id }) => id).sort(),
    seed: experiment.seed,
    repeats: experiment.repeats,
    verdict,
    pairs: trials.exposed,
    findings: sorted(findingsOf(result)),
    scores: sorted(
      scoresOf(scores, (probe) => {
        const figure = figures.find((one) => one.probe === probe);
        return figure === undefined ? undefined : signsOf(figure, experiment.repeats);
      }),
    ),
  };
}

function findingsOf({ findings }: ExperimentResult): readonly (readonly [string, BaselineFinding])[] {
  const own = findings.map(({ code, severity, count }) => [code, { severity, count }] as const);
  const known = new Set(own.map(([code]) => code));
  const symptoms = findings.flatMap((finding) =>
    finding.symptoms.flatMap(({ code, count }) =>
      known.has(code) ? [] : [[code, { severity: finding.severity, count, symptom: true }] as const],
    ),
  );
  return [...own, ...symptoms];
}

const scoresOf = (
  scores: readonly Score[],
  pairsOf: (probe: string) => BaselineScore["pairs"],
): readonly (readonly [string, BaselineScore])[] =>
  scores.flatMap(({ probe, treatment }) => {
    if (treatment === undefined || treatment.n === 0) return [];
    const pairs = pairsOf(probe);
    return [[probe, { ...figureOf(treatment), ...(pairs === undefined ? {} : { pairs }) }]];
  });

const figureOf = ({ value, low, high, n }: Estimate): BaselineFigure => ({
  value: short(value),
  low: short(low),
  high: short(high),
  n,
});
const short = (value: number): number => Number(value.toPrecision(4));

/** `{ order-late: "1101" }`, or the one sign that all pairs have; undefined where a value is neither 0 nor 1. */
function signsOf({ pairs }: PairFigure, repeats: number): BaselineScore["pairs"] {
  if (pairs.length === 0 || pairs.some(({ treatment }) => treatment !== 0 && treatment !== 1)) return undefined;
  const [first] = pairs;
  const groups = new Set(pairs.map(({ of }) => of)).size;
  if (first && pairs.length === groups * repeats && pairs.every(({ treatment }) => treatment === first.treatment))
    return first.treatment === 0 ? "0" : "1";
  const signs = new Map<string, string[]>();
  for (const { of, repeat, treatment } of pairs) {
    const row = signs.get(of) ?? new Array<string>(repeats).fill(".");
    signs.set(of, row);
    row[repeat - 1] = String(treatment);
  }
  return sorted([...signs].map(([of, row]) => [of, row.join("")]));
}

const sorted = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> =>
  Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
