import type { EvidenceResult } from "../../harness/domain/evidence.ts";
import type { ExperimentResult, RunReport } from "../../harness/domain/judgement.ts";
import type { LatencyScore, Score } from "../../harness/domain/scores.ts";
import { claimSentence } from "../documents/claim-words.ts";
import { listFindings } from "../documents/finding-list.ts";
import { firedInjections } from "../documents/injection-words.ts";
import { ownReasons } from "../documents/main-reason.ts";
import { radiusWords } from "../documents/radius-words.ts";
import { reproduceCommand } from "../documents/reproduce.ts";
import { exposureWords } from "../documents/run-words.ts";
import { brief } from "../text/brief.ts";
import { isPrintable } from "../text/figures.ts";
import { verdictMark } from "../text/paint.ts";
import { unitOf } from "../text/units.ts";
import { trialLink } from "./findings-section.ts";
import { type Html, html } from "./html.ts";
import { figure, shareScale } from "./marks.ts";

/** What an experiment opens to. The worst pair and the distribution of latencies are drawn by the client. */
export function experimentDetails(report: RunReport, result: ExperimentResult): Html {
  const { experiment, claims, examples, blastRadius } = result;
  const own = ownReasons(result);
  const numbers = listFindings(report).filter(({ seen }) => seen.some((each) => each.result === result));
  const radius = radiusWords(blastRadius);
  const exposure = exposureWords(result);
  const worst = examples[0]?.treatment.record.trial.id;
  return html`<div class="in">
${experiment.question !== "" && html`<p class="question">${experiment.question}</p>`}
${own.length > 0 && html`<ul class="reasons">${own.map((reason) => html`<li>${brief(reason)}</li>`)}</ul>`}
<div class="two"><div><h3>Claims</h3><ul class="claims">${claims.map((claim) => html`<li><span class="mk v-${claim.verdict}" role="img" aria-label="${claim.verdict}">${verdictMark[claim.verdict]}</span> <span>${claimSentence(claim, result)}</span></li>`)}</ul></div>
<div><h3>Faults</h3><ul>${firedInjections(result).map(({ words, fired }) => html`<li${fired === 0 ? html` class="bad"` : ""}>${words}</li>`)}</ul>
${exposure !== "" && html`<p class="quiet">${exposure}.</p>`}${radius !== "" && html`<p><b>Reach:</b> ${radius}.</p>`}
${numbers.length > 0 && html`<p><b>Findings:</b> ${numbers.map(({ number, title }, index) => html`${index > 0 && " · "}<a href="#f${number}">${number}. ${title}</a>`)}</p>`}</div></div>
${scoreTable(result.scores)}
${latencyTable(result)}
${evidenceList(result.evidence)}
<h3>${examples[0]?.treatment.primary.outcome === "correct" ? "An example" : "Worst pair"}</h3>
<div class="pair js" data-worst="${worst ?? ""}"></div>
${worst !== undefined && html`<noscript><p class="quiet">The calls of <code>${worst}</code> are drawn by a script. Without one: <code>brownout explain ${report.run} ${worst}</code></p></noscript>`}
<p class="more js"><a href="${`#experiment=${encodeURIComponent(experiment.id.toWellFormed())}`}">all trials of this experiment</a></p>
<p class="repro"><span class="quiet">Run ${worst === undefined ? "it" : "the worst pair"} again:</span> <code>${reproduceCommand(report, result)}</code></p>
</div>`;
}

function scoreTable(scores: readonly Score[]): Html {
  const shown = scores.filter(({ treatment, control }) => isPrintable(treatment) || isPrintable(control));
  if (shown.length === 0) return html``;
  return html`<h3>Scores</h3><table class="scores"><thead><tr><th scope="col">score</th><th scope="col">under faults</th><th scope="col">control</th><th scope="col">difference</th></tr></thead><tbody>${shown.map(
    ({ probe, treatment, control, difference }) => {
      const unit = unitOf(probe);
      return html`<tr><th scope="row">${probe}</th><td>${unit === "share" && shareScale(treatment, control)}${figure(treatment, unit)}</td><td>${figure(control, unit)}</td><td>${figure(difference, unit === "ratio" ? "count" : unit)}</td></tr>`;
    },
  )}</tbody></table>`;
}

function latencyTable({ latency, recovery }: ExperimentResult): Html {
  const shown = latency.filter(({ treatment, control }) => isPrintable(treatment) || isPrintable(control));
  if (shown.length === 0) return html``;
  const row = ({ quantile, treatment, control }: LatencyScore): Html =>
    html`<tr><th scope="row">${quantile}</th><td>${figure(treatment, "ms")}</td><td>${figure(control, "ms")}</td></tr>`;
  return html`<h3>Time to answer</h3><div class="lat"><table class="scores"><thead><tr><th scope="col">quantile</th><th scope="col">under faults</th><th scope="col">control</th></tr></thead><tbody>${shown.map(row)}${isPrintable(recovery) && html`<tr><th scope="row">recovery</th><td>${figure(recovery, "ms")}</td><td></td></tr>`}</tbody></table><div class="chart js"></div></div>`;
}

const telling = ["violated", "absent", "present"] as const;

function evidenceList(evidence: readonly EvidenceResult[]): Html {
  const shown = telling.flatMap((conclusion) => evidence.filter((each) => each.conclusion === conclusion));
  if (shown.length === 0) return html``;
  return html`<details class="sub"><summary>Mitigations looked for: ${telling
    .map((conclusion) => [conclusion, shown.filter((each) => each.conclusion === conclusion).length] as const)
    .filter(([, count]) => count > 0)
    .map(([conclusion, count]) => `${count} ${conclusion}`)
    .join(
      ", ",
    )}</summary><table class="ev"><thead><tr><th scope="col">mitigation</th><th scope="col">at</th><th scope="col">seen</th><th scope="col">why</th></tr></thead><tbody>${shown.map(
    ({ id, name, about, conclusion, reason, examples: [first] }) =>
      html`<tr><th scope="row">${id} ${name}</th><td>${about}</td><td class="c-${conclusion}">${conclusion}</td><td>${reason}${first && html` <a href="${trialLink(first.trial)}" aria-label="${`the pair that shows it: ${first.trial}`}">→</a>`}</td></tr>`,
  )}</tbody></table></details>`;
}
