import { expect, test } from "vitest";
import { catalogue } from "./catalogue/index.ts";
import { sketches } from "./testing/sketches.ts";

test.each(sketches.map((sketch) => [sketch.code, sketch] as const))(
  "%s is seen, and not where it is mended",
  (code, one) => {
    expect(one.bad()).toContain(code);
    expect(one.good()).not.toContain(code);
  },
);

test("every code is shown", () => {
  expect(Object.keys(catalogue).filter((code) => !sketches.some((sketch) => sketch.code === code))).toEqual([
    "no-jitter",
  ]);
});
