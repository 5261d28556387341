import type { Defect, Variant } from "../../fixtures/agents/zoo/index.ts";
import { askable, type Collection, experimentOf } from "./collection.ts";
import { alarmed, type Observation, observe } from "./observe.ts";

/** What came of a defect in the experiments that should convict it. */
export interface DefectResult {
  readonly defect: Defect;
  readonly asked: readonly Observation[];
  readonly convicted: boolean;
  /** One of the codes that name it is among those told of it. */
  readonly named: boolean;
}

export interface VariantResult {
  readonly variant: Variant;
  readonly asked: number;
  readonly held: number;
  readonly alarms: readonly Observation[];
  readonly trials: number;
  readonly seconds: number;
}

export interface ZooResult {
  readonly defects: readonly DefectResult[];
  readonly variants: readonly VariantResult[];
}

export interface ZooOptions {
  /** Experiments of each defect: the first, or all that name it. */
  readonly every: boolean;
  /** Repeats of a defect's experiment. */
  readonly repeats: number;
  /** Seeds of each experiment that a variant is asked. */
  readonly seeds: number;
  /** Share of the experiments that a variant is asked with each seed; which ones goes by the seed. */
  readonly share: number;
  readonly only?: string;
  readonly told?: (line: string) => void;
}

export async function runZoo(zoo: Collection, options: ZooOptions): Promise<ZooResult> {
  const wanted = ({ name }: { readonly name: string }): boolean =>
    options.only === undefined || name.includes(options.only);
  const results: DefectResult[] = [];
  for (const defect of zoo.defects.filter(wanted)) {
    results.push(await examine(zoo, defect, options));
    options.told?.(
      `${defect.name}: ${results.at(-1)?.named ? "named" : results.at(-1)?.convicted ? "convicted" : "missed"}`,
    );
  }
  const acquitted: VariantResult[] = [];
  for (const [index, variant] of zoo.variants.filter(wanted).entries()) {
    acquitted.push(await acquit(zoo, variant, index, options));
    options.told?.(
      `${variant.name}: ${acquitted.at(-1)?.alarms.length ?? 0} alarms in ${acquitted.at(-1)?.asked ?? 0} runs`,
    );
  }
  return { defects: results, variants: acquitted };
}

async function examine(zoo: Collection, defect: Defect, { every, repeats }: ZooOptions): Promise<DefectResult> {
  const asked: Observation[] = [];
  for (const id of every ? defect.experiments : defect.experiments.slice(0, 1))
    asked.push(await observe(defect.name, experimentOf(zoo, id), { repeats }));
  return {
    defect,
    asked,
    convicted: asked.some(alarmed),
    named: asked.some(({ codes }) => codes.some((code) => defect.codes.includes(code))),
  };
}

async function acquit(
  zoo: Collection,
  variant: Variant,
  index: number,
  { seeds, share }: ZooOptions,
): Promise<VariantResult> {
  const experiments = await askable(zoo, variant);
  const step = Math.max(1, Math.round(1 / share));
  let [asked, held, trials, seconds] = [0, 0, 0, 0];
  const alarms: Observation[] = [];
  for (let seed = 1; seed <= seeds; seed += 1)
    for (const [at, experiment] of experiments.entries()) {
      if ((at + seed + index * 3) % step !== 0) continue;
      const seen = await observe(variant.name, experiment, { repeats: 1, seed: String(seed) });
      asked += 1;
      trials += seen.trials;
      seconds += seen.seconds;
      if (seen.verdict === "held") held += 1;
      if (alarmed(seen)) alarms.push(seen);
    }
  return { variant, asked, held, alarms, trials, seconds };
}
