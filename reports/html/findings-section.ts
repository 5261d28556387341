import type { RunReport } from "../../harness/domain/judgement.ts";
import { type ListedFinding, listFindings } from "../documents/finding-list.ts";
import { cleanLine } from "../text/clean.ts";
import { counted } from "../text/figures.ts";
import { type Html, html } from "./html.ts";

/** Pieces of evidence, and experiments, that are shown of one finding. */
const shown = { evidence: 4, experiments: 6 } as const;

/** Where the client shows one trial. */
export const trialLink = (id: string): string => `#trial=${encodeURIComponent(cleanLine(id).toWellFormed())}`;

/** Weaknesses by their cause, the gravest first, with what they cost, how to mend them, and the events behind them. */
export function findingsSection(report: RunReport, placeOf: (experiment: string) => number): Html {
  const list = listFindings(report);
  if (list.length === 0) return html``;
  return html`<section id="findings" aria-labelledby="h-findings"><h2 id="h-findings">Findings</h2>
<p class="lead">Each is one cause, with what followed from it. The number is the one that <code>brownout explain ${report.run} NUMBER</code> takes.</p>
<div class="findings">${list.map((finding) => one(finding, placeOf))}</div></section>`;
}

function one(finding: ListedFinding, placeOf: (experiment: string) => number): Html {
  const { number, code, title, severity, failureMode, dimension, cost, advice, symptoms, seen, count } = finding;
  const pieces = seen.flatMap((each) => each.finding.evidence);
  // The same in another repeat says nothing new.
  const evidence = [...new Map(pieces.toReversed().map((each) => [each.detail, each])).values()]
    .toReversed()
    .slice(0, shown.evidence);
  return html`<article class="card finding" id="f${number}" data-code="${code}">
<h3><span class="no">${number}</span> ${title} <span class="sev s-${severity}">${severity}</span></h3>
<p class="tags"><code>${code}</code> · ${failureMode} · ${dimension} · in ${counted(count, "trial")}</p>
<p class="mend"><b>Mend it:</b> ${advice}</p>
${cost !== "" && html`<p><b>What it costs:</b> ${cost}</p>`}
${symptoms.length > 0 && html`<p><b>What followed from it:</b> ${symptoms.map((symptom, index) => html`${index > 0 && "; "}${lower(symptom.title)} <span class="quiet">(${counted(symptom.count, "trial")})</span>`)}</p>`}
<h4>Seen in</h4><ul class="where">${seen
    .slice(0, shown.experiments)
    .map(
      ({ result, finding: own }) =>
        html`<li><a href="#e${placeOf(result.experiment.id)}">${result.experiment.title}</a> <span class="quiet">${own.count} of ${counted(result.trials.exposed, "trial")} that met a fault</span></li>`,
    )}${seen.length > shown.experiments && html`<li class="quiet">and ${counted(seen.length - shown.experiments, "more experiment")}</li>`}</ul>
${
  evidence.length > 0 &&
  html`<h4>Evidence</h4><ul class="evidence">${evidence.map(
    ({ trial, address, detail }) =>
      html`<li><a href="${trialLink(trial)}">${detail}</a>${address !== undefined && html` <code>${address}</code>`}</li>`,
  )}</ul>`
}
</article>`;
}

const lower = (title: string): string => title.slice(0, 1).toLowerCase() + title.slice(1);
