import { brokenCode, type CriterionResult, type GateFinding, type GatePolicy } from "../../domain/gate.ts";
import { type ExperimentResult, type RunReport, severities } from "../../domain/judgement.ts";
import { listOf, times } from "../words.ts";
import { counting } from "./finding-criteria.ts";
import { brokenWaived } from "./waivers.ts";

const missing = ({ trials }: ExperimentResult): number => trials.planned - trials.finished - trials.failed;

/** What every gate asks, whatever its policy says: a run that ended, of experiments whose faults met something. */
export function wholeRun(report: RunReport): CriterionResult {
  const asked = "a run that went to its end, in which every experiment's fault met a call";
  const { experiments, ended, shard, only } = report;
  const silent = experiments.filter(({ trials }) => trials.exposed === 0);
  const unjudged = silent.filter((result) => (result.unjudged?.exposed ?? 0) > 0);
  const idle = silent.filter((result) => !unjudged.includes(result));
  const failed = experiments.reduce((sum, { trials }) => sum + trials.failed, 0);
  const lost = experiments.reduce((sum, result) => sum + Math.max(0, missing(result)), 0);
  const amiss = [
    ...(experiments.length === 0 ? ["no experiment was run"] : []),
    ...(ended === "finished" ? [] : [ended === "cut" ? "the journal has no end" : `the run was ${ended}`]),
    ...(shard === undefined ? [] : [`it is shard ${shard.index} of ${shard.of} alone: merge them first`]),
    ...(only === undefined ? [] : [`it ran only ${only}`]),
    ...(failed === 0 ? [] : [`${times(failed, "trial")} could not be run`]),
    ...(lost === 0 ? [] : [`${times(lost, "planned trial was", "planned trials were")} not finished`]),
  ];
  const found = [
    ...amiss,
    ...(unjudged.length === 0 ? [] : [`no trial that met a fault could be judged in ${idsOf(unjudged)}`]),
    ...(idle.length === 0 ? [] : [`no fault met a call in ${idsOf(idle)}`]),
  ];
  if (found.length > 0)
    return {
      asked,
      standing: "inconclusive",
      found: found.join("; "),
      next:
        amiss.length > 0
          ? "Run it to its end, every trial of it: what did not run was not shown to hold."
          : (unjudgedStep(unjudged) ?? "Widen the selector or the trigger of its injections."),
    };
  const exposed = experiments.reduce((sum, { trials }) => sum + trials.exposed, 0);
  return {
    asked,
    standing: "passed",
    found: `${times(experiments.length, "experiment")}, ${times(exposed, "trial")} that met a fault`,
  };
}

function unjudgedStep([first]: readonly ExperimentResult[]): string | undefined {
  return first?.unjudged === undefined
    ? undefined
    : `Nothing that met a fault could be judged in ${first.experiment.id}: ${first.unjudged.why}.`;
}

/**
 * How many experiments came to which verdict. What is not written is not asked; where `inconclusive` is not, an undecided experiment
 * may yet be what the policy limits.
 */
export function verdictCriteria(
  report: RunReport,
  policy: GatePolicy,
  findings: readonly GateFinding[],
  today: string,
): readonly CriterionResult[] {
  const { experiments: limits } = policy;
  if (limits === undefined) return [];
  const { at, inconclusive } = limits;
  const of = (verdict: ExperimentResult["verdict"]): readonly ExperimentResult[] =>
    report.experiments.filter((result) => result.verdict === verdict);
  const open = of("inconclusive");
  const waived = brokenWaived(report, policy.waivers, today);
  const limited = (limit: number | undefined, word: "broken" | "degraded"): readonly CriterionResult[] => {
    if (limit === undefined) return [];
    const those = of(word);
    const counted = word === "broken" ? those.filter(({ experiment }) => !waived.has(experiment.id)) : those;
    const spared = those.length - counted.length;
    const unsure = inconclusive === undefined && open.length > 0;
    const base = {
      ...placed(at[word]),
      asked: `at most ${times(limit, `${word} experiment`)}`,
      found: `${countOf(counted, report)}${spared === 0 ? "" : `; ${spared} waived`}${unsure ? `; undecided: ${idsOf(open)}` : ""}`,
    };
    if (counted.length > limit) return [{ ...base, standing: "failed", next: mendStep(counted, findings) }];
    if (unsure && counted.length + open.length > limit)
      return [{ ...base, standing: "inconclusive", ...undecided(open) }];
    return [{ ...base, standing: "passed" }];
  };
  return [
    ...limited(limits.broken, "broken"),
    ...limited(limits.degraded, "degraded"),
    ...(inconclusive === undefined
      ? []
      : [
          {
            asked: `at most ${times(inconclusive, "undecided experiment")}`,
            standing: open.length > inconclusive ? ("inconclusive" as const) : ("passed" as const),
            found: countOf(open, report),
            ...placed(at.inconclusive),
            ...(open.length > inconclusive ? undecided(open) : {}),
          },
        ]),
  ];
}

const placed = (at: string | undefined): { readonly at?: string } => (at === undefined ? {} : { at });

const idsOf = (results: readonly ExperimentResult[]): string => listOf(results.map(({ experiment }) => experiment.id));

const countOf = (results: readonly ExperimentResult[], { experiments }: RunReport): string =>
  results.length === 0
    ? `none of ${experiments.length}`
    : `${results.length} of ${experiments.length}: ${idsOf(results)}`;

/** As reports number findings, so that both say to begin with the same one: the gravest first, then what was seen in most experiments and trials. */
function asListed(findings: readonly GateFinding[]): (a: GateFinding, b: GateFinding) => number {
  const seen = Map.groupBy(
    findings.filter(({ now }) => now !== undefined),
    ({ code }) => code,
  );
  const rankOf = ({ code }: GateFinding) => {
    const those = seen.get(code) ?? [];
    return {
      gravest: Math.min(...those.map(({ severity }) => severities.indexOf(severity))),
      places: those.length,
      trials: those.reduce((sum, one) => sum + (one.now?.count ?? 0), 0),
    };
  };
  return (a, b) => {
    const [first, second] = [rankOf(a), rankOf(b)];
    return (
      first.gravest - second.gravest ||
      second.places - first.places ||
      second.trials - first.trials ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0) ||
      (b.now?.count ?? 0) - (a.now?.count ?? 0)
    );
  };
}

/** The advice of the gravest finding that nobody has waived; what else can be done if there is no other. */
function mendStep(results: readonly ExperimentResult[], findings: readonly GateFinding[]): string {
  const ids = results.map(({ experiment }) => experiment.id);
  const there = findings.filter(({ standing, experiment }) => standing !== "fixed" && ids.includes(experiment));
  const [open] = counting(there).toSorted(asListed(findings));
  const first = results.find(({ experiment }) => experiment.id === open?.experiment) ?? results[0];
  const id = first?.experiment.id;
  if (open === undefined && there.some(({ experiment }) => experiment === id))
    return `All that was found in ${id} is waived, but its claim is broken still: mend the agent, or waive that too, with "code: ${brokenCode}".`;
  const advice = first?.findings.find(({ code }) => code === open?.code)?.advice;
  return `Begin with ${id}. ${advice ?? "Read its reasons above, and mend the agent."}`;
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
    ...few.map(({ trials, repeatsRun }) =>
      trials.exposed === 0 ? 0 : Math.ceil(((pairs.atLeast - trials.exposed) * repeatsRun) / trials.exposed),
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
