import { pairStyle } from "./style-pair.ts";
import { partStyle } from "./style-parts.ts";

/** Colours by what they mean, for both schemes; texts keep a contrast of 4.5 to 1 on every ground that they stand on. */
const tokens = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#f6f6f3, #101317);
  --card: light-dark(#ffffff, #181c22);
  --ink: light-dark(#1b2027, #e4e7eb);
  --quiet: light-dark(#5a626d, #a0a9b4);
  --line: light-dark(#dfdfda, #2c323b);
  --soft: light-dark(#efefeb, #20252d);
  --link: light-dark(#1d55a8, #8ab8ff);
  --held: light-dark(#17693f, #63cf94);
  --degraded: light-dark(#835600, #e4b35c);
  --inconclusive: light-dark(#5f45ad, #b7a3f5);
  --broken: light-dark(#b3261e, #ff8f86);
  --trt: light-dark(#2a66b8, #74aaf5);
  --ctl: light-dark(#9aa2ad, #6b7581);
  --bad: light-dark(#b3261e, #ff8f86);
  --zap: light-dark(#8a5a00, #f0bd5e);
  --o-correct: light-dark(#3f9a6a, #4aa877);
  --o-degraded: light-dark(#b9c46a, #aeb95f);
  --o-failed-safe: light-dark(#6fa8d6, #5b94c4);
  --o-hung: light-dark(#a884d0, #9a78c4);
  --o-crashed: light-dark(#6d5a86, #8573a0);
  --o-wrong: light-dark(#e08a4b, #dd8646);
  --o-harmful: light-dark(#b3261e, #d8493f);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}`;

const base = `
*, *::before, *::after { box-sizing: border-box; }
html { font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; scroll-padding-top: 6.4rem; -webkit-text-size-adjust: none; }
body { margin: 0; background: var(--paper); color: var(--ink); }
main, .top-in, .first, .caveats, .gate, .gate-verdict, footer, nav { max-width: 76rem; margin-inline: auto; padding-inline: 1.25rem; }
a { color: var(--link); text-underline-offset: 2px; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; }
h1, h2 { text-wrap: balance; }
h2 { font-size: 1.25rem; margin-bottom: .2rem; }
h3 { font-size: 1rem; }
h4 { font-size: .85rem; margin-top: .6rem; }
p, ul, ol { margin: .35rem 0; overflow-wrap: anywhere; }
ul, ol { padding-left: 1.15rem; }
code { font: .88em/1.4 var(--mono); overflow-wrap: anywhere; }
small { font-size: .82rem; }
main > section { margin-top: 2.2rem; }
.lead, .quiet, .sub { color: var(--quiet); }
.lead { margin-bottom: .7rem; }
.bad { color: var(--bad); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .4rem .8rem; z-index: 9; }
.js { display: none !important; }
.scripted .js { display: revert !important; }
.scripted form.js { display: flex !important; }
[hidden] { display: none !important; }
table { border-collapse: collapse; font-size: .9rem; }
th { text-align: left; font-weight: 600; }
thead th { color: var(--quiet); font-weight: 500; font-size: .82rem; }
th, td { padding: .3rem .9rem .3rem 0; vertical-align: top; }
.num { text-align: right; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
button { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .7rem; cursor: pointer; }
button:hover:not(:disabled) { background: var(--soft); }
button:disabled { opacity: .45; cursor: default; }
button.link { border: 0; background: none; color: var(--link); text-decoration: underline; padding: 0; }
footer { color: var(--quiet); font-size: .85rem; margin-block: 3rem 2rem; }
.top { border-top: 6px solid var(--v); background: var(--card); border-bottom: 1px solid var(--line); }
.top-in { display: flex; gap: 1.4rem; align-items: center; padding-block: 1.1rem; flex-wrap: wrap; }
.top .verdict { margin: 0; font-weight: 750; font-size: 1.75rem; letter-spacing: .02em; color: var(--v); white-space: nowrap; }
.top h1 { font-size: 1.35rem; }
.top .sub { margin: .15rem 0 0; font-size: .9rem; }
.what { flex: 1 1 22rem; }
.v-held { --v: var(--held); } .v-degraded { --v: var(--degraded); } .v-inconclusive { --v: var(--inconclusive); } .v-broken { --v: var(--broken); }
.caveats { list-style: none; margin-block: .8rem 0; color: var(--degraded); }
.caveats li::before { content: "! "; font-weight: 700; }
.gate { margin-top: 1rem; }
.gate-verdict { margin-block: .8rem 0; font-weight: 700; }
.gate-verdict .quiet { font-weight: 400; }
.gate ol, .gate ul { list-style: none; margin: .3rem 0; padding: 0; font-size: .92rem; overflow-wrap: anywhere; }
.gate ol li { margin-block: .35rem; }
.g-failed > .mark, .g-failed > a { color: var(--broken); }
.g-inconclusive > .mark, .g-inconclusive > a { color: var(--inconclusive); }
.g-passed > .mark, .g-passed > a { color: var(--held); }
.first { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr) minmax(0, 4fr); gap: 1rem; margin-top: 1.1rem; }
.first h2 { font-size: .82rem; text-transform: uppercase; letter-spacing: .05em; color: var(--quiet); }
.first .do { border-left: 4px solid var(--link); }
.first .do p { font-size: 1.02rem; }
.first .do .repro { font-size: .88rem; margin-top: .7rem; }
.first ol { list-style: none; padding: 0; }
.first .broke li { margin-bottom: .3rem; }
.arms { display: grid; grid-template-columns: max-content 1fr; gap: .2rem .6rem; align-items: center; font-size: .85rem; color: var(--quiet); }
.arms .bar { height: 12px; }
.legend { width: 100%; font-size: .85rem; }
.legend th, .legend td { padding-block: .08rem; font-weight: 400; }
.legend td:last-child, .legend th:last-child { padding-right: 0; }
.dot { display: inline-block; width: .68rem; height: .68rem; border-radius: 2px; margin-right: .4rem; background: var(--o); }
.o-correct { --o: var(--o-correct); } .o-degraded { --o: var(--o-degraded); } .o-failed-safe { --o: var(--o-failed-safe); } .o-hung { --o: var(--o-hung); } .o-crashed { --o: var(--o-crashed); } .o-wrong { --o: var(--o-wrong); } .o-harmful { --o: var(--o-harmful); }
rect { fill: var(--o); }
.bar { display: block; width: 100%; height: 8px; border-radius: 2px; background: var(--soft); overflow: hidden; }
nav { position: sticky; top: 0; z-index: 5; background: var(--paper); display: flex; gap: 1rem; align-items: center; margin-top: .7rem; height: 2.5rem; box-shadow: 0 1px var(--line); }
nav ul { display: flex; gap: 1.1rem; list-style: none; padding: 0; margin: 0; overflow-x: auto; flex: 1; }
nav a { display: block; padding: .55rem 0; text-decoration: none; white-space: nowrap; font-size: .92rem; }
#scheme { border: 0; background: none; font-size: 1.1rem; }
`;

const paper = `
@media (max-width: 62rem) { html { scroll-padding-top: 3rem; } .filter { position: static !important; } .first { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } .first .do { grid-column: 1 / -1; } }
@media (max-width: 44rem) {
  html { font-size: 14.5px; }
  main, .top-in, .first, .caveats, .gate, .gate-verdict, footer, nav { padding-inline: .85rem; }
  .first { grid-template-columns: minmax(0, 1fr); }
  .top .verdict { font-size: 1.4rem; } .top h1 { font-size: 1.15rem; }
  .two { grid-template-columns: minmax(0, 1fr) !important; }
  details.exp > summary { grid-template-columns: auto minmax(0, 1fr) !important; }
  details.exp > summary > .bars, details.exp > summary > .score { grid-column: 2; }
  table.list thead { display: none; }
  table.list, table.list tbody { display: block; }
  table.list tr { display: grid; grid-template-columns: 1fr 1fr; border-top: 1px solid var(--line); padding: .4rem 0; }
  table.list th, table.list td { border: 0; padding: .1rem 0; text-align: left; }
  table.list th, table.list .note { grid-column: 1 / -1; }
  table.list td[data-l]::before { content: attr(data-l) ": "; color: var(--quiet); }
  .arms2 { grid-template-columns: minmax(0, 1fr) !important; }
  dialog.viewer { width: 100vw; height: 100dvh; max-width: none; max-height: none; border-radius: 0; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  :root { color-scheme: light !important; }
  html { font-size: 10pt; }
  .scripted form.js, .scripted nav .js { display: none !important; }
  nav, #more, #open-all, #scheme, .skip, dialog, .more, noscript { display: none !important; }
  body { background: #fff; }
  .top { border-bottom: 0; }
  section { margin-top: 1.2rem; }
  .card, details.exp, .st, tr, .finding { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .first { grid-template-columns: 1fr 1fr; }
  .first .do { grid-column: 1 / -1; }
  .scroll { overflow: visible; }
  #trials { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

export const style = `${tokens}${base}${partStyle}${pairStyle}${paper}`.replace(/\n\s*/g, "\n").trim();
