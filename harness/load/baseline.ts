import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import type { Baseline } from "../domain/baseline.ts";
import { InvalidInput } from "../domain/diagnostic.ts";
import { kindOf, neighbour } from "./find-files.ts";
import { type Loading, type LoadOptions, startLoading } from "./loading.ts";
import { openData } from "./open.ts";
import type { Section } from "./problems.ts";
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

/** The same with everything else that is loaded; says what is wrong with it. `namedBy`: the value of a policy that names it. */
export async function openBaseline(
  absolute: string,
  loading: Loading,
  namedBy?: Section,
): Promise<Baseline | undefined> {
  const file = loading.show(absolute);
  if ((await kindOf(absolute)) !== "file") {
    const accept = `"brownout baseline accept --file ${file}".`;
    if (namedBy === undefined)
      loading.problems.inFile(file, `Cannot find the baseline. Accept a run as one: ${accept}`);
    else
      loading.problems.at(
        namedBy,
        `Cannot find the baseline ${file}.${await meant(absolute, loading, namedBy)} ${accept}`,
      );
    return undefined;
  }
  const source = await openData(absolute, loading);
  return source && read(baselineSchema, { source, path: [], value: source.value }, loading.problems);
}

/** What to do about one that is not there: write the near one, which the policy itself is not, or make it. */
async function meant(absolute: string, loading: Loading, { source }: Section): Promise<string> {
  const near = await neighbour(loading.show(absolute), absolute, { except: source.absolute, most: 2 });
  const one = near !== undefined && (await isOne(resolve(dirname(absolute), basename(near))));
  return one ? ` Did you mean "${near}"? If not, accept a run as one:` : " Accept a run as one:";
}

/** Tasks lie beside baselines, under names as short. */
const isOne = async (file: string): Promise<boolean> => /^schema:/m.test(await readFile(file, "utf8").catch(() => ""));
