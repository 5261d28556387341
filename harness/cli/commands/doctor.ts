import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { Option } from "commander";
import { parse } from "yaml";
import { InvalidInput } from "../../domain/diagnostic.ts";
import type { Experiment, TargetDefinition } from "../../domain/experiment.ts";
import type { Task } from "../../domain/task.ts";
import { loadExperiments, loadTarget } from "../../load/index.ts";
import { type Diagnosis, diagnose } from "../doctor/diagnose.ts";
import { equipmentChecks } from "../doctor/equipment-checks.ts";
import { examine, variedTasks } from "../doctor/examine.ts";
import { yamlOf } from "../doctor/propose.ts";
import { textOf } from "../doctor/text.ts";
import { exitCodes } from "../exit-codes.ts";
import { signalOf } from "../io.ts";
import type { AddCommand } from "../program.ts";
import { registry } from "../registry.ts";
import { portForRunningServers } from "../run/running-servers.ts";
import { atLeastOne, portNumber, span } from "./options.ts";

interface Flags {
  readonly tasks: number;
  readonly prompt: string;
  readonly deadline: number;
  readonly gateway?: boolean;
  readonly port?: number;
  readonly format: string;
}

export const addDoctor: AddCommand = (program, io, finish) => {
  program
    .command("doctor")
    .description("try targets without any fault: do they start, who calls whom, and what does the system map lack")
    .argument(
      "[paths...]",
      "target files, whose tasks experiments beside them may give; or experiments whose targets are meant",
      ["experiments"],
    )
    .option("--tasks <n>", "tasks that each target is tried with", atLeastOne, 5)
    .option(
      "--prompt <text>",
      "what a target is asked that no experiment gives a task",
      "Hello, what can you do for me?",
    )
    .addOption(new Option("--deadline <time>", "how long one task may take").argParser(span).default(30_000, "30s"))
    .option("--gateway", "intercept through the loopback gateway, on real time, instead of in process")
    .option("-p, --port <n>", "port of the gateway (default: a free one)", portNumber)
    .option("-f, --format <format>", "what is printed: text or json", "text")
    .addHelpText(
      "after",
      `
Examples:
  brownout doctor                          every target of ./experiments
  brownout doctor target.yaml --tasks 2
  brownout doctor target.yaml --format json

Exit codes: 0 ready, 2 invalid files, 3 results could not be trusted, 5 the target cannot be run.`,
    )
    .action((paths: string[], flags: Flags) => finish(doctor(paths, flags)));

  async function doctor(paths: string[], flags: Flags): Promise<number> {
    if (flags.format !== "text" && flags.format !== "json")
      throw new InvalidInput([{ file: "--format", message: `There is no format "${flags.format}": text or json.` }]);
    const diagnoses: Diagnosis[] = [];
    for (const { experiment, tasks, ...examined } of await patients(paths, flags)) {
      if (io.signal.aborted) break;
      const chosen = variedTasks(tasks, flags.tasks);
      const port = flags.port ?? portForRunningServers([experiment], io);
      const seen = await examine(experiment, chosen, {
        gateway: flags.gateway === true,
        port,
        deadline: flags.deadline,
        signal: io.signal,
      });
      const diagnosis = diagnose(experiment, seen, await equipmentChecks(experiment, chosen), examined);
      diagnoses.push(diagnosis);
      if (flags.format === "text") io.out(`${diagnoses.length > 1 ? "\n" : ""}${textOf(diagnosis)}`);
    }
    const signal = signalOf(io);
    if (signal) return signal === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
    const code = Math.max(...diagnoses.map(codeOf));
    if (flags.format === "json") io.out(`${JSON.stringify(asData(diagnoses, code), null, 2)}\n`);
    else io.out(`\n${closing(code)}\n`);
    return code;
  }

  /** Each target once, with an experiment that asks it, all their tasks, and what they put faults into. */
  async function patients(paths: readonly string[], flags: Flags) {
    const targets = new Map<string, TargetDefinition>();
    const others: string[] = [];
    for (const path of paths) {
      if (await isTarget(resolve(io.cwd, path))) {
        const target = await loadTarget(path, registry, { cwd: io.cwd });
        targets.set(target.file, target);
      } else others.push(path);
    }
    const asked = others.length > 0 ? await loadExperiments(others, registry, { cwd: io.cwd }) : [];
    const beside = others.length === 0 ? await besides(targets) : [];
    const byTarget = Map.groupBy([...asked, ...beside], ({ target }) => target.file);
    // Experiments beside a target that is named give it tasks, whatever other targets they ask too.
    if (targets.size === 0)
      for (const [file, [experiment]] of byTarget) if (experiment) targets.set(file, experiment.target);
    return [...targets].map(([file, target]) => {
      const own = byTarget.get(file) ?? [];
      const tasks = own.flatMap((one) => one.tasks);
      const experiment = own[0] ?? bareExperiment(target);
      return {
        experiment,
        tasks: tasks.length > 0 ? tasks : [bareTask(target.file, flags.prompt)],
        struck: struckBy(own),
        ...(tasks.length > 0 ? {} : { question: flags.prompt }),
      };
    });
  }

  /** The experiments of the folder where they usually are, for their tasks. What is wrong with them is another command's to say. */
  async function besides(targets: ReadonlyMap<string, TargetDefinition>): Promise<readonly Experiment[]> {
    const all = await loadExperiments(["experiments"], registry, { cwd: io.cwd }).catch((error: unknown) => {
      if (error instanceof InvalidInput) return [];
      throw error;
    });
    return all.filter(({ target }) => targets.has(target.file));
  }
};

