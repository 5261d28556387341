import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, documents } from "../../reports/documents/index.ts";
import type { RunReport } from "../domain/judgement.ts";

/** The machine-readable documents beside the journal. */
export function writeDocuments(report: RunReport, folder: string): void {
  for (const format of ["json", "junit", "markdown"] as const) {
    const { extension, render }: Document = documents[format];
    writeFileSync(join(folder, `report.${extension}`), render(report, { width: 100, colour: false }));
  }
}
