import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { stringify } from "yaml";
import { registry } from "../cli/registry.ts";
import { InvalidInput } from "../domain/diagnostic.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { Dependency, SystemMap } from "../domain/system-map.ts";
import { loadExperiments, loadTarget } from "../load/index.ts";
import { didYouMean } from "../load/suggest.ts";
import type { Case } from "./case.ts";

const repeats = 1;
/** Without a fault both arms are the same. An experiment file must inject something, so this one never does. */
const nothing = { inject: "latency", when: "never", with: { delay: "1s" } } as const;

/**
 * Writes the experiment that a case stands for below `out`, so that `brownout run` can repeat it, and loads it.
 * The name follows from the content: the same case gives the same file.
 * @throws {InvalidInput} in the loader's own words, if the task, the fault or the dependency does not exist or does not fit.
 */
export async function experimentOf(asked: Case, cwd: string): Promise<Experiment> {
  const { map } = await loadTarget(asked.target, registry, { cwd });
  const folder = join(asked.out, "experiments");
  const { injection } = asked;
  const aim = injection && aimOf(injection.into, map, cwd);
  const from = (path: string): string => relative(folder, path).replaceAll("\\", "/");
  const text = stringify({
    title: injection ? `${injection.fault} into ${injection.into}` : "Nothing is broken",
    question: `How does the agent answer "${asked.task}" then?`,
    tags: ["promptfoo"],
    // An eval asks whether the answer is right, whatever broke.
    failureMode: "incorrect-response",
    dimension: aim?.dependency.dimension ?? "orchestration",
    target: from(asked.target),
    tasks: { from: from(asked.tasks), ids: [asked.task] },
    hypothesis: [{ "silent-wrong-rate": { atMost: 0 } }],
    method: [
      injection && aim
        ? {
            inject: injection.fault,
            into: aim.selector,
            with: injection.with,
            ...(injection.when === undefined ? {} : { when: injection.when }),
          }
        : { ...nothing, into: { [map.dependencies[0]?.boundary ?? "model"]: "*" } },
    ],
    repeats,
    seed: asked.seed,
  });
  const name = [asked.task, injection?.fault ?? "none", createHash("sha256").update(text).digest("hex").slice(0, 8)];
  const file = join(folder, `${name.join("-").replaceAll(/[^\w.-]/g, "_")}.yaml`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `# Written by the promptfoo provider: one case, to be repeated with "brownout run".\n${text}`);

  const [experiment] = await loadExperiments([file], registry, { cwd });
  if (experiment === undefined) throw new Error(`Cannot load ${file}: it holds no experiment.`);
  const { prompt } = asked;
  return {
    ...experiment,
    ...(prompt === undefined ? {} : { tasks: experiment.tasks.map((task) => ({ ...task, prompt })) }),
    ...(injection ? {} : { cells: [{ values: {}, method: [] }] }),
  };
}

interface Aim {
  readonly dependency: Dependency;
  readonly selector: Readonly<Record<string, unknown>>;
}

/** `policies` or `policies.search` → the dependency, and a selector of its calls. */
function aimOf(into: string, { dependencies, file }: SystemMap, cwd: string): Aim {
  const whole = dependencies.find(({ name }) => name === into);
  if (whole) return { dependency: whole, selector: { [whole.boundary]: whole.name } };
  const dot = into.lastIndexOf(".");
  const name = dot < 0 ? into : into.slice(0, dot);
  const owner = dot < 0 ? undefined : dependencies.find((one) => one.name === name);
  if (owner) {
    return { dependency: owner, selector: { [owner.boundary]: owner.name, operation: into.slice(dot + 1) } };
  }
  const near = didYouMean(
    name,
    dependencies.map((one) => one.name),
  );
  const message = `Cannot inject into "${into}": this map has no such dependency.${near}`;
  throw new InvalidInput([{ file: relative(cwd, file), message }]);
}