async function isTarget(file: string): Promise<boolean> {
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile || !/\.(?:ya?ml|json)$/.test(file)) return false;
  try {
    const value: unknown = parse(await readFile(file, "utf8"));
    return (
      typeof value === "object" && value !== null && "kind" in value && !("method" in value) && !("hypothesis" in value)
    );
  } catch {
    return false;
  }
}

function struckBy(experiments: readonly Experiment[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { cells, target } of experiments)
    for (const { method } of cells)
      for (const { into, when } of method) {
        if (when.never) continue;
        for (const { name, boundary } of target.map.dependencies)
          if (boundary === into.boundary && into.dependencies.includes(name)) names.add(name);
      }
  return names;
}

const bareTask = (file: string, prompt: string): Task => ({
  id: "hello",
  file,
  tags: [],
  prompt,
  input: {},
  expect: { facts: [], forbids: [], effects: [], claims: [] },
});

const bareExperiment = (target: TargetDefinition): Experiment => ({
  id: "doctor",
  file: target.file,
  title: "doctor",
  question: "Is it ready?",
  tags: [],
  failureMode: "single-point-of-failure",
  dimension: "infrastructure",
  target,
  tasks: [],
  bystanders: [],
  hypothesis: [],
  cells: [{ values: {}, method: [] }],
  repeats: 1,
  seed: "doctor",
  blastRadius: { maxTrials: 1000, maxFaultsPerTrial: 0 },
  abortWhen: [],
  deadline: 60_000,
});

function codeOf({ checks }: Diagnosis): number {
  if (checks.some(({ level }) => level === "stop")) return exitCodes.cannotRun;
  return checks.some(({ level }) => level === "problem") ? exitCodes.inconclusive : exitCodes.held;
}

const closing = (code: number): string =>
  code === exitCodes.held
    ? "Ready: brownout run"
    : code === exitCodes.cannotRun
      ? "Not ready: the target cannot be run as it is."
      : "Not ready: what is marked ✗ would make results inconclusive.";

const asData = (diagnoses: readonly Diagnosis[], code: number) => ({
  schema: 1,
  exitCode: code,
  ready: code === exitCodes.held,
  targets: diagnoses.map(({ proposals, ...diagnosis }) => ({
    ...diagnosis,
    undeclared: proposals,
    ...(proposals.length > 0 ? { proposal: yamlOf(proposals) } : {}),
  })),
});
