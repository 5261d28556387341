import type { RunReport } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { countWords, notesOf, standingMark } from "./gate-lines.ts";
import { inline } from "./markdown-escape.ts";
import type { Section } from "./markdown-sections.ts";

const titles = {
  passed: "The gate passed",
  inconclusive: "The gate could not decide",
  failed: "The gate failed",
} as const;

/** What a gate decided, for a comment. Empty without a decision. */
export function gateSection({ gate }: RunReport): readonly Section[] {
  if (gate === undefined) return [];
  const rows = gate.criteria.map(({ asked, standing, found, next }) =>
    [
      standingMark[standing],
      inline(brief(asked)),
      inline(brief(found)),
      next === undefined ? "" : inline(brief(next)),
    ].join(" | "),
  );
  const notes = notesOf(gate).map((text) => `- ${inline(brief(text))}`);
  return [
    {
      name: "Gate",
      text: [
        `\n### ${standingMark[gate.standing]} ${titles[gate.standing]}`,
        "",
        `${inline(countWords(gate))}.`,
        "",
        "| | asked | found | what to do |",
        "| --- | --- | --- | --- |",
        ...rows.map((row) => `| ${row} |`),
        ...(notes.length === 0 ? [] : ["", ...notes]),
      ].join("\n"),
    },
  ];
}
