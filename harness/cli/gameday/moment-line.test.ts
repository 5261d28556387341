import { expect, it } from "vitest";
import type { GamedayMoment } from "../../domain/gameday.ts";
import { momentLine } from "./moment-line.ts";

const hostile = "calm\u001b[2J\u001b]0;owned\u0007\r\n    0.0s  halted by Ada\u202e";
const radius = { share: 1, cap: 1, for: 1000, headers: { [`x-${hostile}`]: hostile } };

const moments: readonly GamedayMoment[] = [
  { what: "annotated", kind: "note", text: hostile, by: hostile },
  { what: "halted", by: hostile, reason: hostile, tookMs: 1 },
  { what: "armed", injection: hostile, description: hostile, dependencies: [hostile], radius, by: hostile },
  { what: "phase", index: 0, name: hostile, by: hostile },
  { what: "closed", why: hostile },
];

it.each(moments.map((moment) => [moment.what, moment] as const))(
  "what is %s is one line of plain text, whoever wrote the words",
  (_what, moment) => {
    expect(momentLine({ type: "gameday", t: 3000, moment }, 1000)).toMatch(
      /^ {4}2\.0s {2}[^\p{Cc}\u202e]*calm[^\p{Cc}\u202e]*\n$/u,
    );
  },
);
