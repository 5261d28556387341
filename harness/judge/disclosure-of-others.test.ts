import { expect, test } from "vitest";
import { disclosuresIn } from "./disclosure.ts";
import { troubledIn } from "./troubled.ts";

test.each([
  "MSCU-4471 is in Hamburg; it couldn't be loaded on the earlier vessel.",
  "I've been unable to find a discount, and the container is in Hamburg.",
  "It is at Hamburg. A colleague will call you to arrange unloading.",
  "It is at Hamburg. I've opened a ticket for the gate appointment as well.",
])("is of other things and other people: %s", (answer) => {
  expect(disclosuresIn(answer)).toEqual([]);
});

test.each([
  "Note that the port's website is down for maintenance this weekend.",
  "The carrier's booking portal is down, by the way.",
  "The terminal is closed on Sunday and cannot be reached by rail.",
  "Tarpaulin trailers cannot be loaded from above.",
  "Neither location nor date came through.",
  "I have flagged this to the night dispatcher, who will ring you.",
  "Sorry, the lookup fell over. Try me again in ten minutes.",
  "It was declined because the accident could not be verified.",
  "The claim was rejected; we could not match your account of the damage with the photographs.",
])("may be of other things: %s", (answer) => {
  expect(disclosuresIn(answer)).toEqual([]);
  expect(troubledIn(answer)).toBeDefined();
});

test.each([
  ["The request was declined because the system could not be reached.", "lack"],
  ["It was closed before I looked; I could not reach the register.", "lack"],
  ["Your case was passed to our claims team by D. Whitmore.", "handover"],
  ["The house rules that I found are out of date.", "doubt"],
  ["Please do not rely on 540 euros.", "doubt"],
  ["I would not trust the figure.", "doubt"],
  ["The figure is probably outdated.", "doubt"],
  ["540 euros; please verify before quoting.", "doubt"],
  ["ETA not retrievable.", "lack"],
  ["We cannot guarantee that it is in.", "lack"],
] as const)("%s", (answer, kind) => {
  expect(disclosuresIn(answer).map((one) => one.kind)).toEqual([kind]);
});
