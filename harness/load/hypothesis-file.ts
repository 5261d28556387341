import { resolve } from "node:path";
import { z } from "zod";
import { InvalidInput } from "../domain/diagnostic.ts";
import type { Claim, Experiment } from "../domain/experiment.ts";
import { idOf, isSuiteSource, openExperiments } from "./collect.ts";
import { checkClaimNames } from "./experiment-checks.ts";
import { claimsOf } from "./hypothesis.ts";
import { type Loading, type LoadOptions, startLoading } from "./loading.ts";
import { isRecord, part, type Section } from "./problems.ts";
import { read } from "./read.ts";
import type { Registry } from "./registry.ts";
import { experimentSchema } from "./schema/experiment.ts";
import { didYouMean } from "./suggest.ts";

/** Another hypothesis for experiments that have been run already. */
export interface OtherHypothesis {
  /** As shown to people. */
  readonly file: string;
  /** The experiment with its claims in place of its own, or as it is if they are not meant for it. */
  replace(experiment: Experiment): Experiment;
  /** How many experiments got other claims. @throws {InvalidInput} if one is meant for an experiment that never came, or about nothing that it has. */
  finish(): number;
}

interface Entry {
  readonly claims: readonly Claim[];
  /** Where they are written; absent where there are none. */
  readonly written?: Section;
  /** Of the experiment that it is for; a file with nothing but a hypothesis has neither and is for all. */
  readonly id?: string;
  readonly title?: string;
}

/**
 * Reads the claims of an experiment file (or a list of experiments), or of one with only `hypothesis:`. Nothing else in it is
 * looked at: what it refers to need not be there any more.
 * @throws {InvalidInput} with everything that is wrong with the claims.
 */
export async function loadHypothesis(path: string, registry: Registry, options: LoadOptions): Promise<OtherHypothesis> {
  const loading = startLoading(registry, options);
  const source = await openExperiments(resolve(options.cwd, path), loading);
  loading.problems.throwIfAny();
  if (source === undefined) throw new InvalidInput([{ file: path, message: "Cannot read this." }]);
  if (isSuiteSource(source))
    throw new InvalidInput([
      {
        file: source.file,
        message: 'This is a suite, which has no claims of its own. Give an experiment, or a file with "hypothesis:".',
      },
    ]);
  const whole: Section = { source, path: [], value: source.value };
  const base = idOf(source.file);
  const entries = Array.isArray(source.value)
    ? source.value.map((_, index) => entryOf(part(whole, index), `${base}-${index + 1}`, loading))
    : [entryOf(whole, base, loading)];
  loading.problems.throwIfAny();
  return matching(source.file, entries, loading);
}

const unread = z.unknown().optional();
const known = z.strictObject(Object.fromEntries(Object.keys(experimentSchema.shape).map((key) => [key, unread])));
const alone = z.looseObject({ hypothesis: experimentSchema.shape.hypothesis });

function entryOf(section: Section, id: string, loading: Loading): Entry {
  const { problems } = loading;
  const { value } = section;
  if (!isRecord(value) || value.hypothesis === undefined) read(known.extend(alone.shape), section, problems);
  else read(known, section, problems);
  const written = isRecord(value) && value.hypothesis !== undefined ? part(section, "hypothesis") : undefined;
  const own = written === undefined ? { claims: [] } : { written, claims: claimsOf(written, loading) };
  const others = isRecord(value) ? Object.keys(value).filter((key) => key !== "hypothesis" && key !== "$schema") : [];
  if (others.length === 0) return own;
  return { ...own, id, ...(isRecord(value) && typeof value.title === "string" ? { title: value.title } : {}) };
}

function matching(file: string, entries: readonly Entry[], loading: Loading): OtherHypothesis {
  const used = new Set<Entry>();
  const checked = new Set<string>();
  const check = ({ written }: Entry, { target: { map } }: Experiment): void => {
    const pair = `${entries.findIndex((entry) => entry.written === written)} ${map.file}`;
    if (written !== undefined && !checked.has(pair)) checkClaimNames(written, { map, unsure: new Set() }, loading);
    checked.add(pair);
  };
  const seen: Experiment[] = [];
  let replaced = 0;
  return {
    file,
    replace(experiment) {
      seen.push(experiment);
      const entry =
        entries.find(({ id }) => id === experiment.id) ??
        entries.find(({ title }) => title === experiment.title) ??
        entries.find(({ id }) => id === undefined);
      if (entry === undefined) return experiment;
      used.add(entry);
      check(entry, experiment);
      replaced += 1;
      return { ...experiment, hypothesis: entry.claims };
    },
    finish() {
      loading.problems.throwIfAny();
      const ids = seen.map(({ id }) => id);
      const stray = entries.filter((entry) => !used.has(entry) && entry.id !== undefined);
      if (stray.length === 0) return replaced;
      throw new InvalidInput(
        stray.map(({ id = "" }) => ({
          file,
          message: `The run has no experiment "${id}", nor one of this title.${didYouMean(id, ids)} Leave nothing but "hypothesis:" in the file to apply it to all.`,
        })),
      );
    },
  };
}
