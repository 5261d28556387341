import type { Expected } from "./driver.ts";
import { healthyAnswer } from "./experiment.ts";
import type { Observed, Route } from "./observe.ts";

/** How much earlier or later than expected an attempt may come, in ms. Virtual time is exact; on real time a machine may be busy. */
const slack: Readonly<Record<Route, { readonly early: number; readonly late: number }>> = {
  "in-process": { early: 1, late: 1 },
  gateway: { early: 25, late: 2500 },
  relay: { early: 25, late: 2500 },
};

/** Everything in which a run differs from what was expected, in words; empty = as expected. */
export function differences(expected: Expected, observed: Observed, route: Route): readonly string[] {
  const { seen } = observed;
  if (!seen) return [`could not be run: ${observed.broken ?? "no outcome"}`];
  const found: string[] = [];
  const check = (what: string, wanted: unknown, got: unknown): void => {
    if (wanted !== got) found.push(`${what}: expected ${show(wanted)}, saw ${show(got)}`);
  };
  check("attempts", expected.attempts, observed.attempts);
  check("hangs", expected.hangs ?? false, seen.hung);
  check("raises", expected.raises, seen.raised?.chain);
  check("said", expected.said === "answer" ? healthyAnswer : (expected.said ?? ""), seen.said);
  for (const key of ["name", "status", "code", "type", "cause"] as const) {
    if (expected[key] !== undefined) check(key, expected[key], seen.raised?.[key]);
  }
  if (expected.message !== undefined && !seen.raised?.message.includes(expected.message))
    found.push(`message: expected ${show(expected.message)} in ${show(seen.raised?.message)}`);
  return [...found, ...gapDifferences(expected, observed, route)];
}

function gapDifferences({ gaps = [] }: Expected, observed: Observed, route: Route): string[] {
  const { early, late } = slack[route];
  return observed.gaps.flatMap((gap, index) => {
    const [least, most] = gaps[index] ?? gaps.at(-1) ?? [0, Number.POSITIVE_INFINITY];
    return gap >= least - early && gap <= most + late
      ? []
      : [`gap ${index + 1}: expected ${least} to ${most} ms, saw ${Math.round(gap)}`];
  });
}

/** Whether two routes showed the client the same. Times are each route's own. */
export function routeDifferences(a: Observed, b: Observed): readonly string[] {
  const facts = ({ seen, attempts }: Observed): Record<string, unknown> => ({
    attempts,
    said: seen?.said,
    hung: seen?.hung,
    raises: seen?.raised?.chain,
    status: seen?.raised?.status,
    code: seen?.raised?.code,
    type: seen?.raised?.type,
  });
  const [left, right] = [facts(a), facts(b)];
  return Object.keys(left).flatMap((key) =>
    left[key] === right[key] ? [] : [`${key}: ${show(left[key])} against ${show(right[key])}`],
  );
}

const show = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value));
