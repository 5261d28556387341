import { describe, expect, it } from "vitest";
import { figureWords, momentLine, offWords, shareWords } from "./gameday-words.ts";

describe("words of a game day", () => {
  it("give a bound's figure in the unit of its metric, whatever its dependency is called", () => {
    expect(figureWords("latency-p95 of x at most 8s over 1m", 8200)).toBe("8.2s");
    expect(figureWords("error-rate of latency-rates at most 0.2 over 10s", 0.034)).toBe("3.4%");
    expect(figureWords("tokens of rate-card at most 9000 over 1m", 12_345)).toBe("12345");
    expect([shareWords(0.004), shareWords(1.2)]).toEqual(["0.4%", "120%"]);
  });

  it("put nothing down to somebody called plan", () => {
    expect(momentLine({ what: "halted", by: "plan", reason: "errors", tookMs: 0.4 })).toBe(
      "HALTED by an abort condition: errors (all faults off in 0ms)",
    );
    expect(offWords("time-to-live", "plan")).toBe("its time was up");
    expect(offWords("halt", "Ada")).toBe("by a halt, by Ada");
  });

  it("say who wrote a note, what it is about, and whose an action item is", () => {
    const note = { what: "annotated", kind: "action", text: "Bound the retries", by: "Sam" } as const;
    expect(momentLine({ ...note, injection: "hang", owner: "Ada", due: "2026-12-24" })).toBe(
      "Action item (Sam, about hang, owner Ada, due 2026-12-24) Bound the retries",
    );
    expect(momentLine({ ...note, kind: "detected", text: "" })).toBe("Detected (Sam)");
  });

  it("do not say that a bound is back which was never out", () => {
    const bound = { what: "steady-state", bound: "error-rate at most 0.1 over 8s", value: 0, n: 8 } as const;
    expect(momentLine({ ...bound, ok: true })).toBe("Holds error-rate at most 0.1 over 8s: it is 0% (n=8)");
    expect(momentLine({ ...bound, ok: false, value: 0.5 })).toMatch(/^BROKE .*50%/);
  });
});
