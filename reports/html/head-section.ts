import type { CriterionResult } from "../../harness/domain/gate.ts";
import type { RunReport } from "../../harness/domain/judgement.ts";
import { type Outcome, outcomes, verdicts } from "../../harness/domain/vocabulary.ts";
import { type ListedFinding, listFindings, trialOf } from "../documents/finding-list.ts";
import { countWords, notesOf, standingMark } from "../documents/gate-lines.ts";
import { firstToMend, nextStep } from "../documents/next-step.ts";
import { reproduceCommand } from "../documents/reproduce.ts";
import { caveats, couldNotRun, ofVerdict, settingWords, trialTotals, trialWords } from "../documents/run-words.ts";
import { brief } from "../text/brief.ts";
import { counted } from "../text/figures.ts";
import { verdictMark } from "../text/paint.ts";
import { trialLink } from "./findings-section.ts";
import { type Content, type Html, html } from "./html.ts";
import { outcomeBar } from "./marks.ts";

/** Findings that are named at the top. */
const named = 5;

/** What a tired reader needs in the first five seconds: the verdict, what broke, what to do first. */
export function headSection(report: RunReport, placeOf: (experiment: string) => number): Html {
  const { verdict } = report;
  const list = listFindings(report);
  return html`<header class="top v-${verdict}">
<div class="top-in">
<p class="verdict"><span class="mark" aria-hidden="true">${verdictMark[verdict]}</span> <span>${verdict.toUpperCase()}</span></p>
<div class="what">
<h1>${headline(report)}</h1>
<p class="sub">${[...settingWords(report), when(report.startedAt), `run ${report.run}`].join(" · ")}</p>
</div>
</div>
</header>
${caveats(report).length > 0 && html`<ul class="caveats" aria-label="What limits this report">${caveats(report).map((text) => html`<li>${text}</li>`)}</ul>`}
${gateVerdict(report)}
<div class="first">
<section class="card do" aria-labelledby="h-do"><h2 id="h-do">Do this first</h2><p>${nextStep(report)}</p>${firstCommand(report, placeOf)}</section>
<section class="card broke" aria-labelledby="h-broke"><h2 id="h-broke">${list.length === 0 ? "Findings" : counted(list.length, "finding")}</h2>
${list.length === 0 ? html`<p class="quiet">No weakness was found in the trials that met a fault.</p>` : html`<ol>${list.slice(0, named).map(headFinding)}</ol>`}
${list.length > named && html`<p class="more"><a href="#findings">and ${list.length - named} more</a></p>`}</section>
<section class="card sums" aria-labelledby="h-sums"><h2 id="h-sums">Outcomes</h2>${sums(report)}</section>
</div>
${gateSection(report)}`;
}

/** What a gate decided, where one was asked, in one line: how it came to that is told below what is to be done. */
const gateVerdict = ({ gate }: RunReport): Content =>
  gate &&
  html`<p class="gate-verdict g-${gate.standing}"><a href="#h-gate">${standingMark[gate.standing]} Gate ${gate.standing === "inconclusive" ? "undecided" : gate.standing}</a> <span class="quiet">${brief(countWords(gate))}</span></p>`;

/** Each criterion, with what was found and what helps; then what stands behind them. */
function gateSection({ gate }: RunReport): Content {
  if (gate === undefined) return undefined;
  const row = ({ standing, asked, found, next, at }: CriterionResult): Html =>
    html`<li class="g-${standing}"><span class="mark" aria-hidden="true">${standingMark[standing]}</span> <b>${brief(asked)}</b>: ${brief(found)}${at !== undefined && html` <code class="quiet">${brief(at)}</code>`}${next !== undefined && html`<br>→ ${brief(next)}`}</li>`;
  const notes = notesOf(gate);
  return html`<section class="gate" aria-labelledby="h-gate"><h2 id="h-gate">Gate</h2><ol>${gate.criteria.map(row)}</ol>
${notes.length > 0 && html`<ul class="quiet">${notes.map((text) => html`<li>${brief(text)}</li>`)}</ul>`}</section>`;
}

function headline(report: RunReport): string {
  const totals = trialTotals(report);
  const all = report.experiments.length;
  const [worst] = verdicts.toReversed().filter((each) => ofVerdict(report, each).length > 0);
  if (worst === undefined) return "Nothing was run";
  const count = ofVerdict(report, worst).length;
  const what =
    worst === "held"
      ? "held"
      : worst === "degraded"
        ? "degraded"
        : worst === "broken"
          ? "broke"
          : ofVerdict(report, worst).every(couldNotRun)
            ? "could not be run"
            : "could not be decided";
  const which =
    count === all
      ? all === 1
        ? "The experiment"
        : `All ${all} experiments`
      : `${count} of ${counted(all, "experiment")}`;
  return `${which} ${what}, in ${trialWords(totals)}`;
}

/** The experiment that the advice names, and the command that repeats the pair that shows what is to be mended. */
function firstCommand(report: RunReport, placeOf: (experiment: string) => number): Content {
  const first = firstToMend(report);
  if (first === undefined) return undefined;
  const { result, finding } = first;
  const trial = trialOf(first);
  const words = finding === undefined ? "its worst trial, call by call" : "a trial that shows it, call by call";
  return html`<p class="repro"><code>${reproduceCommand(report, result, trial)}</code></p>
<p><a href="#e${placeOf(result.experiment.id)}">the experiment</a>${trial !== undefined && html` · <a href="${trialLink(trial)}">${words}</a>`}</p>`;
}

/** `2026-11-28 07:43 UTC` */
const when = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

const headFinding = ({ number, severity, title, count, seen }: ListedFinding): Html =>
  html`<li><a href="#f${number}"><span class="sev s-${severity}">${severity}</span> ${title}</a> <span class="quiet">${counted(count, "trial")}${seen.length > 1 && ` of ${seen.length} experiments`}</span></li>`;

function sums(report: RunReport): Html {
  const add = (arm: "control" | "treatment"): Readonly<Record<Outcome, number>> =>
    Object.fromEntries(
      outcomes.map((outcome) => [
        outcome,
        report.experiments.reduce((sum, { outcomes: counts }) => sum + counts[arm][outcome], 0),
      ]),
    ) as Record<Outcome, number>;
  const [control, treatment] = [add("control"), add("treatment")];
  const shown = outcomes.filter((outcome) => control[outcome] + treatment[outcome] > 0);
  if (shown.length === 0) return html`<p class="quiet">No trial has an outcome.</p>`;
  return html`<p class="arms"><span>under faults</span>${outcomeBar(treatment, "under faults")}<span>in control</span>${outcomeBar(control, "in control")}</p>
<table class="legend"><thead><tr><th scope="col">outcome</th><th scope="col" class="num">under faults</th><th scope="col" class="num">control</th></tr></thead><tbody>${shown.map((outcome) => html`<tr><th scope="row"><i class="dot o-${outcome}"></i>${outcome}</th><td class="num">${treatment[outcome]}</td><td class="num">${control[outcome]}</td></tr>`)}</tbody></table>`;
}
