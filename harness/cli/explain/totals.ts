import { claimSentence } from "../../../reports/documents/claim-words.ts";
import { firedInjections } from "../../../reports/documents/injection-words.ts";
import { changeWords, radiusWords } from "../../../reports/documents/radius-words.ts";
import { outcomeCounts } from "../../../reports/documents/run-words.ts";
import { verdictMark } from "../../../reports/text/paint.ts";
import { divergenceOf } from "../../domain/divergence.ts";
import type { ExperimentResult, RunReport } from "../../domain/judgement.ts";
import type { Pair } from "../../domain/pair.ts";
import { type Outcome, outcomes } from "../../domain/vocabulary.ts";
import { undecidedIn } from "../../score/index.ts";
import { experimentsNamed } from "./experiment-named.ts";
import type { Naming, Subject } from "./telling.ts";

const everywhere = (
  experiments: readonly ExperimentResult[],
  sentences: (result: ExperimentResult) => readonly string[],
): Subject["places"] =>
  experiments
    .map((result) => ({ id: result.experiment.id, sentences: sentences(result) }))
    .filter((place) => place.sentences.length > 0);

const countOf = (counts: Readonly<Record<Outcome, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** What stands in every report under one word: outcomes, injections, blast-radius. */
export const totalSubjects: Readonly<Record<string, Naming>> = {
  outcomes: (_name, { experiments }) => ({
    title: "Outcomes of the primary tasks",
    facts: [],
    unexposed: true,
    places: everywhere(experiments, ({ outcomes: { treatment, control }, trials }) => [
      [
        outcomeCounts(treatment) || "none",
        `control ${outcomeCounts(control) || "none"}`,
        ...(trials.finished === countOf(treatment) + countOf(control)
          ? []
          : [`${trials.finished - countOf(treatment) - countOf(control)} undecided`]),
      ].join("; "),
    ]),
    tell: ({ treatment, control }) => {
      const open = undecidedIn(treatment);
      return [
        {
          label: open === undefined ? treatment.primary.outcome : "undecided",
          marks: (open === undefined ? treatment.primary.reasons : [open]).map((detail) => ({ detail })),
          // Beside what is certain, what is not says little.
          weight: open === undefined ? outcomes.indexOf(treatment.primary.outcome) : 0,
        },
        {
          label: undecidedIn(control) === undefined ? control.primary.outcome : "undecided",
          arm: "control",
          marks: [],
          weight: -1,
        },
      ];
    },
  }),
  injections: (_name, { experiments }) => ({
    title: "What was injected",
    facts: [],
    places: everywhere(experiments, (result) => firedInjections(result).map(({ words }) => words)),
    tell: (pair) =>
      firingsOf(pair).map(({ injection, fired }) => ({
        label: `${injection} fired ${fired} ${fired === 1 ? "time" : "times"}`,
        marks: [],
        weight: fired,
      })),
  }),
  "blast-radius": (_name, { experiments }) => ({
    title: "What the faults reached, against control",
    facts: [["compared", "call by call, by address: what was asked, and what came back, times left out"]],
    places: everywhere(experiments, ({ blastRadius }) => {
      const words = radiusWords(blastRadius);
      return words === "" ? [] : [words];
    }),
    tell({ treatment, control }) {
      const { parted, beyond, bystanders, afterwards } = divergenceOf(treatment, control);
      return [
        {
          label: parted ? `parts at ${parted.address}: ${changeWords(parted.change)}` : "never parts",
          marks: [],
          weight: beyond.length + (bystanders.length + afterwards.length) * 10 + Number(parted !== undefined),
        },
      ];
    },
  }),
};

/** A dependency, with what became of tasks while it was away alone. */
export const dependencySubject: Naming = (name, { singlePoints }) => {
  const points = singlePoints.filter(({ dependency, standing }) => dependency === name && standing !== "untested");
  if (points.length === 0) return undefined;
  return {
    title: `${name}: what its loss alone does`,
    facts: points.map(({ reason }) => ["found", reason] as const),
    places: [...new Set(points.flatMap(({ experiments }) => experiments))].map((id) => ({ id, sentences: [] })),
    tell: ({ treatment: { primary }, here }) =>
      here.faulted.has(name)
        ? [
            {
              label: `${primary.record.task} ended ${primary.outcome}`,
              marks: primary.reasons.map((detail) => ({ detail })),
              weight: outcomes.indexOf(primary.outcome),
            },
          ]
        : [],
  };
};

/** One experiment, by its id, its title or a beginning of its id that no other has. */
export const experimentSubject: Naming = (name, report) => {
  const [result, ...others] = experimentsNamed(name, report);
  if (!result || others.length > 0) return undefined;
  const worst = result.examples[0]?.treatment.record.trial.id;
  return {
    title: result.experiment.title,
    facts: [
      ["asks", result.experiment.question],
      ["verdict", [result.verdict, ...result.reasons].join(": ")],
    ],
    unexposed: true,
    places: [
      {
        id: result.experiment.id,
        sentences: [
          ...result.claims.map((claim) => `${verdictMark[claim.verdict]} ${claimSentence(claim)}`),
          ...firedInjections(result).map(({ words }) => `⚡ ${words}`),
          ...result.findings.map(({ title, code, count }) => `• ${title} (${code}), seen in ${count} trials`),
        ],
      },
    ],
    tell: ({ treatment }) => [
      { label: treatment.primary.outcome, marks: [], weight: Number(treatment.record.trial.id === worst) },
    ],
  };
};

/** One trial, by the id of either arm, or by the end of it if no other ends so. @param pairs those that there are */
export const trialSubject = (
  name: string,
  { experiments }: RunReport,
  pairs: readonly string[],
): Subject | undefined => {
  const asked = name.replace(/\/(?:control|treatment)$/, "");
  const ends = pairs.filter((one) => one.endsWith(`/${asked}`));
  const pair = pairs.includes(asked) ? asked : ends.length === 1 ? ends[0] : undefined;
  const result = experiments.find(({ experiment }) => pair?.startsWith(`${experiment.id}/`));
  if (!result || pair === undefined) return undefined;
  return {
    title: `Trial ${pair}`,
    facts: [],
    unexposed: true,
    places: [{ id: result.experiment.id, sentences: [] }],
    tell: ({ treatment: { record, primary } }) =>
      record.trial.pair === pair
        ? [{ label: primary.outcome, marks: primary.reasons.map((detail) => ({ detail })), weight: 1 }]
        : [],
  };
};

function firingsOf({ here }: Pair): readonly { readonly injection: string; readonly fired: number }[] {
  const fired = here.calls.flatMap(({ faults }) => faults);
  return [...Map.groupBy(fired, ({ injection }) => injection)].map(([injection, list]) => ({
    injection,
    fired: list.length,
  }));
}
