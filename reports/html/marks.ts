import type { Estimate } from "../../harness/domain/judgement.ts";
import { type Outcome, outcomes, type Verdict } from "../../harness/domain/vocabulary.ts";
import { formatInterval, formatValue, isPrintable } from "../text/figures.ts";
import { verdictMark } from "../text/paint.ts";
import type { Unit } from "../text/units.ts";
import { type Content, type Html, html } from "./html.ts";

/** A verdict as a label: a mark, a word and a colour, so that it reads without any one of them. */
export const verdictChip = (verdict: Verdict): Html =>
  html`<span class="chip v-${verdict}"><span aria-hidden="true">${verdictMark[verdict]}</span> ${verdict}</span>`;

const totalOf = (counts: Readonly<Record<Outcome, number>>): number =>
  outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Outcomes of one arm as a bar, best first; words for those who do not see it. */
export function outcomeBar(counts: Readonly<Record<Outcome, number>>, arm: string): Html {
  const total = totalOf(counts);
  let at = 0;
  const parts = outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => {
      const width = (counts[outcome] / total) * 100;
      const part = html`<rect class="o-${outcome}" x="${tenth(at)}" width="${tenth(width)}" height="10"><title>${counts[outcome]} ${outcome}</title></rect>`;
      at += width;
      return part;
    });
  const words = outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcome}`)
    .join(", ");
  return html`<svg class="bar" role="img" aria-label="${`${arm}: ${words === "" ? "no trial has an outcome" : words}`}" viewBox="0 0 100 10" preserveAspectRatio="none">${parts}</svg>`;
}

/** `90% 74–97% n=24`, or a dash. */
export const figure = (estimate: Estimate | undefined, unit: Unit): Html =>
  isPrintable(estimate)
    ? html`<span class="fig"><b>${formatValue(estimate.value, unit)}</b> <span class="ci">${interval(estimate, unit)}</span> <span class="n">n=${estimate.n}</span></span>`
    : html`<span class="none" aria-label="no figure">–</span>`;

/** A dash between two numbers of which one is below zero reads as a sign. */
const interval = (estimate: Estimate, unit: Unit): string =>
  estimate.low < 0
    ? `${formatValue(estimate.low, unit)} to ${formatValue(estimate.high, unit)}`
    : formatInterval(estimate, unit);

/** Both arms of a share on one scale from 0 to 1: the interval as a line, the value as a dot, control hollow. */
export function shareScale(treatment: Estimate | undefined, control: Estimate | undefined): Html {
  const arm = (estimate: Estimate | undefined, kind: string, y: number): Content =>
    isPrintable(estimate) && [
      html`<line class="${kind}" x1="${place(estimate.low)}" x2="${place(estimate.high)}" y1="${y}" y2="${y}"/>`,
      html`<circle class="${kind}" cx="${place(estimate.value)}" cy="${y}" r="3.2"/>`,
    ];
  return html`<svg class="scale" aria-hidden="true" viewBox="0 0 108 18"><line class="axis" x1="4" x2="104" y1="9" y2="9"/>${arm(control, "ctl", 13)}${arm(treatment, "trt", 5)}</svg>`;
}

const place = (share: number): number => tenth(4 + Math.min(1, Math.max(0, share)) * 100);
