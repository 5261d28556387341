import { basename, dirname, join } from "node:path";
import type { Experiment } from "../domain/experiment.ts";
import type { Verdict } from "../domain/vocabulary.ts";
import { bootTarget } from "../targets/index.ts";
import { root, runInMemory } from "../testing/run-in-memory.ts";

/** What one experiment made of one animal. */
export interface Observation {
  readonly animal: string;
  readonly experiment: string;
  readonly verdict: Verdict;
  /** Findings that are told as weaknesses of their own, in their order, and those that are folded under them. */
  readonly codes: readonly string[];
  readonly folded: readonly string[];
  readonly reasons: readonly string[];
  readonly trials: number;
  readonly seconds: number;
}

/** Something is said to be wrong with it. */
export const alarmed = ({ verdict, codes }: Pick<Observation, "verdict" | "codes">): boolean =>
  verdict === "broken" || verdict === "degraded" || codes.length > 0;

const module = join(root, "fixtures", "agents", "zoo", "target.ts");

/** Runs one experiment, at its own size or another, against one animal in place of its target, and keeps nothing but this. */
export async function observe(
  animal: string,
  experiment: Experiment,
  size: { readonly repeats?: number; readonly seed?: string } = {},
): Promise<Observation> {
  const { file } = experiment.target;
  const base = basename(dirname(file)) === "knowledge" ? { ZOO_KNOWLEDGE: basename(file, ".yaml") } : {};
  const target = bootTarget({ kind: "module", module, clock: "virtual" }, file);
  const started = performance.now();
  const { report } = await runInMemory([{ ...experiment, ...size }], {
    equipment: {
      boot: () => ({ boot: (given, signal) => target.boot({ ...given, ...base, ZOO: animal }, signal) }),
    },
  });
  const [result] = report.experiments;
  if (!result) throw new Error(`The run of ${experiment.id} against ${animal} has no result.`);
  return {
    animal,
    experiment: experiment.id,
    verdict: result.verdict,
    codes: result.findings.map(({ code }) => code),
    folded: result.findings.flatMap(({ symptoms }) => symptoms.map(({ code }) => code)),
    reasons: result.reasons,
    trials: result.trials.finished,
    seconds: (performance.now() - started) / 1000,
  };
}
