import { formatDuration } from "../../harness/domain/duration.ts";
import type { Cell, Experiment, Injection } from "../../harness/domain/experiment.ts";
import { brief } from "../text/brief.ts";
import { cleanLine } from "../text/clean.ts";
import { counted } from "../text/figures.ts";
import { painter } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { hang } from "../text/wrap.ts";
import { toleranceWords } from "./claim-words.ts";
import { describeSelector } from "./describe-selector.ts";
import { describeTrigger } from "./describe-trigger.ts";
import { agentWords } from "./run-words.ts";

/** A fault with its parameters in words: `throttled, retry after 2 s`. */
export type DescribeFault = (fault: string, params: unknown) => string;

/**
 * A dry run in sentences: for each experiment what would be injected where and when, how many trials that makes, and how
 * far the faults may reach. `trials`: of all experiments together.
 */
export function renderPlan(
  experiments: readonly Experiment[],
  trials: number,
  describe: DescribeFault,
  options: TextOptions = { width: 100, colour: false },
): string {
  const paint = painter(options.colour);
  if (experiments.length === 0) return "No experiment is selected: nothing would run.\n";
  const parts = experiments.map((experiment) => {
    const [title = "", ...rest] = sectionOf(experiment, describe, options.width);
    return [paint("bold", title), ...rest].join("\n");
  });
  const total = `${counted(experiments.length, "experiment")}, ${counted(trials, "trial")}. This was a dry run: nothing was started, no fault was injected.`;
  return `${[...parts, hang("", total, options.width).join("\n")].join("\n\n")}\n`;
}

function sectionOf(experiment: Experiment, describe: DescribeFault, width: number): readonly string[] {
  const line = (label: string, text: string): readonly string[] => hang(`  ${label.padEnd(10)}`, text, width);
  const { target, hypothesis, cells } = experiment;
  return [
    ...hang("", brief(experiment.title, 200), width),
    ...hang("  ", brief(experiment.question, 200), width),
    ...line("file", `${cleanLine(experiment.file)} (${experiment.failureMode}, ${experiment.dimension})`),
    ...line("agent", agentWords(cleanLine(target.name), target)),
    ...cells.flatMap((cell, index) => cellLines(cell, index, cells.length, describe, width)),
    ...hypothesis.flatMap((claim) => line(claim.level, toleranceWords(claim))),
    ...line("trials", trialsOf(experiment)),
    ...line("reach", reachOf(experiment)),
  ];
}

function cellLines(
  { values, method }: Cell,
  index: number,
  of: number,
  describe: DescribeFault,
  width: number,
): readonly string[] {
  const names = Object.entries(values).map(
    ([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const heading =
    of === 1
      ? []
      : hang("  ", cleanLine(`Cell ${index + 1} of ${of}${names.length === 0 ? "" : `: ${names.join(", ")}`}`), width);
  const nothing = method.length === 0 ? ["    nothing is injected"] : [];
  return [
    ...heading,
    ...nothing,
    ...method.flatMap((injection) => hang("    ⚡ ", injectionSentence(injection, describe), width)),
  ];
}

const injectionSentence = ({ id, fault, into, when, params }: Injection, describe: DescribeFault): string =>
  cleanLine(
    `${id === fault ? fault : `${id} (${fault})`} into ${describeSelector(into)}, ${describeTrigger(when)}: ${describe(fault, params)}`,
  );

/** `3 tasks × 5 repeats × 2 cells × 2 arms = 60, each beside 2 bystanders, at most 60s a task, seed 7` */
function trialsOf({ tasks, repeats, cells, bystanders, afterwards, deadline, seed }: Experiment): string {
  const factors = [
    counted(tasks.length, "task"),
    counted(repeats, "repeat"),
    ...(cells.length > 1 ? [`${cells.length} cells`] : []),
    "2 arms",
  ];
  const total = tasks.length * repeats * cells.length * 2;
  const beside = bystanders.length === 0 ? "" : `, each beside ${counted(bystanders.length, "bystander task")}`;
  const later = afterwards
    ? `, and ${counted(afterwards.tasks.length, "task")} ${afterwards.wait > 0 ? `${formatDuration(afterwards.wait)} ` : ""}afterwards`
    : "";
  return cleanLine(
    `${factors.join(" × ")} = ${total}${beside}${later}; at most ${formatDuration(deadline)} for a task; seed ${seed}`,
  );
}

function reachOf({ cells, blastRadius, target }: Experiment): string {
  const touched = new Set(
    cells.flatMap(({ method }) =>
      method.flatMap(({ into }) => reached(into.boundary, into.dependencies, target.map.dependencies)),
    ),
  );
  const names = blastRadius.dependencies ?? [...touched];
  const untouched = target.map.dependencies.map(({ name }) => name).filter((name) => !touched.has(name));
  return cleanLine(
    [
      `only ${names.length === 0 ? "nothing" : names.join(", ")}`,
      `at most ${counted(blastRadius.maxFaultsPerTrial, "fault")} in a trial and ${counted(blastRadius.maxTrials, "trial")}`,
      ...(untouched.length === 0 ? [] : [`left alone: ${untouched.join(", ")}`]),
      ...(target.map.allowHosts.length === 0 ? [] : [`may really call ${target.map.allowHosts.join(", ")}`]),
    ].join("; "),
  );
}

function reached(
  boundary: string,
  names: readonly string[],
  dependencies: Experiment["target"]["map"]["dependencies"],
): readonly string[] {
  if (!names.includes("*")) return names;
  const all = dependencies.filter((dependency) => dependency.boundary === boundary).map(({ name }) => name);
  return all.length === 0 ? [`every ${boundary}`] : all;
}
