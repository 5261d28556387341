import { describe, expect, it } from "vitest";
import { boundWords, clockWords, figure, leftWords, millis, share, spanOf, spanWords } from "./words.ts";

describe("words of the page", () => {
  it("tell time left rounded up, so that zero means over", () => {
    expect([leftWords(1), leftWords(1000), leftWords(1001), leftWords(0), leftWords(-5)]).toEqual([
      "00:01",
      "00:01",
      "00:02",
      "00:00",
      "00:00",
    ]);
    expect([clockWords(59_999), clockWords(3_727_000)]).toEqual(["00:59", "1:02:07"]);
    expect([spanWords(12_400), spanWords(120_000), spanWords(200_000), spanWords(3_720_000)]).toEqual([
      "12 s",
      "2 min",
      "3 min 20 s",
      "1 h 2 min",
    ]);
  });

  it("read durations as people type them, and nothing else", () => {
    expect(["90", "90s", "2m", " 1.5 h ", "250ms", "2min"].map(spanOf)).toEqual([
      90_000, 90_000, 120_000, 5_400_000, 250, 120_000,
    ]);
    expect(["", "m", "-5s", "1e3", "2 days", "1,5m"].map(spanOf)).toEqual(Array(6).fill(undefined));
  });

  it("give a bound's figure in the unit of its metric, whatever its dependency is called", () => {
    expect(figure("latency-p95 of x at most 8s over 1m", 8200)).toBe("8.2 s");
    expect(figure("error-rate of latency-rates at most 0.2 over 10s", 0.034)).toBe("3.4%");
    expect(figure("tokens of rate-card at most 9000 over 1m", 12_345)).toBe("12.3k");
    expect([share(0.004), share(1.2), millis(undefined)]).toEqual(["0.4%", "120%", "–"]);
    expect(boundWords("error-rate of orders at most 0.2 over 1m 10s")).toBe("error-rate of orders, over 1m 10s");
  });
});
