import { counted } from "../../reports/text/figures.ts";
import type { RunSettings } from "../domain/run-plan.ts";

/** Why more was run than a change may concern, and what to do about it; nothing where every change could be placed. */
export function unplacedWords({ changedSince, unplaced }: Partial<RunSettings>): readonly string[] {
  if (changedSince === undefined || unplaced === undefined) return [];
  const { experiments, of, files, count, fresh } = unplaced;
  const more = count > files.length ? ` and ${counted(count - files.length, "more file")}` : "";
  const next = fresh
    ? "If no agent reads it, remove it, name it in .gitignore, or write it below reports/ or outside the project."
    : "If no agent reads it, keep it below docs/.";
  return [
    `--changed-since ${changedSince} narrowed less than it may: ${experiments} of ${counted(of, "experiment")} ${
      experiments === 1 ? "is" : "are"
    } run only because nobody can say what rests on ${files.join(", ")}${more}. ${next} If one does, keep it in the folder of that agent's target.`,
  ];
}
