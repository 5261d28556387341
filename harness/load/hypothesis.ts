import { parseDuration } from "../domain/duration.ts";
import type { Claim } from "../domain/experiment.ts";
import type { Probe } from "../domain/judgement.ts";
import { bareDurations } from "./bare-durations.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";
import { isRecord, part, placeOf } from "./problems.ts";
import { read } from "./read.ts";
import { experimentSchema } from "./schema/experiment.ts";
import { claimBodySchema, claimKeys } from "./schema/hypothesis.ts";
import { senselessBound } from "./senseless-bound.ts";
import { didYouMean } from "./suggest.ts";
import { display } from "./wording.ts";

/** The claims of an experiment's `hypothesis`; says what is wrong with each. */
export function claimsOf(section: Section, loading: Loading): readonly Claim[] {
  if (!Array.isArray(section.value) || section.value.length === 0) {
    read(experimentSchema.shape.hypothesis, section, loading.problems);
    return [];
  }
  return section.value.flatMap((_, index) => claimOf(part(section, index), loading) ?? []);
}

function claimOf(section: Section, loading: Loading): Claim | undefined {
  const { problems } = loading;
  const names = isRecord(section.value) ? Object.keys(section.value) : [];
  const [name, second] = names;
  if (name === undefined || second !== undefined) {
    const found =
      second === undefined ? `not ${display(section.value)}` : `not ${names.length}: "${name}", "${second}"`;
    problems.at(
      section,
      `A claim must be one probe with its tolerance, such as "- answer-correctness: { atLeast: 0.95 }", ${found}.`,
    );
    return undefined;
  }
  const { probes } = loading.registry;
  const probe = probes.find((one) => one.name === name);
  const body = part(section, name);
  if (probe === undefined) {
    const hint =
      didYouMean(
        name,
        probes.map((one) => one.name),
      ) || ' See "brownout list probes".';
    problems.at(body, `Cannot claim anything of "${name}": no such probe.${hint}`, "key");
    return undefined;
  }
  if (!isRecord(body.value)) {
    problems.at(body, `"${name}" must be a mapping with "atLeast" or "atMost", not ${display(body.value)}.`);
    return undefined;
  }
  return bounded(probe, body, body.value, loading);
}

function bounded(probe: Probe, section: Section, value: Record<string, unknown>, loading: Loading): Claim | undefined {
  const own = Object.fromEntries(Object.entries(value).filter(([key]) => Object.hasOwn(claimKeys, key)));
  const rest = Object.fromEntries(Object.entries(value).filter(([key]) => !Object.hasOwn(claimKeys, key)));
  const written = read(claimBodySchema, { ...section, value: own }, loading.problems);
  const before = loading.problems.count;
  const params = read(probe.params, { ...section, value: rest }, loading.problems, {
    alsoKnown: Object.keys(claimKeys),
  });
  if (written === undefined || loading.problems.count > before) return undefined;
  bareDurations(probe.params, { ...section, value: rest }, loading);
  const { atLeast, atMost, of, level, decide } = written;
  if (atLeast === undefined && atMost === undefined) {
    loading.problems.at(section, `"${probe.name}" needs a tolerance. Write "atLeast" or "atMost".`, "key");
    return undefined;
  }
  for (const key of ["atLeast", "atMost"] as const) {
    if (
      typeof value[key] === "string" &&
      (probe.unit !== "ms" || of === "control") &&
      parseDuration(value[key]) !== undefined
    ) {
      const why =
        of === "control" && probe.unit === "ms" ? "of control it is a ratio" : `"${probe.name}" does not measure time`;
      loading.problems.at(part(section, key), `"${key}" must be a number, not ${display(value[key])}: ${why}.`);
    }
    senselessBound(probe, part(section, key), loading, of === "control" ? "ratio" : "figure");
  }
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
    loading.problems.at(part(section, "atLeast"), `No value is at least ${atLeast} and at most ${atMost}.`);
    return undefined;
  }
  return {
    probe: probe.name,
    params,
    ...(atLeast === undefined ? {} : { atLeast }),
    ...(atMost === undefined ? {} : { atMost }),
    of,
    level,
    decide,
    at: placeOf(section),
  };
}
