import { dirname, resolve } from "node:path";
import { InvalidInput } from "../domain/diagnostic.ts";
import { type BaselineCriteria, brokenCode, type GatePolicy, type Waiver } from "../domain/gate.ts";
import { openBaseline } from "./baseline.ts";
import { kindOf, neighbour } from "./find-files.ts";
import { type GateNames, lossesOf, scoresOf } from "./gate-scores.ts";
import { type Loading, type LoadOptions, startLoading } from "./loading.ts";
import { openData } from "./open.ts";
import { isRecord, part, placeOf, type Section } from "./problems.ts";
import { read } from "./read.ts";
import type { Registry } from "./registry.ts";
import { gateSchema } from "./schema/gate.ts";
import { didYouMean } from "./suggest.ts";

export type { GateNames } from "./gate-scores.ts";

/** The policy that `brownout gate` looks for when none is named. */
export const policyName = "gate.yaml";

/**
 * A gate's policy from a YAML or JSON file.
 * @throws {InvalidInput} with everything that is wrong with it, or if it asks for nothing at all.
 */
export async function loadGatePolicy(
  path: string,
  registry: Registry,
  names: GateNames,
  options: LoadOptions,
): Promise<GatePolicy> {
  const absolute = resolve(options.cwd, path);
  if ((await kindOf(absolute)) !== "file") {
    const near = await neighbour(path, absolute);
    const message = near === undefined ? noPolicy : `Cannot find the policy of the gate. Did you mean "${near}"?`;
    throw new InvalidInput([{ file: path, message }]);
  }
  const loading = startLoading(registry, options);
  const source = await openData(absolute, loading);
  loading.problems.throwIfAny();
  if (source === undefined) throw new InvalidInput([{ file: path, message: "Cannot read this." }]);
  const section: Section = { source, path: [], value: source.value };
  const written = read(gateSchema, section, loading.problems);
  const scores = scoresOf(part(section, "scores"), names, loading);
  const baseline = baselineOf(section, names, loading);
  checkCodes(section, names, loading);
  // Whoever decides reads it again: here it is said together with what else is wrong.
  if (baseline !== undefined) await openBaseline(baseline.absolute, loading, part(section, "baseline", "file"));
  if (written === undefined) loading.problems.throwIfAny();
  const { experiments, findings = [], pairs, flaky, stopping, waivers = [] } = written ?? {};
  const at = (key: string, ...more: (string | number)[]): string => placeOf(part(section, key, ...more));
  const keyAt = (key: string, ...more: (string | number)[]): string => placeOf(part(section, key, ...more), "key");
  const policy: GatePolicy = {
    file: source.file,
    scores,
    ...(experiments === undefined ? {} : { experiments: limitsOf(experiments, (key) => keyAt("experiments", key)) }),
    findings: findings.map(({ atMost, codes, severity }, index) => ({
      atMost,
      ...(codes === undefined ? {} : { codes }),
      ...(severity === undefined ? {} : { severity }),
      at: keyAt("findings", index, "atMost"),
    })),
    ...(baseline === undefined ? {} : { baseline }),
    ...(pairs === undefined ? {} : { pairs: { atLeast: pairs, at: at("pairs") } }),
    ...(flaky === undefined ? {} : { flaky: { atMost: flaky, at: at("flaky") } }),
    ...(stopping === undefined ? {} : { stopping }),
    waivers: waivers.map((waiver, index): Waiver => ({ ...waiver, at: at("waivers", index) })),
  };
  if (loading.problems.count === 0 && asksNothing(policy)) loading.problems.at(section, nothingAsked);
  loading.problems.throwIfAny();
  return policy;
}

type Limits = NonNullable<GatePolicy["experiments"]>;

/** What is not written is not asked. */
function limitsOf(
  { broken, inconclusive, degraded }: { readonly [K in keyof Omit<Limits, "at">]: number | undefined },
  placed: (name: string) => string,
): Limits {
  return {
    ...(broken === undefined ? {} : { broken }),
    ...(inconclusive === undefined ? {} : { inconclusive }),
    ...(degraded === undefined ? {} : { degraded }),
    at: {
      ...(broken === undefined ? {} : { broken: placed("broken") }),
      ...(inconclusive === undefined ? {} : { inconclusive: placed("inconclusive") }),
      ...(degraded === undefined ? {} : { degraded: placed("degraded") }),
    },
  };
}

const noPolicy = `Cannot find the policy of the gate. Write one, for example:
  experiments: { broken: 0, inconclusive: 0 }
  findings:
    - { severity: high, atMost: 0 }`;

const nothingAsked =
  'A gate without criteria would let everything pass: this policy asks for nothing. Give it "experiments", "scores", "findings", "flaky", or something to compare with a "baseline".';

const asksNothing = ({ experiments, scores, findings, baseline, flaky }: GatePolicy): boolean =>
  experiments === undefined &&
  flaky === undefined &&
  scores.length + findings.length + (baseline?.scores.length ?? 0) === 0 &&
  baseline?.newFindings === undefined &&
  baseline?.worseFindings === undefined;

function baselineOf(section: Section, names: GateNames, loading: Loading): BaselineCriteria | undefined {
  const own = part(section, "baseline");
  if (!isRecord(own.value)) return undefined;
  const { file, findings } = own.value;
  const scores = lossesOf(part(own, "scores"), names, loading);
  if (typeof file !== "string") return undefined;
  const absolute = resolve(dirname(section.source.absolute), file);
  const limits = gateSchema.shape.baseline.unwrap().shape.findings.safeParse(findings).data;
  const at = placeOf(own);
  if (scores.length === 0 && own.value.scores === undefined && limits?.new === undefined && limits?.worse === undefined)
    loading.problems.at(
      own,
      'Nothing is compared with the baseline. Give it "scores", or "findings" with "new" or "worse".',
    );
  return {
    file: loading.show(absolute),
    absolute,
    at,
    ...(limits?.new === undefined ? {} : { newFindings: limits.new }),
    ...(limits?.worse === undefined ? {} : { worseFindings: limits.worse }),
    ...(limits?.severity === undefined ? {} : { severity: limits.severity }),
    ...(limits === undefined ? {} : { findingsAt: findingPlaces(part(own, "findings")) }),
    scores,
  };
}

const findingPlaces = (findings: Section): NonNullable<BaselineCriteria["findingsAt"]> => ({
  new: placeOf(part(findings, "new"), "key"),
  worse: placeOf(part(findings, "worse"), "key"),
});

/** Codes that no finding has: a rule about them would hold for ever. */
function checkCodes(section: Section, { codes }: GateNames, loading: Loading): void {
  const say = (at: Section, known: readonly string[] = codes): void => {
    if (typeof at.value === "string" && !known.includes(at.value))
      loading.problems.at(
        at,
        `There is no finding "${at.value}".${didYouMean(at.value, known) || ' "brownout list findings" lists them.'}`,
      );
  };
  const each = (list: Section): readonly Section[] =>
    Array.isArray(list.value) ? list.value.map((_, index) => part(list, index)) : [];
  for (const item of each(part(section, "findings"))) for (const code of each(part(item, "codes"))) say(code);
  for (const item of each(part(section, "waivers"))) say(part(item, "code"), [...codes, brokenCode]);
}
