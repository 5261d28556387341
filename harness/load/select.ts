import type { Experiment } from "../domain/experiment.ts";
import type { FailureMode, RiskDimension } from "../domain/vocabulary.ts";
import { didYouMean, listed } from "./suggest.ts";

/** Which experiments: those that fit every key that is given, by any of its words. */
export interface Selection {
  readonly tags?: readonly string[] | undefined;
  readonly dimensions?: readonly RiskDimension[] | undefined;
  readonly failureModes?: readonly FailureMode[] | undefined;
  /** Names of dependencies that an injection is meant for. */
  readonly dependencies?: readonly string[] | undefined;
}

/** The dependencies that a method reaches; `*` stands for all of a boundary. */
export function faultedBy({ cells, target: { map } }: Experiment): readonly string[] {
  const reached = cells.flatMap(({ method }) =>
    method.flatMap(({ into }) =>
      into.dependencies.includes("*")
        ? map.dependencies.filter(({ boundary }) => boundary === into.boundary).map(({ name }) => name)
        : into.dependencies,
    ),
  );
  return [...new Set(reached)];
}

const facets = {
  tags: ["tag", "carries", ({ tags }: Experiment) => tags],
  dimensions: ["dimension", "is about", ({ dimension }: Experiment) => [dimension]],
  failureModes: ["failure mode", "is about", ({ failureMode }: Experiment) => [failureMode]],
  dependencies: ["dependency", "breaks", faultedBy],
} as const satisfies Record<keyof Selection, readonly [string, string, (experiment: Experiment) => readonly string[]]>;

/** `say` is told, by key, if none fits, with a suggestion. */
export function selected(
  experiments: readonly Experiment[],
  selection: Selection,
  say: (key: keyof Selection, message: string) => void,
): readonly Experiment[] {
  let chosen = experiments;
  for (const key of Object.keys(facets) as (keyof Selection)[]) {
    const wanted: readonly string[] | undefined = selection[key];
    if (wanted === undefined || wanted.length === 0 || chosen.length === 0) continue;
    const [word, verb, of] = facets[key];
    const left = chosen.filter((experiment) => of(experiment).some((one) => wanted.includes(one)));
    if (left.length === 0) {
      const known = new Set(chosen.flatMap((experiment) => of(experiment)));
      say(
        key,
        `No experiment ${chosen.length < experiments.length ? "of those that are left " : ""}${verb} the ${word} ${listed(wanted, "or")}.${didYouMean(wanted[0] ?? "", known) || others(known)}`,
      );
    }
    chosen = left;
  }
  return chosen;
}

/** What there is, where no word is near and all are too many to be listed. */
function others(known: ReadonlySet<string>): string {
  if (known.size === 0) return " None has any.";
  return ` There are ${known.size}, such as ${listed([...known].sort().slice(0, 6), "and")}.`;
}
