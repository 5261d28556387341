import type { Injection } from "../../harness/domain/experiment.ts";
import type { ExperimentResult } from "../../harness/domain/judgement.ts";
import { cleanLine } from "../text/clean.ts";
import { counted } from "../text/figures.ts";
import { clip } from "../text/width.ts";
import { describeSelector } from "./describe-selector.ts";
import { describeTrigger } from "./describe-trigger.ts";

/** `stale-results (1 version back) into policies, with probability 0.5` */
export function injectionWords({ fault, into, via, when, description }: Injection): string {
  const settings = description === fault ? "" : ` (${clip(cleanLine(description), 120)})`;
  return cleanLine(
    `${fault}${settings} into ${describeSelector(into)}${via ? " through the conversation" : ""}, ${describeTrigger(when)}`,
  );
}

export interface FiredInjection {
  readonly words: string;
  readonly fired: number;
}

/** Each planned injection with how often it fired, in sentences. */
export function firedInjections({ experiment, injections }: ExperimentResult): readonly FiredInjection[] {
  return injections.map(({ id, fault, fired, trials }) => {
    const planned = experiment.cells
      .map((cell) => cell.method.find((injection) => injection.id === id))
      .filter((found) => found !== undefined);
    const ways = [...new Set(planned.map(injectionWords))];
    const what =
      ways.length === 0
        ? cleanLine(fault)
        : ways.length === 1
          ? (ways[0] ?? "")
          : `${ways[0]}, and ${counted(ways.length - 1, "other setting")} of the matrix`;
    const often =
      trials === 0
        ? "no trial counts in which it could fire"
        : fired === 0
          ? `never fired in ${counted(trials, "trial")}`
          : `fired ${counted(fired, "time")} in ${counted(trials, "trial")}`;
    return { words: `${what}: ${often}`, fired };
  });
}
