import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, documents } from "../../reports/documents/index.ts";
import type { HtmlExtras } from "../../reports/html/extras.ts";
import type { RunReport } from "../domain/judgement.ts";

/** The documents beside the journal, each whole or not there. Without extras the page shows the worst pairs alone. */
export function writeDocuments(report: RunReport, folder: string, extras: HtmlExtras = {}): void {
  for (const format of ["json", "junit", "markdown", "html"] as const) {
    const { extension, render }: Document = documents[format];
    const file = join(folder, `report.${extension}`);
    writeFileSync(`${file}.part`, render(report, { width: 100, colour: false }, extras));
    renameSync(`${file}.part`, file);
  }
}
