import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { longTimer } from "./long-timer.ts";

const days = 86_400_000;
let called = 0;
beforeEach(() => {
  called = 0;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());
const call = (): void => {
  called += 1;
};

it("waits for months, and calls back once", () => {
  longTimer(60 * days, call);
  vi.advanceTimersByTime(60 * days - 1);
  expect(called).toBe(0);
  vi.advanceTimersByTime(1);
  expect(called).toBe(1);
  vi.advanceTimersByTime(60 * days);
  expect(called).toBe(1);
});

it("does not call back when it was disposed of, also later than at first", () => {
  const timer = longTimer(60 * days, call);
  vi.advanceTimersByTime(30 * days);
  timer[Symbol.dispose]();
  vi.advanceTimersByTime(60 * days);
  expect([called, vi.getTimerCount()]).toEqual([0, 0]);
});
