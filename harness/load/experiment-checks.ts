import type { TargetDefinition } from "../domain/experiment.ts";
import { isServer, mixesCalls } from "../domain/target-spec.ts";
import type { Task } from "../domain/task.ts";
import { cellCount } from "./cells.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";
import type { ExperimentHead } from "./schema/experiment.ts";
import { didYouMean, listed, suggestion } from "./suggest.ts";
import type { MapReading } from "./system-map.ts";

/** Whether the experiment stays inside its blast radius; says so if it does not. */
export function checkTrials(
  head: ExperimentHead,
  { targets, tasks, repeats }: { readonly targets: number; readonly tasks: number; readonly repeats: number },
  section: Section,
  loading: Loading,
): boolean {
  const cells = cellCount(head.matrix);
  const trials = targets * cells * tasks * repeats * 2;
  const { maxTrials } = head.blastRadius;
  if (trials <= maxTrials && cells <= maxTrials) return true;
  const keys = [["blastRadius", "maxTrials"], ["matrix"], ["repeats"], ["tasks"]];
  const at = keys.map((path) => part(section, ...path)).find(({ value }) => value !== undefined) ?? section;
  const asked = targets > 1 ? `${several(targets, "target")} × ` : "";
  loading.problems.at(
    at,
    `This would run ${trials} trials (${asked}${several(cells, "cell")} × ${several(tasks, "task")} × ${several(repeats, "repeat")} × 2 arms), and blastRadius.maxTrials allows ${maxTrials}. Run less, or raise maxTrials.`,
  );
  return false;
}

const several = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** A task cannot be harmed by the fault and be expected not to be. */
export function checkOverlap(
  tasks: readonly Task[],
  bystanders: readonly Task[],
  section: Section,
  loading: Loading,
): void {
  const ids = new Set(tasks.map((task) => task.id));
  const both = bystanders.find((task) => ids.has(task.id));
  if (both === undefined) return;
  loading.problems.at(
    section,
    `"${both.id}" is a task of this experiment and a bystander too. Choose bystanders that the fault should not touch.`,
  );
}

/** Says which claims of an experiment without bystanders are about them: such a figure it could never have. */
export function checkBystanders(section: Section, loading: Loading): void {
  if (!Array.isArray(section.value)) return;
  for (const [index, claim] of section.value.entries())
    for (const { name } of loading.registry.probes.filter(({ ofBystanders }) => ofBystanders === true))
      if (isRecord(claim) && Object.hasOwn(claim, name))
        loading.problems.at(
          part(section, index, name),
          `"${name}" is about tasks beside those that the fault should meet, and this experiment has none. Name some under "bystanders: { from: <tasks>, tags: [...] }", or leave the claim out.`,
          "key",
        );
}

/** Bystanders of a server that hands no baggage on: nobody could say whose calls are whose. */
export function checkTellable({ spec, file }: TargetDefinition, section: Section, loading: Loading): void {
  if (section.value === undefined || !mixesCalls(spec)) return;
  const why = isServer(spec)
    ? 'does not say that the agent hands "baggage" on. Let it do so and set "propagates: true"'
    : "has one process for many tasks. Let each have its own";
  loading.problems.at(
    section,
    `Cannot tell the calls of bystanders apart: ${file} ${why}, or leave the bystanders out.`,
    "key",
  );
}

/** The script brain answers only what a playbook tells it to. What many tasks lack is said once. */
export function checkPlaybooks(
  target: TargetDefinition,
  tasks: readonly Task[],
  section: Section,
  loading: Loading,
): void {
  if (loading.registry.playbooks === undefined || target.brain.kind !== "script") return;
  if (!target.map.dependencies.some((one) => one.boundary === "model")) return;
  const lacking = tasks.flatMap((task) => {
    const turns = [...(task.earlier ?? []), task];
    const without = turns.findIndex(({ playbook }) => playbook === undefined);
    return without === -1 ? [] : [{ task, turn: turns.length === 1 ? undefined : without + 1 }];
  });
  const [first, ...others] = lacking;
  if (first === undefined) return;
  const { task, turn } = first;
  const alone = `${turn === undefined ? "Task" : `Turn ${turn} of task`} "${task.id}" of ${task.file} has no playbook, and the script brain cannot solve it without one. Write one`;
  const many = `${lacking.length} of ${several(tasks.length, "task")} have no playbook (${firstOf(lacking.map((one) => one.task.id))}), and the script brain cannot solve them without. Write one for each`;
  loading.problems.at(section, `${others.length === 0 ? alone : many}, or "brain: passthrough".`, "key");
}

const firstOf = (ids: readonly string[]): string =>
  ids.length > 3
    ? `${ids
        .slice(0, 3)
        .map((id) => `"${id}"`)
        .join(", ")} and ${ids.length - 3} more`
    : listed(ids);

export function checkBlastNames(
  head: Pick<ExperimentHead, "blastRadius">,
  { map, unsure }: MapReading,
  section: Section,
  loading: Loading,
): void {
  const known = [...map.dependencies.map((one) => one.name), ...unsure];
  for (const [index, name] of (head.blastRadius.dependencies ?? []).entries()) {
    if (known.includes(name)) continue;
    const at = part(section, "blastRadius", "dependencies", index);
    loading.problems.at(at, `${map.file} has no dependency "${name}".${didYouMean(name, known)}`);
  }
}

/**
 * What a claim is about is a dependency, an operation of one, the answer or the task. Detectors may have other names for
 * things, so only one that was plainly meant as one of these is told.
 */
export function checkClaimNames(section: Section, { map, unsure }: MapReading, loading: Loading): void {
  if (!Array.isArray(section.value)) return;
  const known = new Set(["answer", "task", ...map.dependencies.map(({ name }) => name), ...unsure]);
  for (const [index, claim] of section.value.entries()) {
    const [probe] = Object.keys(claim ?? {});
    if (probe === undefined) continue;
    const at = part(section, index, probe, "about");
    if (typeof at.value !== "string") continue;
    const [subject = ""] = at.value.split(".");
    const hint = known.has(subject) ? "" : suggestion(subject, known);
    if (hint !== "")
      loading.problems.at(at, `${map.file} has no dependency "${subject}" for "${probe}" to be about.${hint}`);
  }
}
