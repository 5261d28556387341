import type { ExperimentResult, RunReport } from "../../harness/domain/judgement.ts";
import { shellWord as quoted } from "../../harness/domain/shell-word.ts";
import { cleanLine } from "../text/clean.ts";

/** Options of the original command that change what a trial does, and whether they take a value. */
const carried: ReadonlyMap<string, boolean> = new Map([
  ["--target", true],
  ["--repeats", true],
  ["--seed", true],
  ["--gateway", false],
]);

/** A word of a command that is shown: on one line, with nothing in it that a terminal obeys. */
export const shellWord = (word: string): string => quoted(cleanLine(word));

const switches: ReadonlySet<string> = new Set(["--gateway", "--recheck", "--fail-on-flaky"]);

/** The files among the words, of which others are values of options. */
const filesOf = (command: readonly string[]): readonly string[] =>
  command.filter((word, index) => {
    const before = command[index - 1] ?? "";
    const isValue = before.startsWith("-") && !before.includes("=") && !switches.has(before);
    return /\.(ya?ml|json)$/.test(word) && !word.startsWith("-") && !isValue;
  });

/** A suite may set repeats, seed and target itself: then the command says them all, as the experiment's own file does not. */
function suiteSettings({ command, experiments }: RunReport, { experiment }: ExperimentResult): readonly string[] {
  if (filesOf(command).every((file) => experiments.some((one) => one.experiment.file === file))) return [];
  const said = (name: string): boolean => command.some((word) => word === name || word.startsWith(`${name}=`));
  return [
    ...(said("--target") ? [] : [`--target ${shellWord(experiment.target.file)}`]),
    ...(said("--repeats") ? [] : [`--repeats ${experiment.repeats}`]),
    ...(said("--seed") ? [] : [`--seed ${shellWord(experiment.seed)}`]),
  ];
}

function overrides(command: readonly string[]): readonly string[] {
  return command.flatMap((word, index) => {
    const [name = "", value] = word.split(/=(.*)/s);
    const takesValue = carried.get(name);
    if (takesValue === undefined) return [];
    if (!takesValue || value !== undefined) return [shellWord(word)];
    const next = command[index + 1];
    return next === undefined ? [] : [`${name} ${shellWord(next)}`];
  });
}

/**
 * The command that runs one trial of the experiment (and its control) alone, the worst unless one is given, in parts that belong on one line each:
 * `brownout run FILE`, `--only TRIAL`, and the options of the original command that change what happens.
 */
export function reproduceParts(
  report: RunReport,
  result: ExperimentResult,
  trial = result.examples[0]?.treatment.record.trial.id,
): readonly string[] {
  const { experiment } = result;
  return [
    `brownout run ${shellWord(experiment.file)}`,
    ...(trial === undefined ? [] : [`--only ${shellWord(trial)}`]),
    ...overrides(report.command),
    ...suiteSettings(report, result),
  ];
}

export const reproduceCommand = (report: RunReport, result: ExperimentResult, trial?: string): string =>
  reproduceParts(report, result, trial).join(" ");
