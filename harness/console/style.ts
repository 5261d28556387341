import { partStyle } from "./style-parts.ts";

/** Texts keep a contrast of 4.5 to 1 on every ground that they stand on. */
const tokens = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#f3f4f2, #0f1216);
  --card: light-dark(#ffffff, #171b21);
  --ink: light-dark(#191e25, #e8ebef);
  --quiet: light-dark(#555d68, #a6afba);
  --line: light-dark(#d9dbd6, #2e353f);
  --soft: light-dark(#ecede9, #222832);
  --accent: light-dark(#1d55a8, #8ab8ff);
  --ok: light-dark(#17693f, #63cf94);
  --bad: light-dark(#b3261e, #ff8f86);
  --warn: light-dark(#7d5200, #e9b95f);
  --unsure: light-dark(#5f45ad, #b7a3f5);
  --halt: light-dark(#c4160d, #d3281e);
  --zap: light-dark(#b3261e22, #ff8f862e);
  --c1: light-dark(#2a66b8, #74aaf5);
  --c2: light-dark(#c2410c, #ff9a6b);
  --c3: light-dark(#7a5cc0, #b7a3f5);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
:root[data-theme=light] { color-scheme: light; }
:root[data-theme=dark] { color-scheme: dark; }`;

const base = `
*, *::before, *::after { box-sizing: border-box; }
html { font: 15px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; -webkit-text-size-adjust: none; scroll-padding: 6rem 0 5rem; }
html.large { font-size: 22px; }
body { margin: 0; background: var(--paper); color: var(--ink); }
h1, h2, h3 { margin: 0; line-height: 1.2; }
h1 { font-size: 1.2rem; overflow-wrap: anywhere; }
h2 { font-size: 1rem; }
h3 { font-size: .95rem; }
p, ul, ol, dl { margin: .3rem 0; }
h1, h2, h3, p, li, dd, td, th, label { unicode-bidi: isolate; overflow-wrap: anywhere; }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.vh { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .4rem .8rem; z-index: 20; }
.quiet { color: var(--quiet); } .small { font-size: .85rem; } .bad { color: var(--bad); } .n { color: var(--quiet); font-weight: 400; }
.none { color: var(--quiet); }
.plainlist, .people, .phases, .bounds, .log { list-style: none; padding: 0; }
code, kbd { font-family: var(--mono); font-size: .88em; }
kbd { border: 1px solid currentColor; border-radius: 4px; padding: 0 .3em; font-size: .75em; font-weight: 400; white-space: nowrap; }
button, input, select, textarea { font: inherit; color: inherit; }
button { background: var(--card); border: 1px solid var(--quiet); border-radius: 7px; padding: .35rem .8rem; cursor: pointer; min-height: 2.2rem; }
button:hover:not(:disabled) { background: var(--soft); }
button:disabled { opacity: .55; cursor: default; }
button.plain { border-color: transparent; background: none; text-decoration: underline; text-underline-offset: 3px; padding-inline: .4rem; }
button.main, .acts button:not(.plain) { background: var(--accent); border-color: var(--accent); color: light-dark(#fff, #0f1216); font-weight: 600; }
button.main:hover:not(:disabled), .acts button:not(.plain):hover { background: var(--accent); filter: brightness(1.1); }
input, select, textarea { display: block; width: 100%; background: var(--paper); border: 1px solid var(--quiet); border-radius: 6px; padding: .35rem .5rem; margin-top: .15rem; }
input[type=checkbox], input[type=radio] { display: inline-block; width: 1.1em; height: 1.1em; margin: 0 .4em 0 0; vertical-align: -.15em; accent-color: var(--accent); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .75rem .9rem; }
.row { display: flex; justify-content: space-between; align-items: center; gap: .6rem; }
main { display: grid; grid-template-columns: minmax(19rem, 25rem) minmax(0, 1fr); gap: .8rem; padding: .8rem; align-items: start; max-width: 130rem; margin-inline: auto; }
.col { display: grid; grid-template-columns: minmax(0, 1fr); gap: .8rem; min-width: 0; }
.stick { position: sticky; top: 0; z-index: 10; }
main:focus { outline: none; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem 1.1rem; padding: .5rem .9rem; background: var(--card); border-bottom: 1px solid var(--line); }
.top p { margin: 0; }
.what { flex: 1 1 14rem; min-width: 0; }
.clock b { font: 600 1.25rem var(--mono); font-variant-numeric: tabular-nums; }
.link.on { color: var(--ok); } .link.off { color: var(--bad); font-weight: 600; }
.tools { display: flex; gap: .3rem; }
.tools button { padding: .2rem .55rem; } .tools .big { font-size: 1.3em; }
.tools button[aria-pressed=true] { background: var(--soft); outline: 2px solid var(--accent); }
.halt { background: var(--halt); border: 2px solid var(--halt); color: #fff; font-weight: 800; font-size: 1.35rem; letter-spacing: .08em; padding: .45rem 1.4rem; border-radius: 10px; }
.halt:hover:not(:disabled) { background: var(--halt); filter: brightness(1.12); }
.halt:active { transform: translateY(1px); }
.notice { display: flex; gap: 1rem; align-items: center; justify-content: space-between; padding: .55rem .9rem; border-bottom: 1px solid var(--line); background: var(--card); }
.notice p { margin: 0; }
.lost { background: light-dark(#fff3d6, #3a2c0c); color: light-dark(#5a3b00, #ffd98a); font-weight: 600; }
.notice.halted { background: light-dark(#fde7e5, #431411); color: light-dark(#8c130c, #ffc2bc); font-weight: 600; }
.refusal { background: light-dark(#fde7e5, #431411); color: light-dark(#8c130c, #ffc2bc); }
.stale .look { opacity: .55; }
dialog { border: 1px solid var(--line); border-radius: 12px; background: var(--card); color: var(--ink); padding: 1.1rem 1.3rem; width: min(32rem, calc(100vw - 1.2rem)); max-height: calc(100dvh - 1.2rem); }
dialog::backdrop { background: rgb(0 0 0 / .45); }
dialog form { display: grid; gap: .6rem; } dialog p { margin: 0; }
.acts { display: flex; justify-content: flex-end; gap: .6rem; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem; } .three { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: .6rem; }
.inline { display: block; }
.door { display: grid; place-items: center; min-height: 100dvh; } .door main { display: block; max-width: 30rem; margin: 1rem; } .door form { margin-top: .8rem; } .door button { margin-top: .6rem; }
`;

const small = `
html.large main { grid-template-columns: minmax(0, 1fr) minmax(0, 2fr); }
@media (max-width: 62rem) { main, html.large main { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 40rem) {
  main { padding: .6rem .5rem 5.2rem; gap: .6rem; }
  .col { gap: .6rem; }
  .top { gap: .15rem .8rem; padding: .4rem .6rem; }
  .stick { display: contents; }
  #notices { position: sticky; top: 0; z-index: 10; }
  .what { flex-basis: 100%; }
  .tools { margin-left: auto; }
  .halt { position: fixed; left: .5rem; right: .5rem; bottom: .5rem; z-index: 15; padding: .8rem; box-shadow: 0 2px 14px rgb(0 0 0 / .4); }
  .card { padding: .6rem .65rem; }
  .notice { padding: .5rem .6rem; }
  .three { grid-template-columns: 1fr 1fr; }
  button { min-height: 2.6rem; }
}
@media (max-width: 40rem) and (pointer: coarse) { kbd { display: none; } }
`;

export const style = `${tokens}${base}${partStyle}${small}`.replace(/\n\s*/g, "\n").trim();
