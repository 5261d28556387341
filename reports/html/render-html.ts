import { createHash } from "node:crypto";
import type { RunReport } from "../../harness/domain/judgement.ts";
import { openPair } from "../../harness/domain/pair.ts";
import { outcomes } from "../../harness/domain/vocabulary.ts";
import { listFindings } from "../documents/finding-list.ts";
import { reproduceParts } from "../documents/reproduce.ts";
import { tellApart } from "../documents/tell-apart.ts";
import { cleanLine } from "../text/clean.ts";
import { verdictMark } from "../text/paint.ts";
import { chartStyle, clientScript } from "./client-script.ts";
import { coverageSection } from "./coverage-section.ts";
import { experimentsSection } from "./experiments-section.ts";
import type { HtmlExtras } from "./extras.ts";
import { factsSection } from "./facts-section.ts";
import { findingsSection } from "./findings-section.ts";
import { type GatheredPairs, gatherPairs } from "./gather-pairs.ts";
import { headSection } from "./head-section.ts";
import { type Html, html, trusted } from "./html.ts";
import { packed, packedBlocks, perBlock } from "./pack.ts";
import { scoresSection, singlePointsSection } from "./scores-section.ts";
import type { PageIndex } from "./shape.ts";
import { style } from "./style.ts";
import { trendOf, trendsSection } from "./trends-section.ts";
import { filterBar, trialsSection } from "./trials-section.ts";

/** The whole report as one page that needs nothing else: no network, no other file. */
export function renderHtml(
  given: RunReport,
  { pairs = pairsOf(given), pictures = {}, history }: HtmlExtras = {},
): string {
  const report = tellApart(given);
  const trend = trendOf(given, history);
  const places = new Map(report.experiments.map(({ experiment }, place) => [experiment.id, place]));
  const placeOf = (experiment: string): number => places.get(experiment) ?? -1;
  const script = clientScript();
  const css = `${chartStyle()}\n${style}`;
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(css)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="brownout ${cleanLine(report.brownout)}">
<title>${verdictMark[report.verdict]} ${report.verdict} · ${cleanLine(report.run)} · brownout</title>
<style>${trusted(css)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${headSection(report, placeOf)}
${navigation(report, trend !== undefined)}
<main id="main">
${filterBar(report, pairs)}
${findingsSection(report, placeOf)}
${experimentsSection(report, placeOf)}
${coverageSection(report, placeOf)}
${scoresSection(report)}
${singlePointsSection(report, placeOf)}
${trendsSection(trend)}
${trialsSection(report, pairs)}
${factsSection(report)}
</main>
<footer><p>Written by brownout ${report.brownout}. This file is the whole report: it loads nothing and sends nothing.</p></footer>
${embedded(report, pairs, pictures)}
<script>${trusted(script)}</script>
</body>
</html>
`;
  return page.markup;
}

/** Where the client puts the trial that is looked at. */
const placeholder = "__TRIAL__";

const hashOf = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;

function navigation({ experiments, singlePoints }: RunReport, trends: boolean): Html {
  const found = experiments.some(({ findings }) => findings.length > 0);
  const places = [
    ...(found ? [["findings", "Findings"]] : []),
    ...(experiments.length > 0 ? [["experiments", "Experiments"]] : []),
    ["coverage", "Coverage"],
    ...(experiments.length > 1 ? [["scores", "Scores"]] : []),
    ...(singlePoints.length > 0 ? [["single-points", "Single points"]] : []),
    ...(trends ? [["trends", "Earlier runs"]] : []),
    ["trials", "Trials"],
    ["run", "What ran"],
  ];
  return html`<nav aria-label="Parts of the report"><ul>${places.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul><button type="button" class="js" id="scheme" aria-label="Colours: as the system has them">◐</button></nav>`;
}

/** What the script reads: base64, so that no text in it can be taken for a tag. */
function embedded(report: RunReport, pairs: GatheredPairs, pictures: Readonly<Record<string, string>>): Html {
  const data = (id: string, text: string): Html => html`<script type="text/plain" id="${id}">${trusted(text)}</script>
`;
  return html`${data("d-index", packed(indexOf(report, pairs, pictures)))}${data("d-rows", packed(pairs.table))}${packedBlocks(pairs.details).map((text, place) => data(`d-${place}`, text))}`;
}

function indexOf(report: RunReport, pairs: GatheredPairs, pictures: PageIndex["pictures"]): PageIndex {
  const numberOf = new Map(pairs.experiments.map((id, number) => [id, number]));
  return {
    run: cleanLine(report.run),
    experiments: report.experiments.map((result) => {
      const { experiment, verdict, findings, examples, blastRadius } = result;
      const worst = examples[0]?.treatment.record.trial.id;
      return {
        id: cleanLine(experiment.id),
        number: numberOf.get(experiment.id) ?? -1,
        title: cleanLine(experiment.title),
        verdict,
        failureMode: experiment.failureMode,
        dimension: experiment.dimension,
        deadline: experiment.deadline,
        findings: findings.map(({ code }) => cleanLine(code)),
        dependencies: blastRadius.faulted.map(cleanLine),
        ...(worst === undefined ? {} : { worst: cleanLine(worst) }),
        reproduce: reproduceParts(report, result, placeholder).join(" "),
      };
    }),
    findings: Object.fromEntries(
      listFindings(report).map(({ code, number, title }) => [cleanLine(code), `${number}. ${cleanLine(title)}`]),
    ),
    outcomes,
    perBlock,
    pictures,
  };
}

/** The worst pairs, which every report has. */
function pairsOf(report: RunReport): GatheredPairs {
  const gatherer = gatherPairs();
  for (const { experiment, examples, findings } of report.experiments)
    for (const { treatment, control } of examples) {
      const { id } = treatment.record.trial;
      const shown = findings.flatMap(({ code, evidence }) => {
        const signs = evidence.filter(({ trial }) => trial === id);
        return signs.length === 0 ? [] : [{ code, signs }];
      });
      const exposed = treatment.primary.exposed || treatment.bystanders.some((one) => one.exposed);
      gatherer.see(openPair(treatment, control, experiment), exposed, shown);
    }
  return gatherer.finish();
}
