import { hash } from "node:crypto";
import { basename, join, sep } from "node:path";
import type { Experiment, TargetDefinition } from "../../domain/experiment.ts";
import type { PlannedExperiment, RunPlan, Shard } from "../../domain/run-plan.ts";
import type { ExperimentTrials } from "../../execute/run.ts";
import { faults } from "../../faults/index.ts";
import { findFault } from "../registry.ts";
import { filesOf } from "./plan-files.ts";

const packageRoot = join(import.meta.dirname, "..", "..", "..");
const shipped: ReadonlySet<string> = new Set(faults.map(({ name }) => name));

/** What identifies a run's plan, from the whole of its trials and not from a shard's. Reads the files that targets name. */
export function runPlan(planned: readonly ExperimentTrials[], cwd: string, shard: Shard | undefined): RunPlan {
  const digestOf = digester(cwd);
  const experiments = planned.map(
    ({ experiment, trials }): PlannedExperiment => ({
      id: experiment.id,
      trials: trials.length,
      parts: Object.fromEntries(
        Object.entries(partsOf(experiment, cwd)).map(([name, value]) => [name, digestOf(canonical(value))]),
      ),
    }),
  );
  return { digest: digestOf(canonical(experiments)), experiments, ...(shard === undefined ? {} : { shard }) };
}

/** By the words in which a change of them is told. What only names or explains an experiment is left out. */
function partsOf(experiment: Experiment, cwd: string): Readonly<Record<string, unknown>> {
  const { target } = experiment;
  return {
    target: { name: target.name, spec: withoutValues(target), brain: target.brain, telemetry: target.telemetry },
    "system map": target.map,
    tasks: experiment.tasks,
    bystanders: experiment.bystanders,
    ...(experiment.afterwards ? { afterwards: experiment.afterwards } : {}),
    method: experiment.cells,
    hypothesis: experiment.hypothesis,
    repeats: experiment.repeats,
    seed: experiment.seed,
    deadline: experiment.deadline,
    "blast radius": experiment.blastRadius,
    "abort conditions": experiment.abortWhen,
    ...filesOf(experiment, cwd),
    ...ownFaults(experiment),
  };
}

/** Values of the environment and of headers may be secrets, from which a short hash could be guessed. */
function withoutValues({ spec }: TargetDefinition): unknown {
  const names = (record: Readonly<Record<string, string>> | undefined) => Object.keys(record ?? {}).sort();
  if (spec.kind === "module") return { ...spec, module: basename(spec.module) };
  return {
    ...spec,
    environment: names(spec.environment),
    ...("headers" in spec ? { headers: names(spec.headers) } : {}),
  };
}

/** Faults of the user's own, by what they do. */
const ownFaults = ({ cells }: Experiment): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...new Set(cells.flatMap(({ method }) => method.map(({ fault }) => fault)))].flatMap((name) => {
      const fault = shipped.has(name) ? undefined : findFault(name);
      return fault ? [[`the fault ${name}`, [String(fault.inject), String(fault.transmit)]]] : [];
    }),
  );

/** JSON in which the order of members has no say, and neither has the line on which something is written. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (name, one: unknown) => {
    if (name === "at" && isPlace(one)) return undefined;
    if (typeof one !== "object" || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  }) ?? "";

/** A place in a file, or those of several names. */
const isPlace = (value: unknown): boolean =>
  typeof value === "string"
    ? /:\d+:\d+$/.test(value)
    : typeof value === "object" &&
      value !== null &&
      Object.values(value).every((one) => typeof one === "string" && isPlace(one));

/** Where the project and the program lie on this machine has no say. */
const digester = (cwd: string) => {
  const inJson = (folder: string): string => JSON.stringify(folder + sep).slice(1, -1);
  const [here, program] = [inJson(cwd), inJson(packageRoot)];
  const nowhere = (json: string): string =>
    json.replaceAll(JSON.stringify(cwd), '"."').replaceAll(here, "").replaceAll(program, "brownout:");
  return (json: string): string => hash("sha256", nowhere(json), "hex").slice(0, 16);
};
