import { basename, join } from "node:path";
import { type Defect, defects, type Variant, variants } from "../../fixtures/agents/zoo/index.ts";
import type { Experiment } from "../domain/experiment.ts";
import { loadShipped } from "../testing/run-in-memory.ts";

export interface Collection {
  readonly defects: readonly Defect[];
  readonly variants: readonly Variant[];
  /** By id. Those that only the zoo asks are called `zoo/…`. */
  readonly experiments: ReadonlyMap<string, Experiment>;
}

const own = join("fixtures", "agents", "zoo", "experiments");

export async function openZoo(): Promise<Collection> {
  const [shipped, others] = await Promise.all([loadShipped(), loadShipped([own])]);
  const all = [...shipped, ...others.map((one) => ({ ...one, id: `zoo/${basename(one.id)}` }))];
  return { defects, variants, experiments: new Map(all.map((one) => [one.id, one])) };
}

/** @throws {Error} for an id that no experiment has */
export function experimentOf({ experiments }: Collection, id: string): Experiment {
  const found = experiments.get(id);
  if (!found) throw new Error(`The zoo names the experiment "${id}", and there is none.`);
  return found;
}

/** Its claim is that a used-up quota is told from a limit that passes, which only the usual wire lets a client do. */
const onTheUsualWire = ["insufficient-capacity/model-quota-used-up"];

/** The experiments that an animal can be asked: those on another client of the policy base stay on the usual wire. */
export async function askable(zoo: Collection, variant: Variant): Promise<readonly Experiment[]> {
  const all = [...zoo.experiments.values()].filter(({ id }) => !id.startsWith("zoo/"));
  const { target } = variant;
  if (target === undefined) return all;
  const usual = all.filter((one) => one.target.file.endsWith("sturdy/target.yaml") && !onTheUsualWire.includes(one.id));
  const asked: Experiment[] = [];
  for (const { file } of usual) {
    // What a provider does not have cannot be asked of its client: the loader refuses it.
    const loaded = await loadShipped([file], { target: join("fixtures", "agents", target) }).catch(() => []);
    asked.push(...loaded);
  }
  return asked;
}
