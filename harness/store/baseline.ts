import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Document, visit } from "yaml";
import type { Baseline } from "../domain/baseline.ts";

/** Below the project's folder. */
export const usualBaseline = join("reports", "baselines", "main.yaml");

const head = ` What "brownout gate" compares with. Written by "brownout baseline accept"; review a change of it like one of the code.`;

/** One line for each figure, finding and list, so that a diff shows what changed. */
export function baselineText(baseline: Baseline): string {
  const document = new Document(baseline);
  document.commentBefore = head;
  visit(document, {
    Seq: (_key, node) => {
      node.flow = true;
    },
    Map: (_key, node) => {
      if (["value", "severity", "fingerprint"].some((key) => node.has(key)) || node.items.length === 0)
        node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Written beside and renamed: a kill leaves the old file or the new one. @throws {Error} if it cannot be written. */
export function writeBaseline(baseline: Baseline, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, baselineText(baseline));
  renameSync(`${file}.new`, file);
}
