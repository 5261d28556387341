import type { Probe } from "../domain/judgement.ts";
import { answerCorrectness } from "./answer-correctness.ts";
import { backoffRatio } from "./backoff-ratio.ts";
import { blankRate } from "./blank-rate.ts";
import { completionRate } from "./completion-rate.ts";
import { cost } from "./cost.ts";
import { crashRate } from "./crash-rate.ts";
import { disclosureRate } from "./disclosure-rate.ts";
import { doubleAnswerRate } from "./double-answer-rate.ts";
import { duplicateEffects } from "./duplicate-effects.ts";
import { duplicateSubmissionRate } from "./duplicate-submission-rate.ts";
import { escalationRate } from "./escalation-rate.ts";
import { evidenceDetectors } from "./evidence/index.ts";
import { evidenceProbe } from "./evidence-probe.ts";
import { faultIsolation } from "./fault-isolation.ts";
import { harmfulRate } from "./harmful-rate.ts";
import { hungRate } from "./hung-rate.ts";
import { maxAttempts } from "./max-attempts.ts";
import { modelCalls } from "./model-calls.ts";
import { recoveryRate } from "./recovery-rate.ts";
import { retryAfterHonoured } from "./retry-after-honoured.ts";
import { retryAmplification } from "./retry-amplification.ts";
import { silentWrongRate } from "./silent-wrong-rate.ts";
import { slowdown } from "./slowdown.ts";
import { spill } from "./spill.ts";
import { spinnerStuckRate } from "./spinner-stuck-rate.ts";
import { timeToAnswer } from "./time-to-answer.ts";
import { timeToFirstText } from "./time-to-first-text.ts";
import { timeToFirstToken } from "./time-to-first-token.ts";
import { timeToLastText } from "./time-to-last-text.ts";
import { tokens } from "./tokens.ts";
import { toolCalls } from "./tool-calls.ts";
import { utilityRetained } from "./utility-retained.ts";
import { wrongRate } from "./wrong-rate.ts";

/** Probes of one figure each. */
const figures = {
  "answer-correctness": answerCorrectness,
  "silent-wrong-rate": silentWrongRate,
  "wrong-rate": wrongRate,
  "harmful-rate": harmfulRate,
  "crash-rate": crashRate,
  "hung-rate": hungRate,
  "completion-rate": completionRate,
  "utility-retained": utilityRetained,
  "disclosure-rate": disclosureRate,
  "escalation-rate": escalationRate,
  "fault-isolation": faultIsolation,
  "recovery-rate": recoveryRate,
  spill,
  "retry-amplification": retryAmplification,
  "max-attempts": maxAttempts,
  "retry-after-honoured": retryAfterHonoured,
  "backoff-ratio": backoffRatio,
  "time-to-answer": timeToAnswer,
  "time-to-first-token": timeToFirstToken,
  slowdown,
  "model-calls": modelCalls,
  "tool-calls": toolCalls,
  tokens,
  cost,
  "duplicate-effects": duplicateEffects,
  // What a person saw at a page.
  "time-to-first-text": timeToFirstText,
  "time-to-last-text": timeToLastText,
  "spinner-stuck-rate": spinnerStuckRate,
  "blank-rate": blankRate,
  "double-answer-rate": doubleAnswerRate,
  "duplicate-submission-rate": duplicateSubmissionRate,
} satisfies Readonly<Record<string, Probe>>;

/** Every probe, by the name that a hypothesis uses: those of one figure, and those that ask for the evidence of a mitigation. */
export const probes: Readonly<Record<ProbeName, Probe>> & Readonly<Record<string, Probe>> = {
  ...figures,
  ...Object.fromEntries(evidenceDetectors.map((detector) => [detector.name, evidenceProbe(detector)])),
};

export type ProbeName = keyof typeof figures;
