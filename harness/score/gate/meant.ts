import { nearest } from "../../domain/nearest.ts";

/** ` Did you mean "x"?`, or nothing if no name is near. Begins with a space. */
export function meant(written: string, names: Iterable<string>): string {
  const near = nearest(written, names);
  return near === undefined ? "" : ` Did you mean "${near}"?`;
}

/** The same for an experiment, by its id, a folder above it, or a pattern such as `folder/*`. */
export function meantExperiment(written: string, ids: readonly string[]): string {
  const whole = meant(written, ids);
  if (whole !== "") return whole;
  const above = ids.flatMap((id) => [...id.matchAll(/\//g)].map(({ index }) => `${id.slice(0, index)}/*`));
  return meant(written.includes("*") ? written : `${written}/*`, above);
}
