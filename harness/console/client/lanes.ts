import type { GamedayState } from "../../domain/gameday.ts";
import { noteWords } from "../../domain/gameday-words.ts";
import { draw, find, need, say } from "./dom.ts";
import { boundWords, clockWords } from "./words.ts";

type Moment = GamedayState["timeline"][number];
interface Span {
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
  readonly words: string;
}

const recent = 15 * 60_000;

/** Spans from moments that begin and moments that end something, by its name; what has no end goes on until `now`. */
function spansOf(
  timeline: readonly Moment[],
  now: number,
  begins: (moment: Moment) => string | undefined,
  ends: (moment: Moment) => string | undefined,
): Map<string, Span[]> {
  const lanes = new Map<string, Span[]>();
  const open = new Map<string, number>();
  const close = (name: string, to: number, still: boolean): void => {
    const from = open.get(name);
    if (from === undefined) return;
    open.delete(name);
    lanes.set(name, [...(lanes.get(name) ?? []), { from, to, open: still, words: name }]);
  };
  for (const moment of timeline) {
    const begun = begins(moment);
    const ended = ends(moment);
    if (begun !== undefined && !open.has(begun)) open.set(begun, moment.t);
    if (ended !== undefined) close(ended, moment.t, false);
  }
  for (const name of [...open.keys()]) close(name, now, true);
  return lanes;
}

/** When faults were armed, by injection; `dependencies` of each beside it. */
export const armedSpans = (timeline: readonly Moment[], now: number): Map<string, Span[]> =>
  spansOf(
    timeline,
    now,
    (moment) => (moment.what === "armed" ? moment.injection : undefined),
    (moment) => (moment.what === "disarmed" ? moment.injection : undefined),
  );

const violatedSpans = (timeline: readonly Moment[], now: number): Map<string, Span[]> =>
  spansOf(
    timeline,
    now,
    (moment) => (moment.what === "steady-state" && !moment.ok ? moment.bound : undefined),
    (moment) => (moment.what === "steady-state" && moment.ok ? moment.bound : undefined),
  );

/** The day as lanes. The log below says the same in words. */
export function timelineLanes(): (state: GamedayState) => void {
  const into = need("lanes", HTMLElement);
  let whole = true;
  let last: GamedayState | undefined;
  find("span")?.addEventListener("click", () => {
    whole = !whole;
    say(find("span"), whole ? "whole day" : "last 15 minutes");
    if (last) update(last);
  });
  const update = (state: GamedayState): void => {
    last = state;
    const em = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const { timeline, t: now } = state;
    const narrow = into.clientWidth < em * 34;
    const [row, side] = [em * 1.6, narrow ? em * 0.4 : em * 11];
    const width = Math.max(em * 18, into.clientWidth);
    const from = whole ? 0 : Math.max(0, now - recent);
    const until = Math.max(now, from + 60_000);
    const x = (t: number): number => side + ((Math.max(from, t) - from) / (until - from)) * (width - side - em * 1.2);
    const px = (value: number): string => value.toFixed(1);
    const step = (narrow ? 2 : 1) * row;
    const lanes: { readonly name: string; readonly parts: readonly SVGElement[] }[] = [];
    const bar = (span: Span, top: number, kind: string): SVGElement =>
      draw(
        "rect",
        {
          class: span.open ? `${kind} open` : kind,
          x: px(x(span.from)),
          y: px(top),
          width: px(Math.max(2, x(span.to) - x(span.from))),
          height: px(row * 0.6),
          rx: "3",
        },
        draw("title", {}, `${span.words}: ${clockWords(span.from)} to ${span.open ? "now" : clockWords(span.to)}`),
      );
    const top = (): number => lanes.length * step + (narrow ? row : 0) + row * 0.2;
    const visible = (span: Span): boolean => span.to >= from;
    const phases = timeline.filter((moment) => moment.what === "phase");
    const phaseSpans = phases.map((phase, index): Span => {
      const end = phases[index + 1];
      return { from: phase.t, to: end?.t ?? now, open: !end, words: phase.name };
    });
    if (phaseSpans.length > 0)
      lanes.push({
        name: "phases",
        parts: phaseSpans.filter(visible).flatMap((span) => {
          const room = x(span.to) - x(span.from);
          const letters = Math.floor(room / (em * 0.5));
          const words = span.words.length > letters ? `${span.words.slice(0, Math.max(0, letters - 1))}…` : span.words;
          return [
            bar(span, top(), "phase"),
            ...(letters > 3
              ? [draw("text", { class: "name", x: px(x(span.from) + 4), y: px(top() + row * 0.45) }, words)]
              : []),
          ];
        }),
      });
    for (const [name, spans] of armedSpans(timeline, now))
      lanes.push({ name, parts: spans.filter(visible).map((span) => bar(span, top(), "bar")) });
    const violated = [...violatedSpans(timeline, now)];
    for (const [name, spans] of violated)
      lanes.push({ name: boundWords(name), parts: spans.filter(visible).map((span) => bar(span, top(), "viol")) });
    const notes = timeline.filter((moment) => moment.what === "annotated").filter(({ t }) => t >= from);
    lanes.push({
      name: "annotations",
      parts: notes.map((note) =>
        draw(
          "g",
          {},
          draw("title", {}, `${clockWords(note.t)} ${noteWords[note.kind]}, ${note.by}: ${note.text}`),
          draw("circle", { class: `dot ${note.kind}`, cx: px(x(note.t)), cy: px(top() + row * 0.3), r: px(em * 0.6) }),
          draw(
            "text",
            { class: "letter", x: px(x(note.t)), y: px(top() + row * 0.3 + em * 0.3) },
            noteWords[note.kind].slice(0, 1),
          ),
        ),
      ),
    });
    const bottom = lanes.length * step;
    const halts = timeline.filter(({ what, t }) => (what === "halted" || what === "abort") && t >= from);
    const ticks = ticksBetween(from, until, narrow ? 4 : 8);
    const svg = draw(
      "svg",
      {
        width: px(width),
        height: px(bottom + row * 1.2),
        role: "img",
        "aria-label": "Lanes over time; the log below says the same in words",
      },
      lanes.map(({ name, parts }, index) => {
        const y = index * step;
        return draw(
          "g",
          {},
          draw("line", { class: "rule", x1: "0", x2: px(width), y1: px(y + step), y2: px(y + step) }),
          draw(
            "text",
            { class: "name", x: "2", y: px(y + row * 0.65) },
            shorten(name, narrow ? 48 : 24),
            draw("title", {}, name),
          ),
          parts,
        );
      }),
      halts.map(({ t }) =>
        draw(
          "line",
          { class: "haltline", x1: px(x(t)), x2: px(x(t)), y1: "0", y2: px(bottom) },
          draw("title", {}, `halted ${clockWords(t)}`),
        ),
      ),
      draw("line", { class: "now", x1: px(x(now)), x2: px(x(now)), y1: "0", y2: px(bottom) }),
      ticks.map((t) =>
        draw("text", { x: px(x(t)), y: px(bottom + row * 0.8), "text-anchor": "middle" }, clockWords(t)),
      ),
    );
    into.replaceChildren(svg);
  };
  return update;
}

const shorten = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Round times, `most` of them or fewer. */
function ticksBetween(from: number, to: number, most: number): number[] {
  const steps = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200].map((seconds) => seconds * 1000);
  const step = steps.find((each) => (to - from) / each <= most) ?? 14_400_000;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index) => first + index * step);
}
