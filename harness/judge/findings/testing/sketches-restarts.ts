import { type Run, refund, shown } from "./run.ts";
import type { Sketch } from "./sketches.ts";

const killed = { fault: "target-restarts", end: { ending: "aborted" } } as const;
const paid = (...effects: (typeof refund)[]): NonNullable<Run["end"]> => ({ answer: "30 days, refunded.", effects });
const paying: Run = { task: "pay", calls: [{ at: 0 }], end: paid(refund) };
const payingAgain = [
  { at: 0, ...killed },
  { at: 900, attempt: 2 },
];

const sketch = (code: string, bad: Run, good: Run): Sketch => ({
  code,
  bad: () => shown(bad, paying),
  good: () => shown(good, paying),
});

export const restartSketches: readonly Sketch[] = [
  sketch(
    "work-repeated-after-restart",
    { task: "pay", calls: payingAgain, end: paid(refund, refund) },
    { task: "pay", calls: payingAgain, end: paid(refund) },
  ),
  sketch(
    "work-lost-in-restart",
    { task: "pay", calls: [{ at: 0, ...killed }], end: { end: "crashed", error: "gone" } },
    { task: "pay", calls: payingAgain, end: paid(refund) },
  ),
];
