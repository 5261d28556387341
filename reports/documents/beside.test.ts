import { expect, it } from "vitest";
import { twinTrial } from "../../harness/domain/testing/twins.ts";
import { renderBeside } from "./beside.ts";

it("says of each retry that it is one, also where calls that only control made stand in between", () => {
  const told = { name: "a", gets: "cut", fault: "mid-stream-error" } as const;
  const treatment = twinTrial("treatment", {
    calls: [
      { ...told, attempt: 1 },
      { ...told, attempt: 2 },
      { ...told, attempt: 3 },
    ],
  });
  const control = twinTrial("control", { calls: [{ name: "a" }, { name: "b" }, { name: "c" }] });
  const text = renderBeside(treatment, control, [], { width: 100, colour: false });
  expect(text.match(/tool:\w|↻ attempt \d/g)).toEqual([
    "tool:a",
    "tool:b",
    "tool:c",
    "↻ attempt 2",
    "tool:a",
    "↻ attempt 3",
    "tool:a",
  ]);
});
