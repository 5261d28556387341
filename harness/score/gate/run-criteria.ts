import type { CriterionResult, GatePolicy } from "../../domain/gate.ts";
import type { ExperimentResult, RunReport } from "../../domain/judgement.ts";
import { listOf, times } from "../words.ts";

const missing = ({ trials }: ExperimentResult): number => trials.planned - trials.finished - trials.failed;

/** What every gate asks, whatever its policy says: a run that ended, of experiments whose faults met something. */
export function wholeRun(report: RunReport): CriterionResult {
  const asked = "a run that went to its end, in which every experiment's fault met a call";
  const { experiments, ended, shard, only } = report;
  const idle = experiments.filter(({ trials }) => trials.exposed === 0).map(({ experiment }) => experiment.id);
  const failed = experiments.reduce((sum, { trials }) => sum + trials.failed, 0);
  const lost = experiments.reduce((sum, result) => sum + Math.max(0, missing(result)), 0);
  const amiss = [
    ...(experiments.length === 0 ? ["no experiment was run"] : []),
    ...(ended === "finished" ? [] : [ended === "cut" ? "the journal has no end" : `the run was ${ended}`]),
    ...(shard === undefined ? [] : [`it is shard ${shard.index} of ${shard.of} alone: merge them first`]),
    ...(only === undefined ? [] : [`it ran only ${only}`]),
    ...(failed === 0 ? [] : [`${times(failed, "trial")} could not be run`]),
    ...(lost === 0 ? [] : [`${times(lost, "planned trial was", "planned trials were")} not finished`]),
    ...(idle.length === 0 ? [] : [`no fault met a call in ${listOf(idle)}`]),
  ];
  if (amiss.length > 0)
    return {
      asked,
      standing: "inconclusive",
      found: amiss.join("; "),
      next: "Run it to its end, every trial of it: what did not run was not shown to hold.",
    };
  const exposed = experiments.reduce((sum, { trials }) => sum + trials.exposed, 0);
  return {
    asked,
    standing: "passed",
    found: `${times(experiments.length, "experiment")}, ${times(exposed, "trial")} that met a fault`,
  };
}

/** How many experiments came to which verdict. */
export function verdictCriteria(report: RunReport, policy: GatePolicy): readonly CriterionResult[] {
  const { experiments: limits } = policy;
  if (limits === undefined) return [];
  const { at } = limits;
  const of = (verdict: ExperimentResult["verdict"]): readonly ExperimentResult[] =>
    report.experiments.filter((result) => result.verdict === verdict);
  const count = (results: readonly ExperimentResult[]): string =>
    results.length === 0
      ? `none of ${report.experiments.length}`
      : `${results.length} of ${report.experiments.length}: ${listOf(results.map(({ experiment }) => experiment.id))}`;
  const broken = of("broken");
  const degraded = of("degraded");
  const open = of("inconclusive");
  const most = (limit: number, word: string): string => `at most ${times(limit, `${word} experiment`)}`;
  const bad = (results: readonly ExperimentResult[], limit: number, word: string): CriterionResult => ({
    asked: most(limit, word),
    standing: results.length > limit ? "failed" : "passed",
    found: count(results),
    at,
    ...(results.length > limit ? { next: mendStep(results) } : {}),
  });
  return [
    bad(broken, limits.broken, "broken"),
    ...(limits.degraded === undefined ? [] : [bad(degraded, limits.degraded, "degraded")]),
    {
      asked: most(limits.inconclusive, "undecided"),
      standing: open.length > limits.inconclusive ? "inconclusive" : "passed",
      found: count(open),
      at,
      ...(open.length > limits.inconclusive ? undecided(open) : {}),
    },
  ];
}

/** The advice of the gravest finding of the first that has one. */
function mendStep(results: readonly ExperimentResult[]): string {
  const advised = results.find(({ findings }) => findings.length > 0) ?? results[0];
  const advice = advised?.findings[0]?.advice ?? "Read its reasons above, and mend the agent.";
  return `Begin with ${advised?.experiment.id}. ${advice}`;
}

function undecided(open: readonly ExperimentResult[]): Pick<CriterionResult, "next" | "repeats"> {
  const repeats = Math.max(0, ...open.flatMap(({ claims }) => claims.map((claim) => claim.repeats ?? 0)));
  if (repeats > 0) return { next: `Give it about ${times(repeats, "more repeat")}.`, repeats };
  const [first] = open;
  return { next: `Mend what leaves ${first?.experiment.id} undecided: ${first?.reasons[0] ?? "see its reasons"}.` };
}

/** Pairs in which each experiment's fault fired. */
export function pairCriteria(report: RunReport, policy: GatePolicy): readonly CriterionResult[] {
  const { pairs } = policy;
  if (pairs === undefined) return [];
  const few = report.experiments.filter(({ trials }) => trials.exposed < pairs.atLeast);
  const asked = `at least ${times(pairs.atLeast, "pair")} of each experiment in which its fault fired`;
  if (few.length === 0) return [{ asked, standing: "passed", found: "all have as many", at: pairs.at }];
  const repeats = Math.max(
    ...few.map(({ trials, experiment }) =>
      trials.exposed === 0 ? 0 : Math.ceil(((pairs.atLeast - trials.exposed) * experiment.repeats) / trials.exposed),
    ),
  );
  return [
    {
      asked,
      standing: "inconclusive",
      found: `too few in ${listOf(few.map(({ experiment, trials }) => `${experiment.id} (${trials.exposed})`))}`,
      at: pairs.at,
      ...(repeats > 0
        ? { repeats, next: `Give it ${times(repeats, "more repeat")}.` }
        : { next: "Widen the selector or the trigger of its injections." }),
    },
  ];
}
