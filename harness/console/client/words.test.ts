import { describe, expect, it } from "vitest";
import { boundWords, clockWords, leftWords, millis, spanOf, spanWords } from "./words.ts";

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

  it("say a bound without its limit, and nothing of what is not known", () => {
    expect([millis(8200), millis(undefined)]).toEqual(["8.2 s", "–"]);
    expect(boundWords("error-rate of orders at most 0.2 over 1m 10s")).toBe("error-rate of orders, over 1m 10s");
  });
});
