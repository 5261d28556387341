import type { ExperimentResult, RunReport } from "../../harness/domain/judgement.ts";
import { mainReason } from "../documents/main-reason.ts";
import { trialWords, worstFirst } from "../documents/run-words.ts";
import { unitOf } from "../text/units.ts";
import { experimentDetails } from "./experiment-details.ts";
import { type Html, html } from "./html.ts";
import { figure, outcomeBar, verdictChip } from "./marks.ts";

/** Every experiment, the worst first; each opens to its claims, scores, latencies and worst pair. */
export function experimentsSection(report: RunReport, placeOf: (experiment: string) => number): Html {
  const results = worstFirst(report.experiments);
  if (results.length === 0) return html``;
  return html`<section id="experiments" aria-labelledby="h-experiments"><h2 id="h-experiments">Experiments</h2>
<p class="lead">Bars: outcomes under faults above, the same trials without faults below. <button type="button" class="link js" id="open-all">open all</button></p>
<div class="exps">${results.map((result) => one(report, result, placeOf(result.experiment.id)))}</div>
<p class="nothing" id="no-experiments" hidden>No experiment fits the filter.</p></section>`;
}

function one(report: RunReport, result: ExperimentResult, place: number): Html {
  const { experiment, verdict, outcomes, scores, trials } = result;
  const correct = scores.find(({ probe }) => probe === "answer-correctness");
  return html`<details class="exp" id="e${place}" data-place="${place}"><summary>
${verdictChip(verdict)}
<span class="t"><span class="title">${experiment.title}</span><span class="quiet">${experiment.failureMode} · ${experiment.dimension} · ${trialWords(trials)}</span>${verdict !== "held" && html`<span class="why">${mainReason(result)}</span>`}</span>
<span class="bars">${outcomeBar(outcomes.treatment, "under faults")}${outcomeBar(outcomes.control, "in control")}</span>
<span class="score"><span class="quiet">correct</span> ${figure(correct?.treatment, unitOf("answer-correctness"))}</span>
</summary>${experimentDetails(report, result)}</details>`;
}
