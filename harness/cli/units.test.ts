import { expect, test } from "vitest";
import { unitOf } from "../../reports/text/units.ts";
import { registry } from "./registry.ts";

test.each(registry.probes.map(({ name, unit }) => [name, unit] as const))(
  "reports show %s in its unit, %s",
  (name, unit) => {
    // A mean worth between 0 and 1 reads as a share.
    expect(unitOf(name)).toBe(name === "utility-retained" ? "share" : unit);
  },
);
