import { resolve } from "node:path";
import type { Baseline } from "../domain/baseline.ts";
import { InvalidInput } from "../domain/diagnostic.ts";
import { kindOf } from "./find-files.ts";
import { type Loading, type LoadOptions, startLoading } from "./loading.ts";
import { openData } from "./open.ts";
import { read } from "./read.ts";
import { baselineSchema } from "./schema/baseline.ts";

/**
 * A baseline as `brownout baseline accept` wrote it.
 * @throws {InvalidInput} if it is not there or cannot be read: a gate must not take that for "nothing is known yet".
 */
export async function loadBaseline(path: string, options: LoadOptions): Promise<Baseline> {
  const loading = startLoading({ faults: [], probes: [], protocols: [] }, options);
  const absolute = resolve(options.cwd, path);
  const baseline = await openBaseline(absolute, loading);
  loading.problems.throwIfAny();
  if (baseline === undefined) throw new InvalidInput([{ file: loading.show(absolute), message: "Cannot read this." }]);
  return baseline;
}

/** The same with everything else that is loaded; says what is wrong with it. */
export async function openBaseline(absolute: string, loading: Loading): Promise<Baseline | undefined> {
  const file = loading.show(absolute);
  if ((await kindOf(absolute)) !== "file") {
    loading.problems.inFile(
      file,
      `Cannot find the baseline. Accept a run as one: "brownout baseline accept --file ${file}".`,
    );
    return undefined;
  }
  const source = await openData(absolute, loading);
  return source && read(baselineSchema, { source, path: [], value: source.value }, loading.problems);
}
