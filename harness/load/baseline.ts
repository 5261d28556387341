import { resolve } from "node:path";
import type { Baseline } from "../domain/baseline.ts";
import { InvalidInput } from "../domain/diagnostic.ts";
import { kindOf } from "./find-files.ts";
import { type LoadOptions, startLoading } from "./loading.ts";
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
  const file = loading.show(absolute);
  if ((await kindOf(absolute)) !== "file")
    throw new InvalidInput([
      { file, message: `Cannot find the baseline. Accept a run as one: "brownout baseline accept --file ${file}".` },
    ]);
  const source = await openData(absolute, loading);
  const baseline = source && read(baselineSchema, { source, path: [], value: source.value }, loading.problems);
  loading.problems.throwIfAny();
  if (baseline === undefined) throw new InvalidInput([{ file, message: "Cannot read this." }]);
  return baseline;
}
