import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunEvent } from "../domain/events.ts";
import type { EvidenceDetector } from "../domain/evidence.ts";
import type { Probe, RunReport } from "../domain/judgement.ts";
import { evidenceDetectors } from "../probes/evidence/index.ts";
import { probes } from "../probes/index.ts";
import { asked, type Journal, join, judge, runJournal } from "../testing/judged-journal.ts";

/** Laws of judging, over trials that agents really ran. */

let journal: Journal;
let whole: RunReport;
beforeAll(async () => {
  journal = await runJournal();
  whole = await judge(join(journal));
}, 120_000);

const shuffled = fc.constant(0).chain(() =>
  fc.shuffledSubarray(
    journal.trials.map((_, index) => index),
    { minLength: journal.trials.length },
  ),
);

describe("judging", () => {
  test("has something to judge", () => {
    expect(whole.experiments.map(({ experiment }) => experiment.id).sort()).toEqual([...asked].sort());
    expect(whole.scopes.map(({ kind }) => kind)).toContain("dependency");
    expect(whole.experiments.some(({ findings }) => findings.length > 0)).toBe(true);
    expect(whole.singlePoints.some(({ standing }) => standing === "fails-tasks")).toBe(true);
  });

  test("is the same in any order of trials, to the last digit and word", async () => {
    await fc.assert(
      fc.asyncProperty(shuffled, async (order) => {
        const trials = order.map((index) => journal.trials[index] ?? []);
        expect(await judge(join({ ...journal, trials }))).toEqual(whole);
      }),
      { numRuns: 8 },
    );
  });

  test("of two halves, one after the other and in either order, is that of the whole", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: journal.trials.length, maxLength: journal.trials.length }),
        async (sides) => {
          const half = (side: boolean): readonly RunEvent[] =>
            join({ ...journal, trials: journal.trials.filter((_, index) => sides[index] === side) });
          expect(await judge([...half(true), ...half(false)])).toEqual(whole);
          expect(await judge([...half(false), ...half(true)])).toEqual(whole);
        },
      ),
      { numRuns: 5 },
    );
  });
});

describe("what throws", () => {
  const fail = (): never => {
    throw new Error("division by cucumber");
  };
  test("a probe: its claims are inconclusive and name it, the other claims stand", async () => {
    const broken: Probe = { ...(probes["answer-correctness"] as Probe), measure: fail };
    const report = await judge(join(journal), { probes: { ...probes, "answer-correctness": broken } });
    for (const [at, { claims, scores }] of report.experiments.entries()) {
      for (const [index, result] of claims.entries()) {
        if (result.claim.probe === "answer-correctness") {
          expect(result.verdict).toBe("inconclusive");
          expect(result.reason).toMatch(/^The probe answer-correctness failed at .+: division by cucumber$/);
        } else expect(result).toEqual(whole.experiments[at]?.claims[index]);
      }
      expect(scores.map(({ probe }) => probe)).not.toContain("answer-correctness");
    }
  });
  test("a probe that nothing claims: its score is left out, and a warning names it", async () => {
    const broken: Probe = { ...(probes["utility-retained"] as Probe), measure: fail };
    const report = await judge(join(journal), { probes: { ...probes, "utility-retained": broken } });
    expect(report.warnings.filter((warning) => warning.includes("The probe utility-retained failed at"))).toHaveLength(
      asked.length,
    );
    expect(report.verdict).toBe(whole.verdict);
  });
  test("a detector: the experiment cannot be held, and it is named", async () => {
    const broken: EvidenceDetector = { ...(evidenceDetectors[0] as EvidenceDetector), look: fail };
    const report = await judge(join(journal), { evidence: [broken] });
    for (const { reasons, verdict } of report.experiments) {
      expect(verdict).not.toBe("held");
      expect(reasons.join("\n")).toContain(`The evidence detector ${broken.name} failed at`);
    }
  });
  test("the search for findings: likewise", async () => {
    const report = await judge(join(journal), { findings: () => ({ see: fail, finish: () => [] }) });
    for (const { reasons, verdict } of report.experiments) {
      expect(verdict).not.toBe("held");
      expect(reasons.join("\n")).toMatch(/The search for findings failed at .+: division by cucumber/);
    }
  });
});
