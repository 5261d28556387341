import { counted } from "../../../reports/text/figures.ts";
import type { CallStarted } from "../../domain/events.ts";
import type { TargetDefinition } from "../../domain/experiment.ts";
import type { Check } from "./diagnose.ts";

/** What an examination rests on. */
export interface Examined {
  /** Dependencies that an experiment of this target injects a fault into. */
  readonly struck: ReadonlySet<string>;
  /** The one question that was asked, where no experiment gave a task. */
  readonly question?: string;
}

/** Of each dependency of the map, whether it was called. */
export function dependencyChecks(
  { map: { dependencies }, file }: TargetDefinition,
  started: readonly CallStarted[],
  { struck, question }: Examined,
  trials: number,
): readonly Check[] {
  const called = (name: string): boolean => started.some((call) => call.dependency === name);
  const firstIdle = dependencies.find(({ name, standsInFor }) => !standsInFor && !called(name))?.name;
  return dependencies.map((dependency): Check => {
    const { name, standsInFor, env } = dependency;
    const calls = started.filter((call) => call.dependency === name);
    if (calls.length > 0) {
      const operations = [...new Set(calls.map(({ operation }) => operation))].slice(0, 4).join(", ");
      return { level: "ok", about: name, says: `${counted(calls.length, "call")}: ${operations}` };
    }
    const says = `no call in ${counted(trials, "trial")} without faults`;
    if (standsInFor)
      return { level: "note", about: name, says: `${says}; it stands in for ${standsInFor.join(" and ")}` };
    // One question needs few of them: that others were not called says nothing of the wiring.
    if (question !== undefined)
      return {
        level: "note",
        about: name,
        says: `not called by the one question that was asked, “${question}”`,
        ...(name === firstIdle
          ? {
              next: `Name experiments that ask this target too, for their tasks (brownout doctor ${file} <folder>), or ask another question with --prompt.`,
            }
          : {}),
      };
    const told =
      env === undefined
        ? "Does the agent call it at the address of the map? If it reads its address from a variable, name that as `env`."
        : `Is ${env} what the agent reads?`;
    return struck.has(name)
      ? {
          level: "problem",
          about: name,
          says: `${says}, and experiments put faults into it: none would fire`,
          next: told,
        }
      : { level: "warning", about: name, says, next: `${told} Or choose tasks that need it.` };
  });
}
