import type uPlotType from "uplot";
import { make } from "./dom.ts";
import type { PageModel } from "./filter.ts";
import { timeWords } from "./words.ts";

declare const uPlot: typeof uPlotType;

/** Round times between two: 1, 2 and 5 of each power of ten, or about six in even steps. */
function ticksIn(from: number, to: number, logarithmic: boolean): number[] {
  const power = 10 ** Math.floor(Math.log10(logarithmic ? from : (to - from) / 6));
  if (!logarithmic) {
    const step = power * ([1, 2, 5].find((each) => (to - from) / (each * power) <= 7) ?? 10);
    const first = Math.ceil(from / step);
    return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, at) => (first + at) * step);
  }
  const many = to / from > 1000 ? [1] : [1, 2, 5];
  return [0, 1, 2, 3, 4, 5, 6]
    .flatMap((up) => many.map((each) => each * power * 10 ** up))
    .filter((tick) => tick >= from && tick <= to);
}

/** The share of trials that had ended by each moment, both arms; what hung or crashed waited for the deadline. */
export function latencyChart(model: PageModel, number: number, into: HTMLElement): void {
  const experiment = model.index.experiments.find((each) => each.number === number);
  const rows = model.table.rows.filter((row) => row[0] === number && (row[4] & 1) > 0);
  if (!experiment || rows.length < 2) return;
  const { outcomes } = model.index;
  const waited = (outcome: number, ms: number): number =>
    ["hung", "crashed"].includes(outcomes[outcome] ?? "") || ms < 0 ? experiment.deadline : ms;
  const here = rows.map((row) => Math.max(1, waited(row[2], row[5]))).sort((a, b) => a - b);
  const usual = rows.map((row) => Math.max(1, waited(row[3], row[6]))).sort((a, b) => a - b);
  const [least, most] = [Math.min(here[0] ?? 1, usual[0] ?? 1), Math.max(here.at(-1) ?? 1, usual.at(-1) ?? 1)];
  const from = least / 1.15;
  const to = most * 1.15;
  const times = [...new Set([from, ...here, ...usual, to])].sort((a, b) => a - b);
  const share = (sorted: readonly number[]): number[] => {
    let at = 0;
    return times.map((time) => {
      while (at < sorted.length && (sorted[at] ?? 0) <= time) at += 1;
      return (at / sorted.length) * 100;
    });
  };
  const colour = (name: string): string => getComputedStyle(into).getPropertyValue(name).trim();
  const resolved = (name: string): string => {
    const probe = make("span", {});
    probe.style.color = `var(${name})`;
    into.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value || colour(name);
  };
  const [ink, line, trt, ctl] = ["--quiet", "--line", "--trt", "--ctl"].map(resolved);
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const series = (label: string, stroke: string | undefined, width: number): uPlotType.Series => ({
    label,
    width,
    ...(stroke === undefined ? {} : { stroke }),
    ...(stepped ? { paths: stepped } : {}),
    points: { show: false },
    value: (_, value) => (value === null || value === undefined ? "–" : `${Math.round(value)}%`),
  });
  const axis = (more: uPlotType.Axis): uPlotType.Axis => ({
    ...(ink === undefined ? {} : { stroke: ink }),
    grid: { ...(line === undefined ? {} : { stroke: line }), width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
    ...more,
  });
  into.replaceChildren(make("p", { class: "quiet" }, "Share of trials that had ended by then"));
  const size = { width: Math.max(240, Math.min(640, into.clientWidth)), height: 180 };
  new uPlot(
    {
      ...size,
      scales: { x: { time: false, distr: most / least > 20 ? 3 : 1, range: [from, to] }, y: { range: [0, 102] } },
      legend: { show: true, live: true },
      cursor: { drag: { x: false, y: false } },
      axes: [
        axis({ splits: ticksIn(from, to, most / least > 20), values: (_, ticks) => ticks.map(timeWords), size: 28 }),
        axis({ values: (_, ticks) => ticks.map((tick) => `${tick}%`), size: 44 }),
      ],
      series: [
        { label: "by", value: (_, value) => (value === null || value === undefined ? "–" : timeWords(value)) },
        series("under faults", trt, 2),
        series("control", ctl, 2),
      ],
    },
    [times, share(here), share(usual)],
    into,
  );
}
