import { describe, expect, it, test } from "vitest";
import { runnerCommandsOut } from "./runner-commands.ts";

const said = (...pieces: string[]): string => pieces.map(runnerCommandsOut()).join("");
/** As the runners read a line. */
const isCommand = (line: string): boolean => line.trimStart().startsWith("::") || /##(?:vso)?\[/.test(line);
const obeyed = (text: string): string[] => text.split(/\r\n|\r|\n/).filter(isCommand);

describe("a runner obeys no line of an agent's", () => {
  test.each([
    ["an annotation", ["::error file=a.ts::all is well\n"]],
    ["one behind blanks", ["  \t::stop-commands::x\n"]],
    ["one in a later line", ["ok\r\n::set-output name=a::b\n"]],
    ["one of the old kind", ["it says ##[error]broken\n"]],
    ["one of the other kind", ["##vso[task.setvariable variable=a]b\n"]],
    ["one in pieces", ["ok\n", " ", ":", ":error::x\n"]],
    ["one of the old kind in pieces", ["it says ##", "[error]broken\n"]],
  ])("%s", (_, pieces) => {
    expect(obeyed(pieces.join(""))).not.toEqual([]);
    expect(obeyed(said(...pieces))).toEqual([]);
  });
});

it("says everything else as it was said", () => {
  const pieces = ["std::vector, ", ":: in the middle\n", "a: b\n", " : c\n", "## Title\n", "#", "#", " x\n", ""];
  expect(said(...pieces)).toBe(pieces.join(""));
});
