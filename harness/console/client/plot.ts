import type uPlotType from "uplot";
import type { LiveWindow } from "../../domain/gameday.ts";
import { make } from "./dom.ts";
import { clockWords, count, millis, windowSeconds } from "./words.ts";

declare const uPlot: typeof uPlotType;

/** What a plot draws, ms of the day. */
export interface Drawn {
  /** Armed times, shaded. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
  readonly samples: readonly { readonly t: number; readonly window: LiveWindow }[];
  readonly now: number;
}

export const span = 300_000;

/** The last five minutes, or the day if it is younger. */
const rangeAt = (now: number): [number, number] => [Math.max(0, now - span), Math.max(now, 60_000)];

interface Line {
  readonly label: string;
  readonly colour: string;
  readonly value: (window: LiveWindow) => number | undefined;
}
export interface Plot {
  readonly caption: string;
  readonly words: (value: number) => string;
  /** What the axis shows at least, so that its marks differ. */
  readonly least?: number;
  readonly lines: readonly Line[];
}

const perSecond =
  (total: (window: LiveWindow) => number) =>
  (window: LiveWindow): number => {
    const seconds = windowSeconds(window);
    return seconds === undefined ? 0 : total(window) / seconds;
  };

export const plots: readonly Plot[] = [
  {
    caption: "per second",
    words: count,
    lines: [
      { label: "calls", colour: "--c1", value: (window) => window.perSecond },
      { label: "errors", colour: "--c2", value: perSecond(({ errors }) => errors) },
      { label: "retries", colour: "--c3", value: perSecond(({ retries }) => retries) },
    ],
  },
  {
    caption: "latency",
    words: millis,
    least: 10,
    lines: [
      { label: "p50", colour: "--c1", value: ({ p50 }) => p50 },
      { label: "p95", colour: "--c2", value: ({ p95 }) => p95 },
      { label: "p99", colour: "--c3", value: ({ p99 }) => p99 },
    ],
  },
  {
    caption: "tokens per second",
    words: count,
    lines: [{ label: "tokens", colour: "--c1", value: perSecond(({ tokens }) => tokens) }],
  },
];

/** A colour as the canvas understands it: tokens differ by scheme. */
function colour(at: Element, name: string): string {
  const probe = make("span");
  probe.style.color = `var(${name})`;
  at.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

export function drawPlot(
  plot: Plot,
  into: HTMLElement,
  subject: () => Drawn,
): { update(subject: Drawn): void; destroy(): void } {
  const em = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const [ink, rule, zap] = ["--quiet", "--line", "--zap"].map((name) => colour(into, name));
  const font = `${Math.round(em * 0.78)}px system-ui, sans-serif`;
  const size = (): { width: number; height: number } => ({
    width: Math.max(160, into.clientWidth),
    height: Math.round(em * 7.5),
  });
  const axis = (more: uPlotType.Axis): uPlotType.Axis => ({
    ...(ink === undefined ? {} : { stroke: ink }),
    grid: { ...(rule === undefined ? {} : { stroke: rule }), width: 1 },
    ticks: { show: false },
    font,
    ...more,
  });
  const shade = (chart: uPlotType): void => {
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.fillStyle = zap ?? "transparent";
    for (const { from, to } of subject().spans) {
      const left = Math.max(bbox.left, chart.valToPos(from, "x", true));
      const right = Math.min(bbox.left + bbox.width, chart.valToPos(to, "x", true));
      if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
    }
    ctx.restore();
  };
  const dataOf = ({ samples }: Drawn): uPlotType.AlignedData => [
    samples.map(({ t }) => t),
    ...plot.lines.map(({ value }) => samples.map(({ window }) => value(window) ?? null)),
  ];
  const chart = new uPlot(
    {
      ...size(),
      scales: {
        x: { time: false, range: () => rangeAt(subject().now) },
        y: { range: (_, __, most) => [0, Math.max(most ?? 0, plot.least ?? 1) * 1.08] },
      },
      hooks: { drawClear: [shade] },
      cursor: { drag: { x: false, y: false } },
      axes: [
        axis({
          values: (_, ticks) => ticks.map((tick) => (tick < 0 ? "" : clockWords(tick))),
          size: em * 1.7,
          incrs: [15_000, 30_000, 60_000, 120_000],
        }),
        axis({ values: (_, ticks) => ticks.map((tick) => plot.words(tick)), size: em * 3.6 }),
      ],
      series: [
        {},
        ...plot.lines.map(
          (line): uPlotType.Series => ({
            label: line.label,
            stroke: colour(into, line.colour),
            width: 1.8,
            points: { show: false },
            // Without a pointer over it, the newest.
            value: (all, value, at, index) => {
              const shown = index === null || index === undefined ? all.data[at]?.at(-1) : value;
              return typeof shown === "number" ? plot.words(shown) : "–";
            },
          }),
        ),
      ],
    },
    dataOf(subject()),
    into,
  );
  chart.root.querySelector("canvas")?.setAttribute("aria-hidden", "true");
  const watch = new ResizeObserver(() => {
    if (Math.abs(chart.width - size().width) > 1) chart.setSize(size());
  });
  watch.observe(into);
  return {
    update: (next) => chart.setData(dataOf(next)),
    destroy() {
      watch.disconnect();
      chart.destroy();
    },
  };
}
