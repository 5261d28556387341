import type { TargetDefinition } from "../domain/experiment.ts";
import type { Task } from "../domain/task.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";

/** A task of several turns needs a target that can be asked twice in one conversation; says so if this one cannot. */
export function checkSessions(
  target: TargetDefinition,
  tasks: readonly Task[],
  section: Section,
  loading: Loading,
): void {
  const task = tasks.find(({ earlier = [] }) => earlier.length > 0);
  if (task === undefined) return;
  const why = lackOf(target, loading);
  if (why === undefined) return;
  const turns = (task.earlier?.length ?? 0) + 1;
  loading.problems.at(
    section,
    `Task "${task.id}" of ${task.file} has ${turns} turns, and ${target.file} cannot be asked twice in one conversation. ${why}`,
    "key",
  );
}

function lackOf({ spec }: TargetDefinition, { registry }: Loading): string | undefined {
  if (spec.kind === "module" || spec.kind === "browser") return undefined;
  const { contract } = spec;
  if (spec.kind === "command" && contract === undefined && spec.process === undefined)
    return spec.state === undefined
      ? 'Its program is started for each turn. Say "process: per-trial" and let it read lines of JSON, or hand it a folder to keep its conversations in by "state".'
      : undefined;
  const all = (registry.contracts ?? []).filter(({ kind }) => kind === spec.kind);
  const spoken = contract === undefined ? all[0] : all.find(({ name }) => name === contract.name);
  if (spoken?.lacksSession === undefined) return undefined;
  return spoken.lacksSession(contract?.settings ?? spoken.settings.parse({}));
}
