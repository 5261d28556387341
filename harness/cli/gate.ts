import type { Baseline, PairFigure } from "../domain/baseline.ts";
import type { GateDecision, GatePolicy, StoppingUse } from "../domain/gate.ts";
import type { RunReport } from "../domain/judgement.ts";
import { catalogue } from "../judge/index.ts";
import { type GateNames, loadBaseline, loadGatePolicy } from "../load/index.ts";
import { probes } from "../probes/index.ts";
import {
  combined,
  decideGate,
  endsOf,
  flakyTrials,
  type PairEnd,
  pairFiguresOf,
  standardScores,
} from "../score/index.ts";
import { analyse } from "./analyse.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import type { PairWatch } from "./history/analyse-whole.ts";
import { registry } from "./registry.ts";

/** Names that a policy may use. */
const gateNames: GateNames = { codes: Object.keys(catalogue), scores: standardScores };

/** A policy, and what it compares with: everything that can be wrong is said before anything is run. */
export interface Asked {
  readonly policy: GatePolicy;
  readonly baseline?: Baseline;
}

/** @throws {InvalidInput} if the policy or its baseline is not there or not valid. */
export async function loadAsked(path: string, cwd: string): Promise<Asked> {
  const policy = await loadGatePolicy(path, registry, gateNames, { cwd });
  return policy.baseline === undefined
    ? { policy }
    : { policy, baseline: await loadBaseline(policy.baseline.absolute, { cwd }) };
}

/** What the policy makes of a run whose pairs were watched while it was read. */
export function decideOver({ report, figures, ends }: AnalysedPairs, asked: Asked, stopping?: StoppingUse): Decided {
  const decision = {
    ...decide(report, figures, asked),
    ...(stopping === undefined || report.ended !== "finished" ? {} : { stopping }),
  };
  return { report, decision, ends };
}

/** A run, what the policy makes of it, and how each of its pairs ended. */
export interface Decided {
  readonly report: RunReport;
  readonly decision: GateDecision;
  readonly ends: ReadonlyMap<string, PairEnd>;
}

/** One decision of a run and the same run again; the report is the first one's. */
export function decideTogether(runs: readonly [Decided, ...Decided[]], { policy }: Asked): RunReport {
  const [{ report, decision }, ...again] = runs;
  if (again.length === 0 && policy.flaky === undefined) return { ...report, gate: decision };
  const flaky = flakyTrials(runs.map(({ ends }) => ends));
  const gate = combined([decision, ...again.map((one) => one.decision)], flaky, policy.flaky);
  return { ...report, gate };
}

/** What the policy would make of a run that is under way, were it to end here. */
export async function lookAt(journal: string, asked: Asked) {
  const { report: cut, figures } = await analysePairs(journal);
  const report: RunReport = { ...cut, ended: cut.ended === "cut" ? "finished" : cut.ended };
  return { report, figures, decision: decide(report, figures, asked) };
}

const decide = (report: RunReport, figures: readonly PairFigure[], { policy, baseline }: Asked): GateDecision =>
  decideGate(report, policy, {
    probes,
    // Taken from the run's own day, a waiver would never end for a stored run.
    today: new Date().toISOString().slice(0, 10),
    figures,
    ...(baseline === undefined ? {} : { baseline }),
  });

/** What the scores of a run were in each pair, and how each pair ended. */
interface PairsSeen {
  readonly figures: readonly PairFigure[];
  readonly ends: ReadonlyMap<string, PairEnd>;
}

interface AnalysedPairs extends PairsSeen {
  readonly report: RunReport;
}

/** Looks at the pairs of one run while somebody reads it. */
export function watchPairs(): { readonly watch: PairWatch; seen(): PairsSeen } {
  let seen: PairsSeen = { figures: [], ends: new Map() };
  const ran = new Map<string, string>();
  return {
    watch: {
      onPair({ treatment }) {
        const { pair, experiment } = treatment.record.trial;
        ran.set(pair, experiment);
      },
      portions(portions) {
        seen = { figures: pairFiguresOf(portions), ends: endsOf(portions, ran) };
      },
    },
    seen: () => seen,
  };
}

/** The report of a journal, and its pairs. */
export async function analysePairs(journal: string): Promise<AnalysedPairs> {
  const { watch, seen } = watchPairs();
  const report = await analyse(journal, watch);
  return { report, ...seen() };
}

const ofVerdicts: ReadonlySet<number> = new Set([exitCodes.held, exitCodes.broken, exitCodes.inconclusive]);

/** A run that did not end by itself says so by its own code, be it the first or the same once more; otherwise the decision does. */
export function gateExitCode(
  { gate }: Pick<RunReport, "gate">,
  runs: readonly RunReport[],
  signal?: NodeJS.Signals,
): number {
  const codes = runs.map((run) => exitCodeOf(run, signal));
  const unfinished = codes.find((code) => !ofVerdicts.has(code));
  if (unfinished !== undefined) return unfinished;
  const { standing } = gate ?? { standing: "inconclusive" };
  return { passed: exitCodes.held, inconclusive: exitCodes.inconclusive, failed: exitCodes.broken }[standing];
}
