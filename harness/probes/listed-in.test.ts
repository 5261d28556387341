import { expect, it } from "vitest";
import { standsInList } from "./listed-in.ts";

const slots = [
  { id: "S-7", starts: "2026-10-05T09:30" },
  { id: "S-8", starts: "2026-10-06T11:00" },
];

it.each([
  ["a list", slots, true],
  ["a list below other things", { department: "skin", slots }, true],
  ["a list in the text of a tool's result", { content: [{ type: "text", text: JSON.stringify({ slots }) }] }, true],
  ["a number", [{ slot: 7, free: true }], true],
  ["others of the list", [slots[1]], false],
  ["a list of bare ids", ["S-7"], false],
  ["a list of what has nothing but an id", [{ id: "S-7" }], false],
  ["a longer id", [{ id: "S-70", free: true }], false],
  ["one record", { id: "S-7", free: true }, false],
  ["text that is no JSON", ["[S-7] is free", { text: "S-7 is free", lang: "en" }], false],
  ["nothing", undefined, false],
  ["a text that opens a list thousands of times", `${"[".repeat(5000)}${"]".repeat(5000)}`, false],
])("%s", (_, reply, stands) => {
  expect(standsInList(reply, ["S-7", "7"])).toBe(stands);
});
