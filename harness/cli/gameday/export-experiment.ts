import { dirname, relative, resolve, sep } from "node:path";
import { stringify } from "yaml";
import type { DayJudged } from "../../../reports/gameday/index.ts";
import { cleanLine } from "../../../reports/text/clean.ts";
import { formatDuration } from "../../domain/duration.ts";
import type { Experiment, Injection } from "../../domain/experiment.ts";
import type { LiveRadius } from "../../domain/gameday.ts";
import type { Task } from "../../domain/task.ts";
import { failureModeOf } from "./failure-mode-of.ts";
import { writtenTask } from "./written-task.ts";

/** Treatment trials that meet the fault at least, as far as can be planned: fewer decide little. */
const wantedTrials = 22;
const fewestRepeats = 5;
/** Those of the shipped experiments. */
const usualClaims = [
  { "silent-wrong-rate": { atMost: 0 } },
  { "harmful-rate": { atMost: 0 } },
  { "answer-correctness": { atLeast: 0.8, of: "control" } },
];

/** One injection of a game day, with what is known of it. */
export interface Exported {
  readonly experiment: Experiment;
  readonly injection: Injection;
  readonly radius: LiveRadius;
  /** Those that were asked while it was armed. */
  readonly tasks: readonly Task[];
  readonly judged: DayJudged | undefined;
  readonly run: string;
  readonly startedAt: string;
  /** What happened, one line each. */
  readonly told: readonly string[];
}

/** Where the file will lie, and where the day's paths are relative to; both absolute. */
export interface Places {
  readonly file: string;
  readonly cwd: string;
}

/** The text of an experiment that asks again what a game day has shown. */
export function exportedExperiment(given: Exported, places: Places): string {
  const { experiment, injection, radius, judged, tasks } = given;
  const { target } = experiment;
  const [worst] = judged?.findings ?? [];
  const path = (file: string): string => fromFile(file, places);
  const written = {
    title: `${named(injection)} at ${injection.into.dependencies.join(", ")}, as on the game day of ${given.startedAt.slice(0, 10)}`,
    question: worst
      ? `The game day showed: ${cleanLine(worst.title)}. Is that still so?`
      : "The game day showed no weakness. Is that still so?",
    tags: ["gameday"],
    failureMode: worst?.failureMode ?? failureModeOf(injection.fault),
    dimension: dimensionOf(experiment, injection),
    target: path(target.file),
    ...(target.map.file === target.file || target.map.file === experiment.file
      ? {}
      : { systemMap: path(target.map.file) }),
    brain: target.brain.kind === "script" ? { script: target.brain.persona } : "passthrough",
    tasks: tasksOf(tasks, experiment, path),
    hypothesis: usualClaims,
    method: [methodOf(injection, radius)],
    repeats: Math.max(
      fewestRepeats,
      Math.ceil(wantedTrials / Math.max(0.05, chanceOf(injection, radius)) / Math.max(1, tasks.length)),
    ),
    seed: experiment.seed,
    deadline: experiment.deadline,
  };
  return `${comments(given)}${stringify(written, { lineWidth: 110 })}`;
}

/** Many faults say their name themselves. */
const named = ({ fault, description }: Injection): string =>
  description.startsWith(fault) ? cleanLine(description) : `${fault} (${cleanLine(description)})`;

const fromFile = (file: string, { file: own, cwd }: Places): string => {
  const path = relative(dirname(own), resolve(cwd, file)).split(sep).join("/");
  return path.startsWith(".") ? path : `./${path}`;
};

function comments({ run, startedAt, told, radius, experiment, injection }: Exported): string {
  const { after } = injection.when;
  const lines = [
    `From the game day "${cleanLine(experiment.title)}" of ${startedAt.slice(0, 10)} (run ${run}).`,
    ...told.map(cleanLine),
    ...(radius.headers === undefined
      ? []
      : [
          `On the day it met only calls with ${Object.entries(radius.headers)
            .map(([name, value]) => `${cleanLine(name)}: ${cleanLine(value)}`)
            .join(", ")}; here it meets every call that its selector says.`,
        ]),
    ...(after === undefined
      ? []
      : [
          `On the day it fired only ${after.within === undefined ? "" : `within ${formatDuration(after.within)} `}after "${cleanLine(after.injection)}" had; here it waits for no other.`,
        ]),
    "The claims are the usual ones. Make them your own.",
  ];
  return lines.map((line) => `# ${line}\n`).join("");
}

/** By reference where the tasks lie in files of their own, or else as they stood in the plan. */
function tasksOf(tasks: readonly Task[], experiment: Experiment, path: (file: string) => string): unknown {
  const entries: unknown[] = [];
  for (const [file, own] of Map.groupBy(tasks, (task) => task.file))
    if (file === experiment.file) entries.push(...own.map(writtenTask));
    else entries.push({ from: path(file), ids: own.map(({ id }) => id) });
  return entries;
}

/** Of a call that the trigger lets through otherwise: where it is small, few trials meet the fault. */
const chanceOf = ({ when }: Pick<Injection, "when">, { share }: LiveRadius): number => share * (when.probability ?? 1);

function methodOf({ id, fault, into, via, when, params }: Injection, radius: LiveRadius): unknown {
  const { boundary, dependencies, operations, where } = into;
  const [only, ...others] = dependencies;
  const probability = chanceOf({ when }, radius);
  // The file holds no other injection that it could wait for.
  const { after: _, ...own } = when;
  const trigger = { ...own, ...(probability < 1 ? { probability } : {}) };
  return {
    inject: fault,
    ...(id === fault ? {} : { id }),
    into: {
      [boundary]: others.length === 0 ? only : dependencies,
      ...(operations === undefined ? {} : { operation: operations }),
      ...(where === undefined ? {} : { where }),
    },
    ...(via === undefined ? {} : { via }),
    ...(Object.keys(trigger).length === 0 ? {} : { when: trigger }),
    ...(typeof params === "object" && params !== null && Object.keys(params).length > 0 ? { with: params } : {}),
  };
}

function dimensionOf({ target, dimension }: Experiment, { into }: Injection) {
  const hit = target.map.dependencies.find(
    ({ name, boundary }) =>
      boundary === into.boundary && (into.dependencies.includes("*") || into.dependencies.includes(name)),
  );
  return hit?.dimension ?? dimension;
}
