import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { outcomes } from "../../harness/domain/vocabulary.ts";
import { hostileRun } from "../testing/hostile-run.ts";
import { sampleExperiment } from "../testing/sample-experiment.ts";
import { estimate, sampleReport, sampleResult } from "../testing/sample-result.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { displayWidth } from "../text/width.ts";
import { renderTerminal } from "./terminal.ts";

const plain = (width = 100) => ({ width, colour: false });
const lines = (text: string): string[] => text.split("\n");
/** Commands are never cut. */
const isCommand = (line: string): boolean => /^ {4,6}(brownout run|--\w+) /.test(line);

describe("terminal scorecard", () => {
  it.each([60, 80, 100, 140])("fits %i columns", (width) => {
    for (const report of [sampleRun(), hostileRun()]) {
      const wide = lines(renderTerminal(report, plain(width))).filter(
        (line) => !isCommand(line) && displayWidth(line) > width,
      );
      expect(wide).toEqual([]);
    }
  });

  it("says the verdict in its first and in its last lines", () => {
    const text = lines(renderTerminal(sampleRun(), plain()));
    expect(text[0]).toBe("✗ BROKEN  7 experiments, 280 trials: 3 broken · 1 inconclusive · 1 degraded · 2 held");
    expect(text.slice(text.findLastIndex((line) => line.startsWith("═"))).join("\n")).toContain(
      "✗ BROKEN  3 broken · 1 inconclusive · 1 degraded · 2 held",
    );
  });

  it("ends with what broke, which call was hit, what the agent did, and what to do", () => {
    const text = renderTerminal(sampleRun(), plain());
    const end = text.slice(text.lastIndexOf("═")).replace(/\s+/g, " ");
    expect(end).toContain("A refund is paid once even if its confirmation is lost");
    expect(end).toContain(
      "timeout-after-effect at tool:orders.create_refund[1]#1 → harmful: refund of TG-1001 committed twice",
    );
    expect(end).toContain("Next: Begin with “A refund is paid once even if its confirmation is lost”");
  });

  it("shows worst experiments first and held ones last", () => {
    const text = renderTerminal(sampleRun(), plain());
    const at = (verdict: string) => text.indexOf(`\n${verdict}`);
    const order = ["✗ broken", "? inconclusive", "~ degraded", "✓ held"].map(at);
    expect(order.every((position) => position > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it("prints every score over its interval and n", () => {
    const text = lines(renderTerminal(sampleReport([sampleResult()]), plain()));
    const values = text.findIndex((line) => line.startsWith("  ████"));
    expect(text[values]).toMatch(/100% +100% +0% +100% +100% +×1\.4$/);
    expect(text[values + 1]?.trim().split(/ {2,}/)).toEqual([
      "84–100% n20",
      "84–100% n20",
      "0–16% n20",
      "93–100% n20",
      "91–100% n40",
      "×1.2–1.7 n20",
    ]);
  });

  it("prints no score that rests on nothing", () => {
    const report = sampleReport([
      sampleResult({
        scores: [{ probe: "answer-correctness", treatment: { ...estimate(0.77, 0, 1), n: 0 } }],
        claims: [],
      }),
    ]);
    expect(renderTerminal(report, plain())).not.toContain("77");
  });

  it("gives outcomes that add up to the trials of the arm", () => {
    for (const result of sampleRun().experiments) {
      const text = renderTerminal(sampleReport([result]), plain());
      const counts = outcomes.flatMap((outcome) =>
        [...text.matchAll(new RegExp(`^ {16}.*?(\\d+) ${outcome}(?: ·|;|$)`, "gm"))].map((match) => Number(match[1])),
      );
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
    }
  });

  it("names a fault that never fired", () => {
    const text = renderTerminal(sampleRun(), plain());
    expect(text).toContain("⚡ unavailable into search of policies, 4th call: never fired in 20 trials");
  });

  it("does not say of trials that do not count that a fault never fired in them", () => {
    const [first] = sampleRun().experiments;
    const injections = (first?.injections ?? []).map((one) => ({ ...one, fired: 0, trials: 0 }));
    const text = renderTerminal(sampleReport(first ? [{ ...first, injections }] : []), plain());
    expect(text).toContain("no trial counts in which it could fire");
    expect(text).not.toContain("never fired");
  });

  it("colours only when it is told to, and says the same in both", () => {
    const coloured = renderTerminal(sampleRun(), { width: 100, colour: true });
    expect(coloured).toContain("\u001b[");
    expect(stripVTControlCharacters(coloured)).toBe(renderTerminal(sampleRun(), plain()));
  });

  it("goes on to the table of a narrow terminal without losing n and interval", () => {
    const text = renderTerminal(sampleReport([sampleResult()]), plain(60)).replace(/\s+/g, " ");
    expect(text).toContain("retries ×1.4 [×1.2–1.7] n=20");
  });

  it("leads a run that held to no false alarm", () => {
    const text = renderTerminal(
      sampleReport([sampleResult({ experiment: sampleExperiment({ title: "Holds" }) })]),
      plain(),
    );
    expect(text).toContain("✓ HELD");
    expect(text).toContain("✓ Holds (1 claim held, 40 faults fired, 40 trials)");
    expect(text).toContain("Next: Nothing to mend");
  });
});
