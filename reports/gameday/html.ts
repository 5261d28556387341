import { createHash } from "node:crypto";
import { momentLine, momentWords } from "../../harness/domain/gameday-words.ts";
import { outcomes } from "../../harness/domain/vocabulary.ts";
import { type Content, type Html, html, trusted } from "../html/html.ts";
import { style as pageStyle } from "../html/style.ts";
import { cleanLine } from "../text/clean.ts";
import { counted } from "../text/figures.ts";
import { lanesPicture, lanesStyle } from "./lanes-picture.ts";
import { actionWords, boundWords, episodeTitle, findingPlaybook, headFacts } from "./parts.ts";
import type { Tally } from "./tallies.ts";
import type { DayStory, EpisodeStory } from "./tell-day.ts";
import { clockOf, episodeSentence, outcomesOf, shareOf, summaryOf, toldOf } from "./words.ts";

/** The after-action report as one page that needs nothing else: no script, no network, no other file. */
export function dayHtml(story: DayStory): string {
  const css = `${pageStyle}\n${lanesStyle}`;
  const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(css).digest("base64")}'; base-uri 'none'; form-action 'none'`;
  const { episodes, bounds, actions, told, moments, record } = story;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>After-action report · ${cleanLine(record.title)}</title>
<style>${trusted(css)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header class="top ${bounds.some(({ verdict }) => verdict === "broke") ? "v-broken" : "v-inconclusive"}">
<div class="top-in"><div class="what"><p class="sub">After-action report of a game day</p><h1>${record.title}</h1></div></div>
</header>
<main id="main">
<section aria-labelledby="h-what"><h2 id="h-what">What happened</h2>
<p class="story">${summaryOf(story).join(" ")}</p>
${told !== undefined && told.hypotheses.length > 0 && html`<p>What was thought to hold:</p><ul>${told.hypotheses.map((text) => html`<li>${text}</li>`)}</ul>`}
<dl class="facts">${headFacts(story).map(([name, words]) => html`<div><dt>${name}</dt><dd>${words}</dd></div>`)}</dl></section>
<section aria-labelledby="h-lanes"><h2 id="h-lanes">At the same time</h2>${lanesPicture(story)}</section>
${episodes.length > 0 && html`<section aria-labelledby="h-times"><h2 id="h-times">How long it took, from the arming on</h2>${overview(episodes)}</section>`}
${episodes.map((one, index) => chapter(one, index, story))}
<section aria-labelledby="h-bounds"><h2 id="h-bounds">What held and what broke</h2>${
    bounds.length === 0
      ? html`<p class="nothing">No steady-state bounds were watched.</p>`
      : table(
          ["steady-state bound", "", "when"],
          bounds.map((one) => [
            html`<code>${one.bound}</code>`,
            html`<span class="${one.verdict === "broke" ? "bad" : ""}">${one.verdict}</span>`,
            boundWords(one),
          ]),
        )
  }</section>
${record.telemetry.length > 0 && html`<section aria-labelledby="h-own"><h2 id="h-own">What the agent told of itself</h2><ul>${record.telemetry.map((text) => html`<li>${text}</li>`)}</ul></section>`}
<section aria-labelledby="h-actions"><h2 id="h-actions">Action items</h2>${
    actions.length === 0
      ? html`<p class="nothing">Nobody wrote one down.</p>`
      : table(["what", "owner", "due", "written by"], actions.map(actionWords))
  }</section>
<section aria-labelledby="h-all"><h2 id="h-all">The whole story in order</h2>${table(
    ["when", "lane", "what"],
    moments.map(({ t, moment }) => [clockOf(t), momentWords(moment).lane, momentLine(moment)]),
  )}</section>
${record.warnings.length > 0 && html`<section><h2>What limits this report</h2><ul>${record.warnings.map((text) => html`<li>${text}</li>`)}</ul></section>`}
</main>
<footer><p>Written by brownout ${record.brownout} from the journal of the run ${record.run}. This file loads nothing and sends nothing. The same as experiments: <code>brownout gameday export ${record.run}</code></p></footer>
</body>
</html>
`.markup;
}

const table = (head: readonly string[], rows: readonly (readonly Content[])[]): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${head[0]}"><table class="${head.length > 4 ? "day wide" : "day"}"><thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead><tbody>${rows.map((cells) => html`<tr>${cells.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}</tr>`)}</tbody></table></div>`;

const overview = (episodes: readonly EpisodeStory[]): Html =>
  table(
    ["fault", "armed", "bounds broke after", "people noticed after", "mitigated after", "recovered after"],
    episodes.map(({ injection, from, response: { noticed, detected, mitigated, recovered } }, index) => [
      html`<a href="#i${index + 1}">${injection}</a>`,
      clockOf(from),
      ...[noticed, detected, mitigated, recovered].map(toldOf),
    ]),
  );

function chapter(one: EpisodeStory, index: number, story: DayStory): Html {
  const { response, tallies, judged, beside } = one;
  const expect = story.phases.find(({ name }) => name === one.phase)?.expect;
  return html`<section id="i${index + 1}" aria-labelledby="h-i${index + 1}"><h2 id="h-i${index + 1}">${index + 1}. ${episodeTitle(one)}</h2>
<p>${episodeSentence(one)}</p>
${expect !== undefined && html`<p class="quiet">Expected: ${expect}</p>`}
${beside.length > 0 && html`<p class="quiet">Armed at the same time: ${beside.join(", ")}. What is told here may be their doing too.</p>`}
${response.before.length > 0 && html`<p class="quiet">Broken already when it was armed, so that they say nothing of it: ${response.before.join("; ")}.</p>`}
${
  tallies.length > 0 &&
  table(
    ["synthetic tasks", "answered correctly", "", "outcomes"],
    tallies.map((each) => [each.name, shareOf(each), bar(each), outcomesOf(each)]),
  )
}
${findings(one, story, judged)}</section>`;
}

function findings(one: EpisodeStory, story: DayStory, judged: EpisodeStory["judged"]): Html {
  if (judged === undefined)
    return html`<p class="quiet">No weakness can be told of: no task that met the fault could be laid beside one that was not disturbed.</p>`;
  return html`<p>Laid beside undisturbed tasks of the same day that were answered correctly (${counted(judged.pairs, "pair")}):</p>
${judged.findings.length === 0 ? html`<p class="quiet">No weakness was seen.</p>` : html`<ul>${judged.findings.map((finding) => html`<li><strong>${finding.severity}: ${finding.title}</strong> (<code>${finding.code}</code>, ${counted(finding.count, "task")}). ${finding.cost} ${finding.advice}${findingPlaybook(finding, one, story).map((text) => html` <em>Playbook: ${text}</em>`)}</li>`)}</ul>`}`;
}

/** The outcomes of a tally as one bar. */
function bar({ outcomes: counts, n }: Tally): Content {
  if (n === 0) return "";
  let x = 0;
  const parts = outcomes.flatMap((outcome) => {
    const width = (100 * (counts[outcome] ?? 0)) / n;
    const part = html`<rect class="o-${outcome}" x="${String(x)}" y="0" width="${String(width)}" height="8"><title>${outcome}</title></rect>`;
    x += width;
    return width === 0 ? [] : [part];
  });
  return html`<svg class="daybar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}
