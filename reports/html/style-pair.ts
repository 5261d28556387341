/** One pair: the waterfall of its calls, and what was said. */
export const pairStyle = `
.pvh { font-size: .92rem; } .pvh a { overflow-wrap: anywhere; }
.wf { list-style: none; padding: 0; margin: .5rem 0; border: 1px solid var(--line); border-radius: 6px; overflow: clip; background: var(--card); font-size: .88rem; }
.wf > li { display: grid; grid-template-columns: minmax(9rem, 13rem) minmax(0, 1fr) minmax(8rem, 12rem); gap: 0 .8rem; padding: .22rem .7rem; }
.wf > .st + .st { border-top: 1px solid var(--line); }
.wf .axis { background: var(--soft); color: var(--quiet); font-size: .78rem; padding-block: .15rem; }
.wf .who { overflow-wrap: anywhere; font: .92em/1.35 var(--mono); border-left: 3px solid var(--bd, var(--ctl)); padding-left: .45rem; }
.wf .who b { font-weight: 600; } .wf .who small { color: var(--quiet); }
.wf .axis .who, .wf .end .who { border-color: transparent; }
.b-model { --bd: light-dark(#7a5fb5, #a58be0); } .b-embedding { --bd: light-dark(#7a5fb5, #a58be0); } .b-retrieval { --bd: light-dark(#2f8f83, #58b8ac); } .b-tool { --bd: light-dark(#b57a1f, #d6a04d); } .b-guardrail { --bd: light-dark(#b04a76, #d97ba4); }
.lane { position: relative; min-height: 1.35rem; background: repeating-linear-gradient(to right, var(--line) 0 1px, transparent 1px var(--tick, 25%)); }
.axis .lane { min-height: 1.1rem; }
.tick { position: absolute; padding-left: .25rem; white-space: nowrap; }
.lane .b { position: absolute; min-width: 3px; border-radius: 2px; }
.lane .b.trt { top: .15rem; height: .62rem; background: var(--trt); }
.lane .b.bad { background: var(--bad); }
.lane .b.ctl { top: .95rem; height: .34rem; background: var(--ctl); }
.lane .b.open { border-right: 2px dotted var(--ink); }
.zap { position: absolute; top: -.15rem; bottom: -.05rem; border-left: 2px solid var(--zap); color: var(--zap); font-size: .95rem; line-height: 1; }
.zap::after { content: "⚡"; position: absolute; left: .05em; top: .05rem; }
.flag { position: absolute; top: 0; bottom: 0; width: 2px; background: var(--trt); } .flag.ctl { background: var(--ctl); }
.wf .res { font-variant-numeric: tabular-nums; } .wf .res small { display: block; } .wf .res small.other { color: var(--ink); }
.wf .say { grid-column: 1 / -1; padding-left: .65rem; font-size: .93em; }
.wf .say p { margin: .1rem 0; }
.fault { color: var(--zap); } .sign { font-weight: 600; }
.wf .say summary { cursor: pointer; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; color: var(--quiet); list-style-position: outside; }
.wf .say details[open] > summary { white-space: normal; }
.wf .say dl { margin: .3rem 0 .4rem; } .wf .say dt { color: var(--quiet); } .wf .say dd { margin: 0 0 .3rem 1rem; overflow-wrap: anywhere; }
.wf .hit { background: color-mix(in srgb, var(--zap) 7%, var(--card)); }
.wf .ch-missing .who b { color: var(--quiet); text-decoration: line-through; }
.wf .turn { display: block; color: var(--quiet); font-size: .86rem; padding-block: .15rem; background: var(--soft); }
.wf .part { color: var(--link); font-weight: 600; text-align: center; border-block: 1px dashed var(--link); background: none; }
.ah { font-weight: 650; font-size: .9rem; margin-top: .6rem; }
.conv blockquote { margin: .3rem 0; padding: .45rem .7rem; background: var(--soft); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .93rem; }
.conv .agent.differs { box-shadow: inset 3px 0 var(--trt); } .arm + .arm .agent.differs { box-shadow: inset 3px 0 var(--ctl); }
.conv .user { margin-right: 2.5rem; border: 1px solid var(--line); background: none; }
.arms2 { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 1.4rem; }
.why { font-size: .9rem; }
.shot { max-width: min(30rem, 100%); border: 1px solid var(--line); border-radius: 6px; }
dialog.viewer { width: min(72rem, 96vw); height: min(56rem, 94dvh); padding: 0; border: 1px solid var(--line); border-radius: 10px; background: var(--paper); color: var(--ink); }
dialog.viewer::backdrop { background: rgb(0 0 0 / .5); }
.viewer[open] { display: flex; flex-direction: column; }
.vh2 { display: flex; gap: .4rem; align-items: center; padding: .6rem 1rem; border-bottom: 1px solid var(--line); background: var(--card); }
.vh2 h2 { flex: 1; font-size: 1.02rem; margin: 0; overflow-wrap: anywhere; }
.vb { overflow-y: auto; padding: .6rem 1rem 1.2rem; flex: 1; }
@media (max-width: 44rem) { .wf > li { grid-template-columns: minmax(0, 1fr) auto; } .wf > li .lane { grid-column: 1 / -1; grid-row: 2; } .wf > li.axis .lane { grid-row: 1; } }
`;
