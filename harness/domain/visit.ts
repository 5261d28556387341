import type { PageShowed, PerformanceRecord } from "./events.ts";
import type { PageView } from "./page.ts";

/** What one person's visit to a page came to, of several questions the last. Times in ms of the trial. */
export interface Visit {
  readonly asked: number;
  /** When the first words of an answer stood there. */
  readonly firstText?: number;
  /** When the page last changed before it was left. */
  readonly settled: number;
  /** How it looked when it was left. */
  readonly view: PageView;
  readonly screenshot?: string;
}

/** Undefined: there was no page, nothing was asked there, or nobody had a last look. */
export function visitOf({ page }: PerformanceRecord): Visit | undefined {
  if (!page) return undefined;
  const last = page.findLastIndex(({ what }) => what === "asked");
  const asked = page[last];
  const left = page.findLast((event): event is Extract<PageShowed, { what: "left" }> => event.what === "left");
  if (!asked || !left) return undefined;
  const text = page.find(({ what }, at) => at > last && what === "text");
  const { since, view, screenshot } = left;
  return {
    asked: asked.t,
    ...(text ? { firstText: text.t } : {}),
    settled: since,
    view,
    ...(screenshot === undefined ? {} : { screenshot }),
  };
}

/** Nothing to read: neither an answer nor an error, and nothing that says it is still being worked on. */
export const isBlank = ({ answers, errors, busy }: PageView): boolean =>
  answers.length === 0 && errors.length === 0 && !busy;
