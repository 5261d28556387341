import type { RunReport } from "../../harness/domain/judgement.ts";
import { failureModes, outcomes, verdicts } from "../../harness/domain/vocabulary.ts";
import { listFindings } from "../documents/finding-list.ts";
import { cleanLine } from "../text/clean.ts";
import { counted } from "../text/figures.ts";
import type { GatheredPairs } from "./gather-pairs.ts";
import { type Html, html } from "./html.ts";

/** The controls that narrow down experiments and trials. They work by script alone, and are hidden without one. */
export function filterBar(report: RunReport, pairs: GatheredPairs): Html {
  const dependencies = [...new Set(pairs.table.dependencies.flat())].sort();
  const choice = (name: string, label: string, options: readonly (readonly [string, string])[]): Html =>
    html`<label class="pick"><span>${label}</span><select name="${name}"><option value="">${label}: any</option>${options.map(([value, text]) => html`<option value="${value}">${text}</option>`)}</select></label>`;
  const same = (words: readonly string[]): readonly (readonly [string, string])[] =>
    words.map((each) => [each, each] as const);
  const used = failureModes.filter((mode) =>
    report.experiments.some(({ experiment }) => experiment.failureMode === mode),
  );
  return html`<form class="filter js" id="filter" role="search" aria-label="Filter experiments and trials">
<label class="pick grow"><span>Search</span><input type="search" name="q" placeholder="Search titles, tasks, findings, reasons …" autocomplete="off" spellcheck="false"></label>
${choice("verdict", "Verdict", same(verdicts.filter((verdict) => report.experiments.some((each) => each.verdict === verdict)).toReversed()))}
${choice("outcome", "Outcome", same(outcomes))}
${choice("mode", "Mode", same(used))}
${choice(
  "finding",
  "Finding",
  listFindings(report).map(({ code, number, title }) => [cleanLine(code), `${number}. ${title}`] as const),
)}
${dependencies.length > 0 && choice("dependency", "Fault at", same(dependencies))}
${choice(
  "experiment",
  "Experiment",
  report.experiments.map(({ experiment }) => [cleanLine(experiment.id), experiment.title] as const),
)}
<button type="reset">Clear</button>
<output aria-live="polite"></output>
</form>`;
}

/** The list of pairs, which the client fills. `pairs.seen` may be more than the page carries: then the rule is said. */
export function trialsSection(report: RunReport, pairs: GatheredPairs): Html {
  const { table, details, seen } = pairs;
  const rule =
    details.length === seen
      ? `${counted(seen, "pair")}: a trial under faults beside the same trial without them.`
      : `${table.rows.length === seen ? counted(seen, "pair") : `${table.rows.length} of ${counted(seen, "pair")} (the first ones, and all that can be opened)`}: a trial under faults beside the same trial without them. The calls of ${details.length} can be opened: pairs that show a finding first, then those that went worse than in control, then samples, and some of every experiment. brownout explain ${report.run} TRIAL tells of any other.`;
  return html`<section id="trials" aria-labelledby="h-trials"><h2 id="h-trials">Trials</h2>
<p class="lead">${rule}</p>
<noscript><p class="quiet">The list of trials needs a script; everything above does not. <code>brownout explain ${report.run} TRIAL</code> tells the same in a terminal.</p></noscript>
<div class="scroll js"><table class="list" id="list"><thead><tr><th scope="col">trial</th><th scope="col">under faults</th><th scope="col">control</th><th scope="col" class="num">took</th><th scope="col" class="num">control</th><th scope="col">what happened</th></tr></thead><tbody></tbody></table></div>
<p class="nothing" id="no-trials" hidden>No trial fits the filter.</p>
<p class="js"><button type="button" id="more" hidden></button></p></section>`;
}
