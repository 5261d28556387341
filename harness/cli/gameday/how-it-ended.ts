import type { GamedayPlan } from "../../domain/gameday.ts";
import { whoHalted } from "../../domain/gameday-words.ts";
import type { DayEnd } from "../../gameday/index.ts";
import { exitCodes } from "../exit-codes.ts";

export interface HowItEnded {
  readonly code: number;
  /** What follows from it, a line each; none where everything is as it should be. */
  readonly lines: readonly string[];
}

/** What a day shows that went on to its end. Nobody saw a failure is no pass: what cannot tell is inconclusive. */
export function finishedDay(
  { broken, untold, unmet, halts, anyFired }: Omit<DayEnd, "why" | "words">,
  { steadyState }: Pick<GamedayPlan, "steadyState">,
): HowItEnded {
  const unsure = [
    ...(steadyState.length === 0 ? ['The plan has no "steadyState", so nothing says that it was steady.'] : []),
    ...untold.map((bound) => `Too little was seen to tell at the end: ${bound}.`),
    ...unmet.map(({ injection, why }) => `The fault "${injection}" met nobody. ${why}`),
    ...(anyFired ? [] : ["No fault fired all day, so nothing is shown of any."]),
  ];
  const halted = halts.map(({ by, reason }) => `Halted by ${whoHalted(by)}: ${reason}.`);
  if (broken.length > 0)
    return {
      code: exitCodes.broken,
      lines: [...broken.map((bound) => `Did not hold all the time: ${bound}.`), ...halted, ...unsure],
    };
  if (halted.length > 0) return { code: exitCodes.aborted, lines: [...halted, ...unsure] };
  return unsure.length > 0
    ? { code: exitCodes.inconclusive, lines: ["Inconclusive:", ...unsure.map((line) => `  ${line}`)] }
    : { code: exitCodes.held, lines: [] };
}
