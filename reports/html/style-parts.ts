/** Findings, experiments, filters, tables. */
export const partStyle = `
.chip { display: inline-block; justify-self: start; font-weight: 650; font-size: .82rem; color: var(--v); border: 1px solid var(--v); border-radius: 99px; padding: .05rem .6rem; white-space: nowrap; }
.sev { display: inline-block; font-size: .74rem; font-weight: 650; border-radius: 4px; padding: .02rem .4rem; border: 1px solid var(--s); color: var(--s); white-space: nowrap; vertical-align: .08em; }
.s-critical { --s: var(--broken); background: var(--broken); color: var(--card) !important; } .s-high { --s: var(--broken); } .s-medium { --s: var(--degraded); } .s-low { --s: var(--quiet); }
.findings { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(34rem, 100%), 1fr)); gap: .9rem; align-items: start; }
.finding h3 .no { display: inline-block; min-width: 1.5rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
.finding .tags { color: var(--quiet); font-size: .85rem; margin-top: .1rem; }
.finding .mend { border-left: 3px solid var(--link); padding-left: .7rem; }
.finding .where, .finding .evidence { font-size: .9rem; margin-top: .15rem; }
.finding:target { outline: 2px solid var(--link); outline-offset: 1px; }
.filter { position: sticky; top: 2.5rem; z-index: 4; display: flex; flex-wrap: wrap; gap: .4rem .5rem; align-items: center; background: var(--paper); padding: .5rem 0; box-shadow: 0 1px var(--line); }
.filter .pick { flex: 1 1 7.6rem; max-width: 13rem; }
.filter .pick span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.filter .grow { flex: 3 1 13rem; max-width: none; }
.filter input, .filter select { font: inherit; font-size: .86rem; text-overflow: ellipsis; color: var(--ink); background: var(--card); border: 1px solid var(--ctl); border-radius: 6px; padding: .28rem .45rem; width: 100%; }
.filter output { flex-basis: 100cqw; font-size: .88rem; color: var(--quiet); }
.filter output:empty { display: none; }
.filter.narrow { box-shadow: 0 2px var(--link); }
.exps { border: 1px solid var(--line); border-radius: 8px; background: var(--card); overflow: clip; }
details.exp + details.exp { border-top: 1px solid var(--line); }
details.exp > summary { display: grid; grid-template-columns: 8.4rem minmax(0, 1fr) 9rem 13rem; gap: .3rem 1rem; padding: .55rem .9rem; cursor: pointer; list-style: none; align-items: start; }
details.exp > summary::-webkit-details-marker { display: none; }
details.exp > summary:hover { background: var(--soft); }
details.exp > summary .title { font-weight: 600; display: block; }
details.exp > summary .t > .quiet { font-size: .84rem; }
details.exp > summary .why { display: block; font-size: .88rem; margin-top: .1rem; }
details.exp[open] > summary { border-bottom: 1px solid var(--line); }
details.exp > summary .bars { padding-top: .35rem; }
.bars .bar + .bar { margin-top: 3px; }
.score { font-size: .88rem; }
.in { padding: .7rem .9rem 1rem; }
.in h3 { margin-top: 1rem; font-size: .92rem; }
.question { font-size: 1.02rem; font-style: italic; }
.two { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 1.6rem; }
.claims { list-style: none; padding: 0; }
.claims li { display: flex; gap: .45rem; }
.mk { color: var(--v); font-weight: 700; text-decoration: none; }
.fig b { font-weight: 650; } .fig .ci, .fig .n { color: var(--quiet); font-size: .86em; white-space: nowrap; }
.scores td, .scores th { white-space: nowrap; border-top: 1px solid var(--line); }
.scores thead th { border: 0; }
.scores th .quiet { display: block; font-weight: 400; font-size: .82rem; }
.scores .bars { min-width: 8rem; padding-top: .6rem; }
.scale { display: block; width: 108px; height: 18px; }
.scale .axis { stroke: var(--line); } .scale line { stroke-width: 2; } .scale .axis { stroke-width: 1; }
.scale line.trt { stroke: var(--trt); } .scale circle.trt { fill: var(--trt); }
.scale line.ctl { stroke: var(--ctl); } .scale circle.ctl { fill: var(--card); stroke: var(--ctl); stroke-width: 1.6; }
.key { color: var(--quiet); font-size: .85rem; }
p.key { display: flex; flex-wrap: wrap; gap: .2rem 1rem; }
.k-trt, .k-ctl, .k-bad { display: inline-block; width: .9rem; height: .4rem; border-radius: 2px; background: var(--trt); vertical-align: .1em; }
.k-ctl { background: var(--ctl); } .k-bad { background: var(--bad); }
.lat { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: start; }
.chart { flex: 1 1 20rem; min-width: 0; max-width: 42rem; }
.chart p { margin: 0; font-size: .84rem; }
.u-legend { text-align: left !important; font-size: .82rem !important; color: var(--quiet); }
.sub > summary { cursor: pointer; font-weight: 600; font-size: .92rem; margin-top: 1rem; }
.ev td, .ev th { border-top: 1px solid var(--line); font-weight: 400; }
.c-violated { color: var(--broken); } .c-absent { color: var(--degraded); } .c-present { color: var(--held); }
.repro code { background: var(--soft); border-radius: 4px; padding: .1rem .35rem; user-select: all; }
.grid { width: 100%; min-width: 44rem; table-layout: fixed; }
.grid th, .grid td { border: 1px solid var(--line); padding: .35rem .55rem; font-size: .86rem; }
.grid thead td { border: 0; } .grid thead th { border-top: 0; }
.grid td.empty { color: var(--quiet); text-align: center; }
.grid td.in { background: color-mix(in srgb, var(--v) 9%, var(--card)); }
.grid .mk { display: inline-block; padding: 0 .28rem; font-size: 1rem; }
.grid a.mk:hover { text-decoration: underline; }
.points { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: .9rem; align-items: start; }
.points ul { padding-left: 1rem; font-size: .92rem; }
.p-fails-tasks { border-left: 4px solid var(--broken); } .p-survived { border-left: 4px solid var(--held); } .p-untested { border-left: 4px solid var(--ctl); }
.list { width: 100%; }
.list th, .list td { border-top: 1px solid var(--line); }
.list thead th { border: 0; white-space: nowrap; }
.list th .quiet { display: block; font-weight: 400; font-size: .82rem; }
.list td { white-space: nowrap; } .list .note { white-space: normal; min-width: 16rem; font-size: .86rem; }
.list .note span { display: block; }
.list .note span + span { color: var(--quiet); }
.oc { white-space: nowrap; } .oc .dot { margin-right: .3rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); gap: .4rem 1.6rem; margin: .5rem 0; }
.facts div { display: grid; grid-template-columns: 8rem minmax(0, 1fr); }
.facts dt { color: var(--quiet); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.nothing { color: var(--quiet); padding: .6rem 0; }
`;
