import type { RunReport } from "../../harness/domain/judgement.ts";
import { shellWord } from "../documents/reproduce.ts";
import { brainWords, routeWords, trialTotals, trialWords } from "../documents/run-words.ts";
import { type Content, type Html, html } from "./html.ts";

/** Seeds that are named. */
const namedSeeds = 5;

/** What ran, so that somebody else can run it again. */
export function factsSection(report: RunReport): Html {
  const { experiments } = report;
  const distinct = (
    of: (target: (typeof experiments)[number]["experiment"]) => string | undefined,
  ): readonly string[] =>
    [...new Set(experiments.map(({ experiment }) => of(experiment)))].filter((one) => one !== undefined);
  const seeds = distinct(({ seed }) => seed);
  const facts: readonly (readonly [string, Content])[] = [
    ["run", html`<code>${report.run}</code>`],
    ["started", report.startedAt],
    ["ended", report.ended],
    ["agent", distinct(({ target }) => `${target.name} (${target.file})`).join(", ")],
    ["model played by", distinct(({ target }) => brainWords(target)).join(", ")],
    [
      "route",
      routeWords(
        report.route,
        experiments.map(({ experiment }) => experiment),
      ),
    ],
    ["trials", trialWords(trialTotals(report))],
    [
      "seed",
      `${seeds.slice(0, namedSeeds).join(", ")}${seeds.length > namedSeeds ? ` and ${seeds.length - namedSeeds} more` : ""}`,
    ],
    ["brownout", report.brownout],
    ["digest", html`<code>${report.digest}</code>`],
    ["again", html`<code>${report.command.map(shellWord).join(" ")}</code>`],
  ];
  return html`<section id="run" aria-labelledby="h-run"><h2 id="h-run">What ran</h2>
<dl class="facts">${facts.filter(([, value]) => value !== "").map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}
