import { formatDuration } from "../../harness/domain/duration.ts";
import type { ExperimentResult } from "../../harness/domain/judgement.ts";
import { isBlank, type Visit, visitOf } from "../../harness/domain/visit.ts";
import { brief } from "../text/brief.ts";
import { counted } from "../text/figures.ts";
import { inline } from "./markdown-escape.ts";

type Example = ExperimentResult["examples"][number];

/** What a person saw at a page, in a sentence. */
function visitWords({ view, asked, firstText, settled }: Visit): string {
  const { answers, errors, questions, busy } = view;
  const parts = [
    ...(questions !== undefined && questions > 1 ? [`the question stood there ${counted(questions, "time")}`] : []),
    ...(answers.length > 0 && firstText !== undefined
      ? [`first words after ${formatDuration(Math.round(firstText - asked))}`]
      : []),
    ...(answers.length > 0 ? [`${counted(answers.length, "answer")}: “${brief(answers.join(" … "), 300)}”`] : []),
    ...(errors.length > 0 ? [`an error: “${brief(errors.join(" … "), 300)}”`] : []),
    ...(isBlank(view) ? ["nothing: neither an answer nor an error"] : []),
    ...(busy ? ["it still turned when the page was left"] : []),
  ];
  return `${parts.join("; ")}. Last change after ${formatDuration(Math.round(settled - asked))}.`;
}

/** Both arms of the worst pair as they were seen; empty for targets without a page. */
export function pageSection({ treatment, control }: Example): readonly string[] {
  const arms = [
    ["under the fault", visitOf(treatment.primary.record)],
    ["without it", visitOf(control.primary.record)],
  ] as const;
  const seen = arms.flatMap(([arm, visit]) => (visit ? [{ arm, visit }] : []));
  if (seen.length === 0) return [];
  return [
    "",
    "What the visitor saw:",
    "",
    ...seen.flatMap(({ arm, visit }) => [
      `- **${arm}**: ${inline(visitWords(visit))}`,
      ...(visit.screenshot === undefined ? [] : [`  ![the page ${arm}](${visit.screenshot})`]),
    ]),
  ];
}

/** The same for machines. */
export function publishedPage({ treatment, control }: Example) {
  const [here, usual] = [visitOf(treatment.primary.record), visitOf(control.primary.record)];
  return here && { treatment: published(here), ...(usual && { control: published(usual) }) };
}

function published({ view, ...visit }: Visit) {
  const { answers, errors, questions, busy } = view;
  return { ...visit, answers: [...answers], errors: [...errors], ...(questions !== undefined && { questions }), busy };
}
