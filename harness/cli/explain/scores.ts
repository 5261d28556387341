import { claimSentence } from "../../../reports/documents/claim-words.ts";
import { formatEstimate, formatValue, isPrintable } from "../../../reports/text/figures.ts";
import { verdictMark } from "../../../reports/text/paint.ts";
import { unitOf } from "../../../reports/text/units.ts";
import type { ExperimentResult, Probe } from "../../domain/judgement.ts";
import { openPair, type Pair } from "../../domain/pair.ts";
import { verdicts } from "../../domain/vocabulary.ts";
import { probes } from "../../probes/index.ts";
import type { Naming, Told } from "./telling.ts";

/** A score or a claim by its probe's name: the values of all pairs, in both arms. */
export const scoreSubject: Naming = (name, report) => {
  const probe = Object.hasOwn(probes, name) ? (Reflect.get(probes, name) as Probe) : undefined;
  const measured = report.experiments.filter((result) => sentencesOf(result, name).length > 0);
  if (!probe || measured.length === 0) return undefined;
  const settings = new Map(measured.map((result) => [result.experiment.id, paramsOf(result, name)]));
  return {
    title: name,
    facts: [
      ["means", probe.summary],
      ["figure", `${probe.aggregate} of the values below, in ${probe.unit}; ${probe.better} is better`],
    ],
    places: measured
      .toSorted((a, b) => verdicts.indexOf(worst(b, name)) - verdicts.indexOf(worst(a, name)))
      .map((result) => ({ id: result.experiment.id, sentences: sentencesOf(result, name) })),
    tell: (pair, _seen, experiment) =>
      (settings.get(experiment.id) ?? [{}]).flatMap((params, index, all) =>
        valuesOf(probe, params, pair, all.length === 1 ? "" : ` (with ${JSON.stringify(all[index])})`),
      ),
  };
};

/** The verdict of its claims; what nobody claims stands last. */
const worst = ({ claims }: ExperimentResult, name: string): (typeof verdicts)[number] =>
  claims
    .filter(({ claim }) => claim.probe === name)
    .map(({ verdict }) => verdict)
    .sort((a, b) => verdicts.indexOf(b) - verdicts.indexOf(a))[0] ?? "held";

function sentencesOf({ scores, claims }: ExperimentResult, name: string): readonly string[] {
  const unit = unitOf(name);
  return [
    ...scores
      .filter(({ probe, treatment, control }) => probe === name && (isPrintable(treatment) || isPrintable(control)))
      .map(
        ({ treatment, control }) =>
          `${name} ${formatEstimate(treatment, unit)}${isPrintable(control) ? `; control ${formatEstimate(control, unit)}` : ""}`,
      ),
    ...claims
      .filter(({ claim }) => claim.probe === name)
      .map((claim) => `${verdictMark[claim.verdict]} ${claimSentence(claim)}`),
  ];
}

/** The settings with which it was measured, each once. */
function paramsOf({ experiment }: ExperimentResult, name: string): readonly unknown[] {
  const claimed = experiment.hypothesis.filter(({ probe }) => probe === name).map(({ params }) => params ?? {});
  const each = [...new Map(claimed.map((params) => [JSON.stringify(params), params])).values()];
  return each.length === 0 ? [{}] : each;
}

function valuesOf(probe: Probe, given: unknown, pair: Pair, setting: string): readonly Told[] {
  const parsed = probe.params.safeParse(given);
  if (!parsed.success) return [];
  const { treatment, control, experiment } = pair;
  const here = probe.measure(treatment, control, parsed.data, pair);
  const usual = probe.measure(control, control, parsed.data, openPair(control, control, experiment));
  const words = (values: readonly number[] | undefined): string =>
    values === undefined || values.length === 0
      ? "no value"
      : values
          .map((value) => (probe.aggregate === "proportion" ? String(value) : formatValue(value, probe.unit)))
          .join(", ");
  const worth = (here ?? []).map((value) => (probe.better === "lower" ? value : -value));
  return [
    {
      label: `${words(here)}${setting}`,
      marks: here === undefined ? [] : [{ detail: `${probe.name}: ${words(here)}${setting}` }],
      weight: Math.max(Number.NEGATIVE_INFINITY, ...worth),
    },
    { label: `${words(usual)}${setting}`, arm: "control", marks: [], weight: Number.NEGATIVE_INFINITY },
  ];
}
