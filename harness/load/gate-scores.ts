import type { GateScope, LossCriterion, ScoreCriterion } from "../domain/gate.ts";
import type { Probe } from "../domain/judgement.ts";
import type { Loading } from "./loading.ts";
import { isRecord, part, placeOf, type Section } from "./problems.ts";
import { read } from "./read.ts";
import { lossBodySchema, scoreBodySchema } from "./schema/gate.ts";
import { senselessBound } from "./senseless-bound.ts";
import { didYouMean, listed } from "./suggest.ts";
import { display } from "./wording.ts";

/** Names that a policy may use and that loading does not know by itself. */
export interface GateNames {
  /** Of findings. */
  readonly codes: readonly string[];
  /** Scores that every run and every scope has. */
  readonly scores: readonly string[];
}

export const scoresOf = (section: Section, names: GateNames, loading: Loading): readonly ScoreCriterion[] =>
  entriesOf(section, loading).flatMap(({ probe, body }): readonly ScoreCriterion[] => {
    const written = read(scoreBodySchema, body, loading.problems);
    const { atLeast, atMost, minus } = written ?? {};
    const bad = (["atLeast", "atMost"] as const).filter((key) =>
      wrongUnit(probe, part(body, key), loading, minus === undefined ? "figure" : "difference"),
    );
    if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
      loading.problems.at(part(body, "atLeast"), `No value is at least ${atLeast} and at most ${atMost}.`);
      return [];
    }
    if (written === undefined || bad.length > 0) return [];
    const scope = scopeOf(written.in ?? {});
    if (scope.kind !== "experiment" && !scoredEverywhere(probe, body, names, loading)) return [];
    return [
      {
        probe: probe.name,
        ...(atLeast === undefined ? {} : { atLeast }),
        ...(atMost === undefined ? {} : { atMost }),
        of: minus === undefined ? "treatment" : "difference",
        in: scope,
        at: placeOf(body, "key"),
      },
    ];
  });

export const lossesOf = (section: Section, names: GateNames, loading: Loading): readonly LossCriterion[] =>
  entriesOf(section, loading).flatMap(({ probe, body }): readonly LossCriterion[] => {
    const written = read(lossBodySchema, body, loading.problems);
    const bad = wrongUnit(probe, part(body, "worseBy"), loading);
    if (written === undefined || bad) return [];
    const { worseBy, certain, experiment } = written;
    if (experiment === undefined && !scoredEverywhere(probe, body, names, loading)) return [];
    const scope =
      experiment === undefined ? ({ kind: "run" } as const) : ({ kind: "experiment", name: experiment } as const);
    return [{ probe: probe.name, worseBy, certain, in: scope, at: placeOf(body, "key") }];
  });

/** The entries of a list of scores by name; says what is wrong with the others. */
function entriesOf(section: Section, loading: Loading): readonly { readonly probe: Probe; readonly body: Section }[] {
  if (!Array.isArray(section.value)) return [];
  return section.value.flatMap((_, index) => {
    const item = part(section, index);
    const names = isRecord(item.value) ? Object.keys(item.value) : [];
    const [name, second] = names;
    // What is no mapping at all is said by the schema.
    if (name === undefined) return [];
    if (second !== undefined) {
      loading.problems.at(item, `A score must be one name with its bounds, not ${names.length}: ${listed(names)}.`);
      return [];
    }
    const body = part(item, name);
    const probe = loading.registry.probes.find((one) => one.name === name);
    if (probe !== undefined) return [{ probe, body }];
    const known = loading.registry.probes.map((one) => one.name);
    loading.problems.at(
      body,
      `There is no score "${name}".${didYouMean(name, known) || ' See "brownout list probes".'}`,
      "key",
    );
    return [];
  });
}

function scoredEverywhere(probe: Probe, body: Section, { scores }: GateNames, loading: Loading): boolean {
  if (scores.includes(probe.name)) return true;
  loading.problems.at(
    body,
    `"${probe.name}" is measured only by experiments that claim it. Name one of them, or ask for one of ${listed(scores, "or")}.`,
    "key",
  );
  return false;
}

function wrongUnit(probe: Probe, at: Section, loading: Loading, of?: "difference" | "figure"): boolean {
  if (senselessBound(probe, at, loading, of)) return true;
  if (typeof at.value !== "string" || probe.unit === "ms") return false;
  loading.problems.at(
    at,
    `"${String(at.path.at(-1))}" must be a number, not ${display(at.value)}: "${probe.name}" does not measure time.`,
  );
  return true;
}

function scopeOf(written: {
  readonly failureMode?: string | undefined;
  readonly dimension?: string | undefined;
  readonly dependency?: string | undefined;
  readonly experiment?: string | undefined;
}): GateScope {
  if (written.failureMode !== undefined) return { kind: "failure-mode", name: written.failureMode };
  if (written.dimension !== undefined) return { kind: "dimension", name: written.dimension };
  if (written.dependency !== undefined) return { kind: "dependency", name: written.dependency };
  return written.experiment === undefined
    ? { kind: "run", name: "run" }
    : { kind: "experiment", name: written.experiment };
}
