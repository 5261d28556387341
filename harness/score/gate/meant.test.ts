import { expect, it } from "vitest";
import { meantExperiment } from "./meant.ts";

const ids = ["freight/experiments/bookings-down/fragile", "freight/experiments/slow"];

it.each([
  ["freight/experiments/slwo", "freight/experiments/slow"],
  ["fright/*", "freight/*"],
  ["freight/experiments/bookings-dwon", "freight/experiments/bookings-down/*"],
  ["freight/experimnts/*", "freight/experiments/*"],
])("finds the experiment that was meant by %s", (written, meant) => {
  expect(meantExperiment(written, ids)).toBe(` Did you mean "${meant}"?`);
});

it.each(["hotel/*", "something else"])("suggests nothing for %s, which is near none", (written) => {
  expect(meantExperiment(written, ids)).toBe("");
});
