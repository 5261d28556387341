import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellWord } from "./shell-word.ts";

test("a shell reads a word as it was meant", () => {
  const words = ["gate.yaml", "ci/my gate.yaml", "it's", '$HOME `x` "y"', "a\\b", "", "--only=a/b@c", "étage"];
  const said = execFileSync("sh", ["-c", `printf '%s\\n' ${words.map(shellWord).join(" ")}`], { encoding: "utf8" });
  expect(said.split("\n").slice(0, -1)).toEqual(words);
  expect(shellWord("experiments/a-b_c.yaml")).toBe("experiments/a-b_c.yaml");
});
