import { expect, test, vi } from "vitest";
import { longestTimer } from "../domain/longest-timer.ts";
import { sleepOn } from "./sleep.ts";

test("a wait is as long as it was asked for, also beyond the longest timer of the platform, and can be ended there", async () => {
  vi.useFakeTimers();
  try {
    const told = vi.fn<(what: string) => void>();
    const long = longestTimer + 1000;
    const stop = new AbortController();
    const whole = sleepOn(setTimeout, clearTimeout, long).then(() => told("over"));
    const ended = sleepOn(setTimeout, clearTimeout, long, stop.signal).catch(() => told("ended"));
    await vi.advanceTimersByTimeAsync(longestTimer + 10);
    expect(told).not.toHaveBeenCalled();
    stop.abort();
    await ended;
    expect(told.mock.calls).toEqual([["ended"]]);
    await vi.advanceTimersByTimeAsync(990);
    await whole;
    expect(told.mock.calls).toEqual([["ended"], ["over"]]);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
