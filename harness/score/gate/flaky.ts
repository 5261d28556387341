import type { CriterionResult, FlakyTrial, GateDecision, GatePolicy } from "../../domain/gate.ts";
import type { Portion } from "../scopes.ts";
import { listOf, times } from "../words.ts";
import { worstStanding } from "./decide-gate.ts";

/** How each analysed pair ended, by its name: `correct`, or `correct, but its control trial wrong`. */
export const outcomesOf = (portions: readonly Portion[]): ReadonlyMap<string, string> =>
  new Map(
    portions.flatMap(({ table }) =>
      table.order().map((row): [string, string] => {
        const { treatment, control } = table.kind(row);
        return [table.name(row), control === "correct" ? treatment : `${treatment}, with its control trial ${control}`];
      }),
    ),
  );

/** Pairs that ended otherwise when they were run again: same plan, same seed, so that nothing but the agent could differ. */
export function flakyTrials(runs: readonly ReadonlyMap<string, string>[]): readonly FlakyTrial[] {
  const [first, ...others] = runs;
  return [...(first ?? [])].flatMap(([pair, outcome]) => {
    const outcomes = [outcome, ...others.flatMap((run) => run.get(pair) ?? [])];
    if (new Set(outcomes).size < 2) return [];
    return [{ experiment: pair.split("/").slice(0, -2).join("/"), pair, outcomes }];
  });
}

/**
 * One decision from that of a run and those of the same run again. What failed each time failed; what failed only some of the time is
 * flaky and, as long as nobody asks that nothing be, undecided.
 */
export function combined(
  decisions: readonly [GateDecision, ...GateDecision[]],
  flaky: readonly FlakyTrial[],
  asked: GatePolicy["flaky"],
): GateDecision {
  const [first, ...again] = decisions;
  const criteria = first.criteria.map((criterion): CriterionResult => {
    const others = again.flatMap((one) => one.criteria.find(({ asked: words }) => words === criterion.asked) ?? []);
    const standings = [criterion.standing, ...others.map(({ standing }) => standing)];
    if (new Set(standings).size < 2) return criterion;
    if (standings.every((one) => one !== "failed")) return { ...criterion, standing: worstStanding(standings) };
    return {
      ...criterion,
      standing: "inconclusive",
      found: `${criterion.found}; ${standings.join(", then ")} with the same seeds`,
      next: `Find out what differs between two runs with the same seed: ${listOf(flaky.map(({ pair }) => pair)) || "see both"}.`,
    };
  });
  const rule: readonly CriterionResult[] = asked === undefined ? [] : [flakyCriterion(flaky, asked)];
  const all = [...rule, ...criteria].sort((a, b) => rank(b) - rank(a));
  const standing = worstStanding(all.map((one) => one.standing));
  const next =
    standing === "passed" ? first.next : (all.find((one) => one.standing === standing && one.next)?.next ?? first.next);
  return { ...first, criteria: all, standing, flaky, next };
}

const rank = ({ standing }: CriterionResult): number => ["passed", "inconclusive", "failed"].indexOf(standing);

function flakyCriterion(
  flaky: readonly FlakyTrial[],
  { atMost, at }: NonNullable<GatePolicy["flaky"]>,
): CriterionResult {
  const asked = `at most ${times(atMost, "flaky trial")}`;
  if (flaky.length <= atMost)
    return { asked, standing: "passed", found: flaky.length === 0 ? "none" : String(flaky.length), at };
  return {
    asked,
    standing: "failed",
    found: `${flaky.length}: ${listOf(flaky.map(({ pair }) => pair))}`,
    at,
    next: `Find out what differs between two runs with the same seed, beginning with ${flaky[0]?.pair}.`,
  };
}
