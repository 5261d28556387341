import { expect, test } from "vitest";
import type { EvidenceResult } from "../domain/evidence.ts";
import type { ClaimResult } from "../domain/judgement.ts";
import { whySilent } from "./why-silent.ts";

const detectors = new Set(["fallback", "jitter"]);
const silent = (probe: string, params: unknown = {}): ClaimResult => ({
  claim: {
    probe,
    params,
    atLeast: 1,
    of: "absolute",
    level: "must",
    decide: "interval",
    at: "e.yaml:1:1",
  },
  verdict: "inconclusive",
  reason: `${probe} gave no value in any of 24 pairs`,
});
const seen = (name: string, about: string, more: Partial<EvidenceResult> = {}): EvidenceResult => ({
  id: "E7",
  name,
  about,
  conclusion: "cannot-tell",
  reason: "nothing could stand in",
  counts: { present: 0, absent: 0, violated: 0, "cannot-tell": 24 },
  figures: {},
  examples: [],
  ...more,
});
const reason = (claim: ClaimResult, evidence: readonly EvidenceResult[]): string =>
  whySilent(claim, evidence, detectors).reason;

test("a claim of a detector without a figure says why", () => {
  expect(reason(silent("fallback"), [seen("fallback", "flights"), seen("jitter", "model")])).toBe(
    "fallback gave no value in any of 24 pairs: flights: nothing could stand in",
  );
  expect(reason(silent("fallback"), [])).toMatch(/: nothing called for it$/);
  expect(reason(silent("fallback", { about: "flihgts" }), [seen("fallback", "flights")])).toMatch(
    /: nothing was seen about "flihgts", only about flights$/,
  );
  const over = seen("jitter", "model", { conclusion: "present", reason: "the wait varies" });
  expect(reason(silent("jitter"), [over])).toMatch(/: model is present over all pairs \(the wait varies\), which/);
});

test("other claims stay as they are", () => {
  const figure = { value: 1, low: 1, high: 1, n: 24, confidence: 0.95, method: "wilson" as const };
  const told: ClaimResult = { ...silent("fallback"), estimate: figure, verdict: "held", reason: "fallback: 24 of 24" };
  expect(whySilent(told, [seen("fallback", "flights")], detectors)).toBe(told);
  const other = silent("answer-correctness");
  expect(whySilent(other, [], detectors)).toBe(other);
});
