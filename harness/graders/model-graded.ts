import type { PromptfooAssertion } from "../domain/task.ts";

/** Types that ask a model, an embedder or a classifier. Without a judge that the user has named they cannot tell. */
const modelGraded: ReadonlySet<string> = new Set([
  "agent-rubric",
  "answer-relevance",
  "classifier",
  "context-faithfulness",
  "context-recall",
  "context-relevance",
  "conversation-relevance",
  "factuality",
  "g-eval",
  "llm-rubric",
  "model-graded-closedqa",
  "model-graded-factuality",
  "moderation",
  "pi",
  "search-rubric",
  "similar",
  "similar:cosine",
  "similar:dot",
  "similar:euclidean",
  "trajectory:goal-success",
]);

const baseType = ({ type }: PromptfooAssertion): string => type.replace(/^not-/, "");

/** The assertion, or one of its set, asks a model. */
export const asksModel = (assertion: PromptfooAssertion): boolean =>
  partsOf(assertion).some((one) => modelGraded.has(baseType(one)));

/** The assertions of a set, or the assertion itself. */
function partsOf(assertion: PromptfooAssertion): readonly PromptfooAssertion[] {
  return Array.isArray(assertion.assert) ? (assertion.assert as readonly PromptfooAssertion[]) : [assertion];
}

/** Those of the parts that ask a model and name no judge of their own. */
export const withoutJudge = (assertion: PromptfooAssertion): readonly string[] =>
  partsOf(assertion).flatMap((one) =>
    modelGraded.has(baseType(one)) && one.provider === undefined && assertion.provider === undefined ? [one.type] : [],
  );
