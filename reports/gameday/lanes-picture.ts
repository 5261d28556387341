import { type Html, html } from "../html/html.ts";
import { type Lane, lanesOf } from "./lanes.ts";
import type { DayStory } from "./tell-day.ts";
import { clockOf } from "./words.ts";

const width = 1000;
const tall = 18;
const gap = 26;

export const lanesStyle = `
.story { font-size: 1.05rem; max-width: 62rem; }
.lanes { display: grid; grid-template-columns: minmax(7rem, 15rem) minmax(0, 1fr); column-gap: .8rem; align-items: center; }
.lanes .name { font-size: .82rem; color: var(--quiet); overflow-wrap: anywhere; padding-block: .15rem; }
.lanes svg { display: block; width: 100%; height: 22px; background: var(--soft); border-radius: 3px; }
.lanes .ends { display: flex; justify-content: space-between; font-size: .8rem; color: var(--quiet); }
.l-phase { fill: var(--ctl); } .l-fault { fill: var(--zap); } .l-bound { fill: var(--bad); } .l-people { fill: var(--link); } .l-halt { fill: var(--broken); }
.phases { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .85rem; padding: 0; list-style: none; }
table.day { width: 100%; } table.wide { min-width: 40rem; } table.day th, table.day td { border-top: 1px solid var(--line); } table.day thead th { border: 0; } table.day tbody th { font-weight: 500; }
.daybar { width: 7rem; height: 8px; }
`;

/** The lanes one below the other; what each mark says stands in the table of the whole story too. */
export function lanesPicture(story: DayStory): Html {
  const { length, phases } = story;
  return html`<ol class="phases">${phases.map(({ name, from, until }, index) => html`<li>${index + 1}. ${name} <span class="quiet">${clockOf(from)}–${clockOf(until)}</span></li>`)}</ol>
<div class="lanes">${lanesOf(story).map((lane) => html`<div class="name">${lane.name}</div>${picture(lane, length)}`)}<div></div><div class="ends"><span>0:00</span><span>${clockOf(length / 2)}</span><span>${clockOf(length)}</span></div></div>`;
}

function picture({ kind, marks, name }: Lane, length: number): Html {
  const at = (t: number): number => (length === 0 ? 0 : Math.round((t / length) * width));
  return html`<svg viewBox="0 0 ${width} ${gap}" preserveAspectRatio="none" role="img" aria-label="${name}: ${marks.length === 0 ? "nothing" : marks.map(({ from, until, label }) => `${label}, ${clockOf(from)}${until === undefined ? "" : `–${clockOf(until)}`}`).join("; ")}">${marks.map(({ from, until, label }) => html`<rect class="l-${kind}" x="${at(from)}" y="${(gap - tall) / 2}" height="${tall}" width="${Math.max(3, at(until ?? from) - at(from) - 2)}" rx="2"><title>${label} ${clockOf(from)}${until !== undefined && `–${clockOf(until)}`}</title></rect>`)}</svg>`;
}
