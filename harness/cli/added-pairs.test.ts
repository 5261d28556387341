import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunEvent } from "../domain/events.ts";
import type { Estimate, RunReport } from "../domain/judgement.ts";
import { verdicts } from "../domain/vocabulary.ts";
import { probes } from "../probes/index.ts";
import { type Journal, join, judge, runJournal } from "../testing/judged-journal.ts";

/** What another good pair of trials may change in a report, and what not. */

let journal: Journal;
let whole: RunReport;
beforeAll(async () => {
  journal = await runJournal();
  whole = await judge(join(journal));
}, 120_000);

/** The same trial as another repeat. */
function again(
  events: readonly RunEvent[],
  repeat: number,
  change: (event: RunEvent) => readonly RunEvent[],
): readonly RunEvent[] {
  const [first] = events;
  if (first?.type !== "trial-started") throw new Error("A trial begins with its start.");
  const { pair } = first.trial;
  const renamed = `${pair}00${repeat}`;
  const text = JSON.stringify(events.flatMap(change)).replaceAll(`"${pair}`, `"${renamed}`);
  return JSON.parse(text) as RunEvent[];
}

const withoutFaults = (event: RunEvent): readonly RunEvent[] => (event.type === "fault-fired" ? [] : [event]);
const same = (event: RunEvent): readonly RunEvent[] => [event];
const armOf = (events: readonly RunEvent[]): string | undefined =>
  events[0]?.type === "trial-started" ? events[0].trial.arm : undefined;
const asTreatment = (event: RunEvent): readonly RunEvent[] =>
  JSON.parse(
    JSON.stringify([event]).replaceAll("/control", "/treatment").replaceAll('"arm":"control"', '"arm":"treatment"'),
  ) as RunEvent[];

/** Pairs of a control trial and itself: what an agent does that is right in both arms. */
const calmPairs = (
  journal: Journal,
  change: (event: RunEvent) => readonly RunEvent[],
): readonly (readonly RunEvent[])[] =>
  journal.trials
    .filter((events) => armOf(events) === "control")
    .flatMap((events) => [again(events, 1, same), again(events, 1, (event) => asTreatment(event).flatMap(change))]);

describe("another pair without a fault", () => {
  test("changes no score, no finding and no single point of failure, and worsens no verdict", async () => {
    const calm = calmPairs(journal, withoutFaults);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: calm.length / 2 - 1 }), async (index) => {
        const trials = [...journal.trials, ...calm.slice(2 * index, 2 * index + 2)];
        const report = await judge(join({ ...journal, trials }));
        for (const [at, { scores, latency, passK, findings, verdict }] of report.experiments.entries()) {
          const before = whole.experiments[at];
          expect({ scores, latency, passK, findings }).toEqual({
            scores: before?.scores,
            latency: before?.latency,
            passK: before?.passK,
            findings: before?.findings,
          });
          expect(verdicts.indexOf(verdict)).toBeLessThanOrEqual(verdicts.indexOf(before?.verdict ?? "held"));
        }
        expect(report.scopes).toEqual(whole.scopes);
        expect(report.singlePoints).toEqual(whole.singlePoints);
      }),
      { numRuns: 6 },
    );
  });
});

describe("another pair that is right although a fault fired", () => {
  /** One fault at the first call, harmlessly: the treatment trial is otherwise its own control. */
  const hit = (event: RunEvent): readonly RunEvent[] =>
    event.type !== "call-started"
      ? [event]
      : [
          event,
          {
            type: "fault-fired",
            trial: event.trial,
            performance: event.performance,
            t: event.t,
            address: event.address,
            injection: "harmless",
            fault: "latency",
            note: "",
          },
        ];
  /** Figures for which a right answer is the best there is. */
  const bounded: readonly string[] = ["answer-correctness", "silent-wrong-rate", "utility-retained"];
  test("worsens no score that counts right answers, in any scope", async () => {
    const calm = calmPairs(journal, hit);
    const worse = (name: string, before?: Estimate, after?: Estimate): boolean => {
      if (!before || !after) return before !== after;
      const sign = probes[name]?.better === "lower" ? -1 : 1;
      return sign * (after.value - before.value) < -1e-12;
    };
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: calm.length / 2 - 1 }), async (index) => {
        const trials = [...journal.trials, ...calm.slice(2 * index, 2 * index + 2)];
        const report = await judge(join({ ...journal, trials }));
        const scopes = (of: RunReport) => [...of.experiments, ...of.scopes.slice(0, 1)];
        const grown = scopes(report).filter(
          (scope, at) => JSON.stringify(scope.scores) !== JSON.stringify(scopes(whole)[at]?.scores),
        );
        expect(grown.length).toBeGreaterThan(0);
        for (const [at, scope] of scopes(report).entries()) {
          for (const name of bounded) {
            const of = (from: typeof scope | undefined) => from?.scores.find(({ probe }) => probe === name)?.treatment;
            expect(worse(name, of(scopes(whole)[at]), of(scope)), name).toBe(false);
          }
          for (const { k, treatment } of scope.passK) {
            const before = scopes(whole)[at]?.passK.find((each) => each.k === k)?.treatment;
            if (before) expect(treatment?.value).toBeGreaterThanOrEqual(before.value - 1e-12);
          }
        }
      }),
      { numRuns: 6 },
    );
  });
});
