import { appendFileSync } from "node:fs";
import { documents } from "../../reports/documents/index.ts";
import type { HtmlExtras } from "../../reports/html/extras.ts";
import type { RunReport } from "../domain/judgement.ts";
import { belowRepository } from "./below-repository.ts";
import type { Io } from "./io.ts";

/** Prints a report. In a step of GitHub's the annotations are printed, and the Markdown becomes the step's summary. */
export function printReport(format: keyof typeof documents, report: RunReport, extras: HtmlExtras, io: Io): void {
  const options = { width: Math.min(io.columns, 140), colour: io.colour, below: belowRepository(io) };
  io.out(documents[format].render(report, options, extras));
  const file = io.env["GITHUB_STEP_SUMMARY"];
  if (format !== "github" || file === undefined || file === "") return;
  try {
    // Markdown keeps to what a comment may have, which is less than a summary may.
    appendFileSync(file, documents.markdown.render(report));
  } catch (error) {
    io.err(`The summary could not be written to ${file}: ${error instanceof Error ? error.message : String(error)}.\n`);
  }
}
