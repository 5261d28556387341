import type { ExperimentResult, RunReport } from "../../harness/domain/judgement.ts";
import { failureModes, riskDimensions, type Verdict, verdicts } from "../../harness/domain/vocabulary.ts";
import { counted } from "../text/figures.ts";
import { verdictMark } from "../text/paint.ts";
import { type Html, html } from "./html.ts";

/** Experiments that get a mark of their own in a cell; more are counted. */
const marked = 8;

/** The seven risk dimensions by the five failure modes: what was asked where, and what came of it. */
export function coverageSection(report: RunReport, placeOf: (experiment: string) => number): Html {
  const cell = (results: readonly ExperimentResult[]): Html => {
    if (results.length === 0) return html`<td class="empty"><span aria-label="not asked">·</span></td>`;
    const worst = verdicts.findLast((verdict) => results.some((each) => each.verdict === verdict)) ?? "held";
    return html`<td class="in v-${worst}">${results.length <= marked ? results.map((result) => mark(result, placeOf)) : counts(results)}</td>`;
  };
  const filled = new Set(report.experiments.map(({ experiment: e }) => `${e.dimension} ${e.failureMode}`)).size;
  return html`<section id="coverage" aria-labelledby="h-coverage"><h2 id="h-coverage">Coverage</h2>
<p class="lead">${counted(report.experiments.length, "experiment")} in ${filled} of ${riskDimensions.length * failureModes.length} cells. A dot is a question that this run did not ask.</p>
<div class="scroll" role="group" aria-label="grid of coverage" tabindex="0"><table class="grid"><thead><tr><td></td>${failureModes.map((mode) => html`<th scope="col">${mode.replaceAll("-", " ")}</th>`)}</tr></thead><tbody>${riskDimensions.map(
    (dimension) =>
      html`<tr><th scope="row">${dimension.replaceAll("-", " ")}</th>${failureModes.map((mode) =>
        cell(report.experiments.filter(({ experiment: e }) => e.dimension === dimension && e.failureMode === mode)),
      )}</tr>`,
  )}</tbody></table></div></section>`;
}

const mark = ({ experiment, verdict }: ExperimentResult, placeOf: (experiment: string) => number): Html =>
  html`<a class="mk v-${verdict}" href="#e${placeOf(experiment.id)}" title="${experiment.title}" aria-label="${`${experiment.title}: ${verdict}`}">${verdictMark[verdict]}</a>`;

const counts = (results: readonly ExperimentResult[]): Html =>
  html`${verdicts
    .map((verdict): readonly [Verdict, number] => [verdict, results.filter((each) => each.verdict === verdict).length])
    .filter(([, count]) => count > 0)
    .map(
      ([verdict, count]) =>
        html`<span class="mk v-${verdict}" aria-label="${`${count} ${verdict}`}">${verdictMark[verdict]}${count}</span>`,
    )}`;
