import type { GradingResult } from "promptfoo";
import type { Grade, PromptfooAssertion } from "../domain/task.ts";
import { type Complaints, watchJudges } from "./judges.ts";
import type { GradeQuestion } from "./messages.ts";
import { asksModel, withoutJudge } from "./model-graded.ts";

type Promptfoo = typeof import("promptfoo");
type Test = Parameters<Promptfoo["assertions"]["runAssertions"]>[0]["test"];

/** The judge answered, and not in the form that was asked of it; or the assertion's own code broke. Neither is an opinion of the answer. */
const noOpinion =
  /did not match expected format|malformed response|Could not extract JSON|not in JSON format|^Custom function threw error|^(?:Python|Ruby) code execution failed|^Webhook (?:call failed|error)/i;

/** A grade for each assertion in order; with a threshold one for all of them, and those of its parts that cannot tell. */
export async function runAssertions(promptfoo: Promptfoo, asked: GradeQuestion): Promise<readonly Grade[]> {
  const { grading } = asked;
  if (grading.threshold === undefined)
    return Promise.all(grading.assert.map((assertion) => gradeOne(promptfoo, asked, assertion)));
  const whole: PromptfooAssertion = {
    type: "assert-set",
    metric: `threshold ${grading.threshold}`,
    threshold: grading.threshold,
    assert: grading.assert.flatMap((one) => (one.type === "assert-set" ? (one.assert as PromptfooAssertion[]) : [one])),
  };
  return [await gradeOne(promptfoo, asked, whole)];
}

async function gradeOne(promptfoo: Promptfoo, asked: GradeQuestion, assertion: PromptfooAssertion): Promise<Grade> {
  const name = nameOf(assertion);
  const cannotTell = (reason: string): Grade => ({ assertion: name, reason: reason.split("\n")[0] ?? "" });
  const lacking = asked.grading.options?.provider === undefined ? withoutJudge(assertion) : [];
  if (lacking.length > 0)
    return cannotTell(
      `${lacking.join(", ")} needs a judge: name one with "provider", in the assertion or under "options"`,
    );
  const complaints: Complaints = [];
  try {
    const ready = await watchJudges(asked.grading, assertion, promptfoo.loadApiProvider, complaints);
    const vars = { prompt: asked.prompt, ...asked.input } as NonNullable<Test["vars"]>;
    const result = await promptfoo.assertions.runAssertions({
      prompt: asked.prompt,
      vars,
      test: { vars, assert: [ready.assertion], options: ready.options } as unknown as Test,
      providerResponse: {
        output: asked.output,
        ...(asked.data === undefined ? {} : { metadata: { data: asked.data } }),
      },
    });
    if (complaints.length > 0) return cannotTell(`the judge failed: ${complaints[0]}`);
    const broken = partsOfResult(result).find(
      ({ pass, reason, metadata }) => metadata?.graderError === true || (!pass && noOpinion.test(reason)),
    );
    if (broken) return cannotTell(broken.reason);
    const telling = partsOfResult(result).find(({ pass }) => pass === result.pass) ?? result;
    return { assertion: name, pass: result.pass, score: result.score, reason: telling.reason.split("\n")[0] ?? "" };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return cannotTell(asksModel(assertion) ? `the judge failed: ${complaints[0] ?? message}` : message);
  }
}

const partsOfResult = (result: GradingResult): readonly GradingResult[] =>
  result.componentResults && result.componentResults.length > 0 ? result.componentResults : [result];

const nameOf = (assertion: PromptfooAssertion): string =>
  typeof assertion.metric === "string" ? assertion.metric : assertion.type;
