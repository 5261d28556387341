import type { PageView } from "../../../domain/page.ts";
import { type Call, type Run, shown } from "./run.ts";
import type { Sketch } from "./sketches.ts";

const whole: PageView = { answers: ["30 days"], errors: [], questions: 1, busy: false };
const struck: Call = { at: 0, boundary: "agent", fault: "failure", end: { status: 503 } };
const visit = (view: Partial<PageView>, more: Run = {}): Run => ({
  calls: [struck],
  view: { ...whole, ...view },
  ...more,
});
const sketch = (code: string, bad: Run, good: Run): Sketch => {
  const control = { view: whole };
  return { code, bad: () => shown(bad, control), good: () => shown(good, control) };
};
const told = "Sorry, I could not get an answer to your question. You can try again.";
const error = visit({ answers: [], errors: [told] }, { end: { answer: told } });

export const pageSketches: readonly Sketch[] = [
  sketch("spinner-never-ends", visit({ answers: [], busy: true }, { end: { end: "hung", t: 60_000 } }), error),
  sketch("blank-on-error", visit({ answers: [] }, { end: { answer: "" } }), error),
  sketch("double-answer", visit({ answers: ["30", "30 days"] }), visit({})),
  sketch("duplicate-submission", visit({ questions: 2 }), visit({})),
];
