import type { Probe } from "../domain/judgement.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";
import { display } from "./wording.ts";

/** Says that a bound of what measures time has no unit. Nobody asks so few milliseconds of an agent: seconds were meant. */
export function bareTime({ unit }: Probe, at: Section, loading: Loading): boolean {
  const { value } = at;
  if (unit !== "ms" || typeof value !== "number" || value <= 0 || value >= 100) return false;
  const [seconds, ms] = [display(`${value}s`), display(`${value}ms`)];
  loading.problems.at(
    at,
    `"${String(at.path.at(-1))}" must have a unit, not ${value}: without one it would be milliseconds. Write ${seconds}, or ${ms} if so little is meant.`,
  );
  return true;
}
