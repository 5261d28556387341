import type { Experiment } from "../domain/experiment.ts";

const words = new Map<string, string>([
  ["model", "model"],
  ["embedding", "embedder"],
]);

/** Why a budget of money would never be spent by these experiments, and what to do; undefined if all that they may spend is counted. */
export function unpriced(experiments: readonly Experiment[]): string | undefined {
  const maps = new Map(experiments.map(({ target: { map } }) => [map.file, map]));
  const spenders = [...maps.values()].flatMap(({ file, dependencies }) =>
    dependencies.flatMap(({ name, boundary, prices }) => {
      const word = words.get(boundary);
      return word === undefined ? [] : [{ called: `the ${word} "${name}" in ${file}`, prices }];
    }),
  );
  if (spenders.length === 0 && experiments.length > 0)
    return "Money is what models and embedders cost, and no system map here declares one: nothing would ever be spent. Declare it, or limit wallTime or trials.";
  const without = spenders.flatMap(({ called, prices }) => (prices === undefined ? [called] : []));
  if (without.length === 0) return undefined;
  const more = without.length > 3 ? ` and ${without.length - 3} more` : "";
  return `Money cannot be counted without the prices of ${without.slice(0, 3).join(", ")}${more}. Say there what a million tokens cost, such as "prices: { input: 3, output: 15 }" (0 if nothing), or limit "tokens" in place of money.`;
}
