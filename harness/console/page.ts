import type { View } from "./access.ts";
import { dialogs } from "./page-dialogs.ts";
import { style } from "./style.ts";

export interface PageParts {
  /** Paths of the script and of uPlot. */
  readonly entry: string;
  readonly charts: string;
  readonly chartStyle: string;
  /** Whether it shows what is armed. */
  readonly armed: boolean;
}

/** Nothing in these pages comes from a plan, a person or an agent: the script puts all of that in, as text. */
export function gamedayPage(view: View, nonce: string, { entry, charts, chartStyle, armed }: PageParts): string {
  const operator = view === "operator" ? (markup: string): string => markup : (): string => "";
  return `<!doctype html>
<html lang="en" data-view="${view}">
<head>
${head(nonce, "Game day", chartStyle)}
<script nonce="${nonce}" src="${charts}"></script>
<script nonce="${nonce}" type="module" src="${entry}"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the controls</a>
<div class="stick">
<header class="top">
  <div class="what"><h1 id="title">Game day</h1><p id="phase-line" class="quiet">Waiting for the first news …</p></div>
  <p class="clock"><span class="quiet">day</span> <b id="clock">–</b></p>
  <p class="link" id="link"><span id="link-mark" aria-hidden="true">○</span> <span id="link-words">connecting</span></p>
  <p class="me"><button type="button" id="me" class="plain">–</button></p>
  <p class="tools">
    <button type="button" id="large" aria-pressed="false" title="Large type, for a projector (L)">A<span class="big">A</span><span class="vh"> large type</span></button>
    <button type="button" id="theme" title="Light or dark (T)"><span aria-hidden="true">◐</span><span class="vh">light or dark</span></button>
    <button type="button" id="help" title="Keys (?)"><span aria-hidden="true">?</span><span class="vh">keys</span></button>
  </p>
  ${operator(`<button type="button" id="halt" class="halt" aria-keyshortcuts="Shift+H">HALT <kbd>⇧H</kbd></button>`)}
</header>
<div id="notices">
  <div id="lost" class="notice lost" role="status" hidden></div>
  <div id="halted" class="notice halted" role="status" hidden><p id="halted-words"></p>${operator(`<button type="button" id="release" aria-keyshortcuts="Shift+R">Release <kbd>⇧R</kbd></button>`)}</div>
  <div id="closed" class="notice" role="status" hidden></div>
  <div id="refusal" class="notice refusal" role="alert" hidden><p id="refusal-words"></p><button type="button" id="refusal-away" class="plain">Dismiss</button></div>
</div>
</div>
<noscript><p class="notice">This page is live and needs JavaScript. Without it: <code>brownout halt</code> and the HTTP API.</p></noscript>
<main id="main" tabindex="-1">
<div class="col steer">
  ${armed ? `<section class="card" aria-labelledby="armed-h"><h2 id="armed-h">Armed now <span id="armed-n" class="n"></span></h2><p id="armed-none" class="none">No fault is armed.</p><ul id="armed" class="plainlist"></ul></section>` : ""}
  ${operator(`<section class="card" aria-labelledby="ready-h"><h2 id="ready-h">Ready to arm <span id="ready-n" class="n"></span></h2><p id="ready-none" class="none">Nothing waits to be armed.</p><ul id="ready" class="plainlist"></ul></section>`)}
  <section class="card" aria-labelledby="note-h"><h2 id="note-h">Write down</h2>
    <div class="kinds" id="kinds"></div>
  </section>
  <section class="card" aria-labelledby="phases-h"><h2 id="phases-h">Phases</h2><ol id="phases" class="phases"></ol>
    <p id="expect" class="expect" hidden></p>
    ${operator(`<button type="button" id="next" aria-keyshortcuts="Shift+N">Next phase <kbd>⇧N</kbd></button>`)}</section>
  ${operator(`<section class="card" id="approvals-card" aria-labelledby="approvals-h" hidden><h2 id="approvals-h">Approvals <span id="approvals-n" class="n"></span></h2><p id="approvals-given"></p><button type="button" id="approve" aria-keyshortcuts="Shift+A">Approve as me <kbd>⇧A</kbd></button></section>
  <section class="card" id="checklist-card" aria-labelledby="checklist-h" hidden><h2 id="checklist-h">Checklist <span id="checklist-n" class="n"></span></h2><ul id="checklist" class="plainlist checks"></ul></section>`)}
  <section class="card" aria-labelledby="people-h"><h2 id="people-h">People</h2><ul id="people" class="people"></ul></section>
</div>
<div class="col look">
  <section class="card" aria-labelledby="bounds-h"><h2 id="bounds-h">Steady state and abort conditions</h2><p id="bounds-none" class="none">The plan has no bounds.</p><ul id="bounds" class="bounds"></ul></section>
  <section class="card" aria-labelledby="timeline-h"><div class="row"><h2 id="timeline-h">Timeline</h2><button type="button" id="span" class="plain">whole day</button></div>
    <div id="lanes" class="lanes" tabindex="0" role="group" aria-label="Timeline, one lane for each injection, annotations and bounds"></div>
    <h3 class="loghead">What happened, newest first</h3><ol id="log" class="log" tabindex="0" aria-label="What happened, newest first"></ol></section>
  <section aria-labelledby="charts-h"><h2 id="charts-h" class="vh">Live, last five minutes</h2><div id="charts" class="charts"></div></section>
</div>
</main>
${dialogs(view)}
</body>
</html>
`;
}

/** For whoever has no token yet. */
export const doorPage = (nonce: string): string => `<!doctype html>
<html lang="en">
<head>
${head(nonce, "Game day: a token is needed", "")}
</head>
<body class="door">
<main class="card"><h1>A token is needed</h1>
<p>Open the link that <code>brownout gameday</code> printed, or paste the token from it. Links of an earlier game day are no longer valid.</p>
<form method="get"><label>Token <input name="token" required autocomplete="off" spellcheck="false" autofocus></label> <button>Come in</button></form>
</main>
</body>
</html>
`;

const head = (nonce: string, title: string, more: string): string => `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style nonce="${nonce}">
${more}
${style}
</style>`;
