/** Armed faults, bounds, charts, timeline. */
export const partStyle = `
.armed { border: 1px solid var(--bad); border-left-width: 6px; border-radius: 8px; padding: .55rem .7rem; margin-top: .5rem; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .1rem .7rem; }
.armed .left { font: 700 1.7rem/1.1 var(--mono); color: var(--bad); font-variant-numeric: tabular-nums; text-align: right; }
.armed .meter { grid-column: 1 / -1; height: 6px; border-radius: 3px; background: var(--soft); overflow: hidden; margin: .35rem 0 .2rem; }
.armed .meter i { display: block; height: 100%; background: var(--bad); }
.armed .facts { grid-column: 1 / -1; font-size: .88rem; color: var(--quiet); margin: 0; }
.armed .acts { grid-column: 1 / -1; justify-content: flex-start; margin-top: .4rem; }
.armed .acts .off { background: var(--bad); border-color: var(--bad); color: light-dark(#fff, #1a0504); }
.armed .acts .change { background: var(--card); border-color: var(--quiet); color: var(--ink); font-weight: 400; }
.armed p { margin: 0; }
.ready { display: grid; grid-template-columns: 1.6rem minmax(0, 1fr) auto; gap: .1rem .5rem; align-items: center; border-top: 1px solid var(--line); padding: .45rem 0; }
.ready:first-child { border-top: 0; }
.ready p { margin: 0; font-size: .88rem; color: var(--quiet); }
.ready .num { color: var(--quiet); }
.kinds { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: .4rem; }
.choice { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .3rem 1rem; }
.phases { counter-reset: p; }
.phases li { counter-increment: p; padding: .15rem 0 .15rem 1.7rem; position: relative; color: var(--quiet); }
.phases li::before { content: counter(p); position: absolute; left: 0; width: 1.3rem; text-align: center; border-radius: 50%; font-size: .85rem; }
.phases li.done { text-decoration: line-through; text-decoration-color: var(--line); }
.phases li[aria-current] { color: var(--ink); font-weight: 650; }
.phases li[aria-current]::before { background: var(--accent); color: light-dark(#fff, #0f1216); }
.phases .left { font-family: var(--mono); font-weight: 400; color: var(--quiet); }
.expect { border-left: 3px solid var(--accent); padding-left: .6rem; margin-block: .5rem; }
.checks label { display: block; padding: .2rem 0; }
.people { display: flex; flex-wrap: wrap; gap: .3rem .5rem; }
.people li { background: var(--soft); border-radius: 99px; padding: .1rem .65rem; }
.people .away { color: var(--quiet); background: none; border: 1px dashed var(--quiet); }
.bounds { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: .5rem; }
.bounds li { border: 1px solid var(--line); border-left: 6px solid var(--v); border-radius: 8px; padding: .35rem .6rem; }
.bounds .mark { color: var(--v); font-weight: 700; }
.bounds .ok { --v: var(--ok); } .bounds .violated { --v: var(--bad); } .bounds .unsure { --v: var(--unsure); }
.bounds .violated { background: light-dark(#fdeeec, #33110f); }
.bounds p { margin: 0; font-variant-numeric: tabular-nums; } .bounds .v { font-size: 1.25rem; font-weight: 650; }
.charts { display: grid; grid-template-columns: minmax(0, 1fr); gap: .8rem; }
.subject h3 { display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: baseline; }
.subject .hit { color: var(--bad); font-weight: 600; font-size: .88rem; }
.figs { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; }
.figs div { display: flex; gap: .35rem; align-items: baseline; }
.figs dt { color: var(--quiet); font-size: .85rem; } .figs dd { margin: 0; font-weight: 650; font-size: 1.1rem; font-variant-numeric: tabular-nums; }
.figs .alarm dd { color: var(--bad); }
.plots { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .6rem; }
.plot { min-width: 0; min-height: 8rem; } .plots > div { min-width: 0; }
.cap { margin: 0; font-size: .8rem; color: var(--quiet); }
.u-series:first-child { display: none; } .u-legend { font-size: .8rem; text-align: left; margin: 0; } .u-series > * { padding: 0 2px; } .u-inline tr { margin-right: 8px; } .u-legend .u-marker { width: .7em; height: .7em; } .u-legend th { font-weight: 400; }
.lanes { overflow-x: auto; min-height: 4rem; }
.lanes svg { display: block; }
.lanes text { fill: var(--quiet); font-size: .8rem; } .lanes text.name { fill: var(--ink); }
.lanes .rule { stroke: var(--line); } .lanes .now { stroke: var(--accent); stroke-dasharray: 3 3; } .lanes .haltline { stroke: var(--halt); stroke-width: 2; }
.lanes .bar { fill: var(--bad); opacity: .8; } .lanes .bar.open { opacity: 1; } .lanes .phase { fill: var(--accent); opacity: .25; } .lanes .viol { fill: var(--warn); }
.lanes .dot { fill: var(--card); stroke: var(--ink); stroke-width: 1.5; } .lanes .dot.detected { stroke: var(--warn); } .lanes .dot.mitigated { stroke: var(--accent); } .lanes .dot.recovered { stroke: var(--ok); }
.lanes .letter { fill: var(--ink); font-weight: 700; text-anchor: middle; }
.loghead { margin-top: .6rem; font-size: .85rem; color: var(--quiet); font-weight: 500; }
.log { max-height: 11rem; overflow-y: auto; margin-top: .2rem; }
.log li { display: grid; grid-template-columns: 4.2rem minmax(0, 1fr); gap: .5rem; padding: .2rem 0; border-top: 1px solid var(--line); }
.log time { font-family: var(--mono); color: var(--quiet); font-size: .88rem; }
.log .said { white-space: pre-line; }
.log .bad b { color: var(--bad); } .log .good b { color: var(--ok); } .log .person b { color: var(--accent); }
.keys { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr)); gap: .3rem .8rem; }
.keys div { display: flex; gap: .5rem; } .keys dt { min-width: 3.2rem; } .keys dd { margin: 0; }
@media (max-width: 75rem) { .plots { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
@media (max-width: 40rem) { .plots { grid-template-columns: minmax(0, 1fr); } .log { max-height: none; } }
`;
