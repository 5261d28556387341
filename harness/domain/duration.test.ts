import { expect, it } from "vitest";
import { formatDuration } from "./duration.ts";

it.each([
  [0, "0ms"],
  [999.4, "999ms"],
  [999.6, "1s"],
  [1234, "1.23s"],
  [59_940, "59.9s"],
  [59_960, "1m"],
  [119_700, "2m"],
  [200_000, "3m 20s"],
  [3_599_800, "60m"],
])("%d ms is written %s: no unit is ever full", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
