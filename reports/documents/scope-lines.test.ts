import { expect, test } from "vitest";
import type { SinglePoint } from "../../harness/domain/scores.ts";
import { sampleReport, tally } from "../testing/sample-result.ts";
import { renderMarkdown } from "./markdown.ts";
import { singlePointLines } from "./scope-lines.ts";

const point = (target: string, dependency: string, standing: SinglePoint["standing"]): SinglePoint => ({
  target,
  dependency,
  boundary: "tool",
  standing,
  reason: `with ${dependency} away, 2 of 2 tasks failed`,
  experiments: [],
  tasks: 2,
  failing: [],
  pairs: 2,
  outcomes: tally({}),
});
const of = (...singlePoints: SinglePoint[]) => sampleReport([], { singlePoints });
const shown = (...points: SinglePoint[]): string =>
  singlePointLines(of(...points), { width: 100, colour: false }).join("\n");

test("single points of several agents say whose they are", () => {
  const points = [
    point("sound", "bookings", "survived"),
    point("weak", "bookings", "fails-tasks"),
    point("weak", "flights", "untested"),
  ];
  expect(shown(...points)).toContain("✗ weak: with bookings away");
  expect(shown(...points)).toContain("survived: bookings (sound)");
  expect(shown(...points)).toContain("any experiment: flights (weak)");
  expect(renderMarkdown(of(...points))).toContain("bookings (sound)");
});

test("those of one agent need no name", () => {
  const points = [point("weak", "bookings", "fails-tasks"), point("weak", "flights", "survived")];
  expect(shown(...points)).toContain("✗ with bookings away");
  expect(shown(...points)).toContain("survived: flights");
  expect(shown(...points)).not.toContain("weak");
});
