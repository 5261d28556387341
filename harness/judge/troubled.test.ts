import { expect, test } from "vitest";
import { troubledIn } from "./troubled.ts";

test.each([
  "I have no access to your file right now.",
  "It was impossible for me to check your file.",
  "It was not possible to check your file.",
  "Your file could at present not be located.",
  "The insurer's portal does not show me your file.",
  "I'd be making it up if I told you.",
  "I'm still waiting for the register to answer.",
  "Cover: n/a.",
])("may say that something is missing: %s", (answer) => expect(troubledIn(answer)).toBeDefined());

test.each([
  "I have no doubt about it.",
  "We have nothing else to add.",
  "It is possible to check your file.",
  "Cover: full.",
  "Make it up to your friends with a voucher!",
])("says nothing of the kind: %s", (answer) => expect(troubledIn(answer)).toBeUndefined());
