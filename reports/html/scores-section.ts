import type { RunReport } from "../../harness/domain/judgement.ts";
import type { ScopeScores, SinglePoint } from "../../harness/domain/scores.ts";
import { scopeName, tellingScopes } from "../documents/scope-lines.ts";
import { counted } from "../text/figures.ts";
import { unitOf } from "../text/units.ts";
import { type Html, html } from "./html.ts";
import { figure, outcomeBar, shareScale } from "./marks.ts";

/** Scores that are shares, with their titles. */
export const shareColumns = [
  ["answers correct", "answer-correctness"],
  ["silently wrong", "silent-wrong-rate"],
  ["faults isolated", "fault-isolation"],
  ["utility kept", "utility-retained"],
] as const;

/** The scores of what belongs together. A run of one experiment has them there alone. */
export function scoresSection(report: RunReport): Html {
  const scopes = tellingScopes(report);
  if (scopes.length === 0) return html``;
  const shown = shareColumns.filter(([, probe]) =>
    scopes.some(({ scores }) => scores.some((each) => each.probe === probe && each.treatment)),
  );
  return html`<section id="scores" aria-labelledby="h-scores"><h2 id="h-scores">Scores by scope</h2>
<p class="lead">Over the pairs in which a fault fired. <span class="key"><i class="k-trt"></i> under faults</span> <span class="key"><i class="k-ctl"></i> control</span>, each with its 95% interval.</p>
<div class="scroll" role="group" aria-label="table of scores" tabindex="0"><table class="scores"><thead><tr><th scope="col">scope</th>${shown.map(([title]) => html`<th scope="col">${title}</th>`)}<th scope="col">outcomes</th></tr></thead><tbody>${scopes.map((scope) => row(scope, shown))}</tbody></table></div></section>`;
}

const row = (scope: ScopeScores, shown: readonly (typeof shareColumns)[number][]): Html =>
  html`<tr class="k-${scope.kind}"><th scope="row">${scopeName(scope)} <span class="quiet">${scope.kind === "run" ? "" : scope.kind.replaceAll("-", " ")} ${counted(scope.pairs, "pair")}</span></th>${shown.map(
    ([, probe]) => {
      const score = scope.scores.find((each) => each.probe === probe);
      return html`<td>${shareScale(score?.treatment, score?.control)}${figure(score?.treatment, unitOf(probe))}</td>`;
    },
  )}<td class="bars">${outcomeBar(scope.outcomes.treatment, "under faults")}${outcomeBar(scope.outcomes.control, "in control")}</td></tr>`;

const standings = [
  ["fails-tasks", "Fails tasks when it is away", "✗"],
  ["survived", "Survived", "✓"],
  ["untested", "Not taken away by any experiment", "?"],
] as const;

/** What becomes of tasks when one dependency is away and nothing else. */
export function singlePointsSection({ singlePoints }: RunReport, placeOf: (experiment: string) => number): Html {
  if (singlePoints.length === 0) return html``;
  return html`<section id="single-points" aria-labelledby="h-points"><h2 id="h-points">Single points of failure</h2>
<p class="lead">What becomes of tasks when one dependency is away for the whole of a trial, and nothing else.</p>
<div class="points">${standings.map(([standing, title, mark]) => {
    const own = singlePoints.filter((point) => point.standing === standing);
    return (
      own.length > 0 &&
      html`<div class="card p-${standing}"><h3><span aria-hidden="true">${mark}</span> ${title}</h3><ul>${own.map((point) => one(point, placeOf))}</ul></div>`
    );
  })}</div></section>`;
}

const one = (
  { dependency, boundary, standing, reason, experiments, target }: SinglePoint,
  placeOf: (experiment: string) => number,
): Html =>
  html`<li><b>${dependency}</b> <span class="quiet">${boundary}, ${target}</span>${standing !== "untested" && html`<br>${reason} ${experiments.slice(0, 3).map((id) => html`<a href="#e${placeOf(id)}" aria-label="${`the experiment ${id}`}">→</a> `)}`}</li>`;
