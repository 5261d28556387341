import type { AssertionValueFunctionContext, GradingResult } from "promptfoo";
import { z } from "zod";
import type { Outcome } from "../domain/vocabulary.ts";

const metadata = z.looseObject({
  outcome: z.string(),
  controlOutcome: z.string(),
  reasons: z.array(z.string()),
  doubts: z.array(z.string()),
  silent: z.boolean(),
  scores: z.record(z.string(), z.number()),
});

/** Nobody is misled or left waiting by these. */
const acceptable: readonly Outcome[] = ["correct", "degraded", "failed-safe"];

/** Passes if the outcome is correct, degraded or failed-safe. Carries every share of the trial as a named score. */
export const outcome = (_output: string, context: AssertionValueFunctionContext): GradingResult =>
  graded(context, ({ outcome, reasons, scores }) => ({
    pass: acceptable.some((one) => one === outcome),
    score: scores["utility-retained"] ?? 0,
    reason: sentence(outcome, reasons),
    namedScores: scores,
  }));

/** Passes if the answer is complete and right: for faults that an agent can work around. */
export const correct = (_output: string, context: AssertionValueFunctionContext): GradingResult =>
  graded(context, ({ outcome, reasons }) => {
    const pass = outcome === "correct";
    return { pass, score: pass ? 1 : 0, reason: sentence(outcome, reasons) };
  });

/** Fails if the answer is wrong or harmful and nothing in it warns of that. */
export const neverSilentlyWrong = (_output: string, context: AssertionValueFunctionContext): GradingResult =>
  graded(context, ({ silent, outcome, reasons }) => ({
    pass: !silent,
    score: silent ? 0 : 1,
    reason: silent ? `silently ${sentence(outcome, reasons)}` : "nobody was misled",
  }));

/** A result that cannot tell is not a pass. */
function graded(
  context: AssertionValueFunctionContext,
  grade: (trial: z.output<typeof metadata>) => GradingResult,
): GradingResult {
  const trial = metadata.parse(context.providerResponse?.metadata);
  if (trial.doubts.length === 0) return grade(trial);
  return { pass: false, score: 0, reason: `cannot tell: ${trial.doubts.join("; ")}` };
}

const sentence = (outcome: string, reasons: readonly string[]): string =>
  reasons.length === 0 ? outcome : `${outcome}: ${reasons.join("; ")}`;
