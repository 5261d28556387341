import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { pictureKeeper } from "./pictures.ts";

it("keeps pictures under names of their trials, none over another", () => {
  const folder = mkdtempSync(join(tmpdir(), "brownout-pictures-"));
  try {
    const keep = pictureKeeper(folder);
    const paths = ["a/b/1/control", "a/b/1/control", "a_b/1/control", "../../x"].map((trial, index) =>
      keep(trial, Buffer.from([index])),
    );
    expect(paths).toEqual([
      "screens/a_b_1_control.png",
      "screens/a_b_1_control-2.png",
      "screens/a_b_1_control-3.png",
      "screens/.._.._x.png",
    ]);
    expect(paths.map((path) => readFileSync(join(folder, path))[0])).toEqual([0, 1, 2, 3]);
    expect(readdirSync(folder)).toEqual(["screens"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
