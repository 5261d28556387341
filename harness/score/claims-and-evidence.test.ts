import { expect, test } from "vitest";
import type { EvidenceResult } from "../domain/evidence.ts";
import type { ClaimResult } from "../domain/judgement.ts";
import { besideEvidence } from "./claims-and-evidence.ts";

const detectors = [{ name: "fallback" }, { name: "jitter", acrossDecides: true }] as const;
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
  besideEvidence(claim, evidence, detectors).reason;

test("a claim of a detector without a figure says why", () => {
  expect(reason(silent("fallback"), [seen("fallback", "flights"), seen("jitter", "model")])).toBe(
    "fallback gave no value in any of 24 pairs: flights: nothing could stand in",
  );
  expect(reason(silent("fallback"), [])).toMatch(/: nothing called for it$/);
  expect(reason(silent("fallback", { about: "flihgts" }), [seen("fallback", "flights")])).toMatch(
    /: nothing was seen about "flihgts", only about flights$/,
  );
});

test("what only all pairs show decides", () => {
  const jitter = (conclusion: EvidenceResult["conclusion"], about = "model") =>
    seen("jitter", about, { conclusion, reason: "the wait varies" });
  const judged = (claim: ClaimResult, ...evidence: EvidenceResult[]) =>
    besideEvidence(claim, evidence, detectors).verdict;
  expect(besideEvidence(silent("jitter"), [jitter("present")], detectors)).toMatchObject({
    verdict: "held",
    reason: "jitter over all pairs: model is present (the wait varies)",
  });
  expect(judged(silent("jitter"), jitter("present"), jitter("absent", "orders"))).toBe("broken");
  expect(judged(silent("jitter", { about: "model" }), jitter("present"), jitter("absent", "orders"))).toBe("held");
  expect(judged({ ...silent("jitter"), claim: { ...silent("jitter").claim, level: "should" } }, jitter("absent"))).toBe(
    "degraded",
  );
  expect(judged(silent("jitter"), jitter("cannot-tell"))).toBe("inconclusive");
});

test("no claim holds that all pairs together contradict", () => {
  const figure = { value: 1, low: 1, high: 1, n: 24, confidence: 0.95, method: "wilson" as const };
  const held: ClaimResult = { ...silent("jitter"), estimate: figure, verdict: "held", reason: "jitter: 8 of 8" };
  const counts = { present: 8, absent: 0, violated: 0, "cannot-tell": 16 };
  const absent = seen("jitter", "model", { conclusion: "absent", reason: "1.05 times", counts });
  expect(besideEvidence(held, [absent], detectors).verdict).toBe("broken");
  expect(
    besideEvidence(held, [seen("jitter", "model", { conclusion: "cannot-tell", counts })], detectors).verdict,
  ).toBe("inconclusive");
  const some = { ...counts, absent: 2 };
  const present = seen("jitter", "model", { conclusion: "present", counts: some });
  expect(besideEvidence({ ...held, verdict: "broken" }, [present], detectors).verdict).toBe("held");
  expect(besideEvidence(held, [seen("jitter", "model", { conclusion: "present", counts })], detectors)).toBe(held);
});

test("other claims stay as they are", () => {
  const figure = { value: 1, low: 1, high: 1, n: 24, confidence: 0.95, method: "wilson" as const };
  const told: ClaimResult = { ...silent("fallback"), estimate: figure, verdict: "held", reason: "fallback: 24 of 24" };
  expect(besideEvidence(told, [seen("fallback", "flights")], detectors)).toBe(told);
  const other = silent("answer-correctness");
  expect(besideEvidence(other, [], detectors)).toBe(other);
});
