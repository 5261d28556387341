import { expect, it } from "vitest";
import { haltUnderLoad } from "../../benchmarks/halt-under-load.ts";

it("leaves every later request clean, under load, and ends what it held", async () => {
  const { settled, later, unclean, fired } = await haltUnderLoad(25);
  expect(fired).toBeGreaterThan(25);
  expect({ later, unclean }).toEqual({ later: 150, unclean: 0 });
  // The figure is the bench's: here only that nothing waits for a fault's own time, which is an hour.
  expect(Math.max(...settled)).toBeLessThan(20_000);
});
