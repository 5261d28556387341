import type { CriterionResult, FlakyTrial, GateDecision, GatePolicy } from "../../domain/gate.ts";
import type { Portion } from "../scopes.ts";
import { listOf, times } from "../words.ts";
import { worstFirst, worstStanding } from "./decide-gate.ts";

/** How a pair of a run ended. */
export interface PairEnd {
  readonly experiment: string;
  /** `correct`, or `correct, with its control trial wrong`. */
  readonly outcome: string;
}

/** How each pair ended, by its name. `ran`: every whole pair, with its experiment; what is not analysed met no fault. */
export function endsOf(
  portions: readonly Pick<Portion, "experiment" | "table">[],
  ran: ReadonlyMap<string, string>,
): ReadonlyMap<string, PairEnd> {
  const analysed = portions.flatMap(({ experiment, table }) =>
    table.order().map((row): [string, PairEnd] => {
      const { treatment, control } = table.kind(row);
      const outcome = control === "correct" ? treatment : `${treatment}, with its control trial ${control}`;
      return [table.name(row), { experiment: experiment.id, outcome }];
    }),
  );
  const others = [...ran].map(([pair, experiment]): [string, PairEnd] => [
    pair,
    { experiment, outcome: "no fault met" },
  ]);
  return new Map([...others, ...analysed]);
}

/**
 * Pairs that ended otherwise when they were run again: same plan, same seed, so that nothing but the agent could differ. A pair that
 * only one run came to (a gate in rounds may stop earlier) tells nothing.
 */
export function flakyTrials(runs: readonly ReadonlyMap<string, PairEnd>[]): readonly FlakyTrial[] {
  const pairs = new Map(runs.flatMap((run) => [...run].map(([pair, { experiment }]) => [pair, experiment])));
  return [...pairs].flatMap(([pair, experiment]) => {
    const outcomes = runs.flatMap((run) => run.get(pair)?.outcome ?? []);
    return new Set(outcomes).size < 2 ? [] : [{ experiment, pair, outcomes }];
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
  const rule: readonly CriterionResult[] =
    asked === undefined ? [] : [again.length === 0 ? runOnce(asked) : flakyCriterion(flaky, asked)];
  const all = [...rule, ...criteria].sort(worstFirst);
  const standing = worstStanding(all.map((one) => one.standing));
  const next =
    standing === "passed" ? first.next : (all.find((one) => one.standing === standing && one.next)?.next ?? first.next);
  return { ...first, criteria: all, standing, flaky, next };
}

type Asked = NonNullable<GatePolicy["flaky"]>;
const askedWords = ({ atMost }: Asked): string => `at most ${times(atMost, "flaky trial")}`;

const runOnce = (rule: Asked): CriterionResult => ({
  asked: askedWords(rule),
  standing: "inconclusive",
  found: "it was run only once",
  at: rule.at,
  next: "Give the same run again: --run A --run B.",
});

function flakyCriterion(flaky: readonly FlakyTrial[], rule: Asked): CriterionResult {
  const { atMost, at } = rule;
  const asked = askedWords(rule);
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
