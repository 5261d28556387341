import { dirname, resolve } from "node:path";
import { kindOf } from "./find-files.ts";
import { type LoadOptions, startLoading } from "./loading.ts";
import { openData } from "./open.ts";
import { isRecord } from "./problems.ts";

/**
 * The file of the baseline that a gate's policy compares with, by absolute path, whatever else it asks. Undefined: it names none, or is not there.
 * @throws {InvalidInput} if it cannot be read as YAML or JSON.
 */
export async function namedBaseline(policy: string, options: LoadOptions): Promise<string | undefined> {
  const absolute = resolve(options.cwd, policy);
  if ((await kindOf(absolute)) !== "file") return undefined;
  const loading = startLoading({ faults: [], probes: [], protocols: [] }, options);
  const source = await openData(absolute, loading);
  loading.problems.throwIfAny();
  const { value } = source ?? {};
  const baseline = isRecord(value) ? value.baseline : undefined;
  const file = isRecord(baseline) ? baseline.file : undefined;
  return typeof file === "string" ? resolve(dirname(absolute), file) : undefined;
}
