import { readFileSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import type { HtmlExtras } from "../../reports/html/extras.ts";
import { type GatheredPairs, gatherPairs } from "../../reports/html/gather-pairs.ts";
import type { RunReport } from "../domain/judgement.ts";
import type { RunFolder } from "../store/index.ts";
import { type AnalyseOptions, analyse } from "./analyse.ts";

/** Bytes of pictures that a page takes in; further ones are linked. */
const pictureBytes = 3_000_000;

/** A report with what documents tell of single trials. */
export interface WholeReport {
  readonly report: RunReport;
  readonly extras: HtmlExtras;
}

/** Reads the journal once for all documents, and for whoever else wants to look. */
export async function wholeReport(
  { journal, folder }: Pick<RunFolder, "journal" | "folder">,
  { onPair, ...options }: AnalyseOptions = {},
): Promise<WholeReport> {
  const gatherer = gatherPairs();
  const report = await analyse(journal, {
    ...options,
    onPair(...seen) {
      gatherer.see(...seen);
      onPair?.(...seen);
    },
  });
  const pairs = gatherer.finish();
  return { report, extras: { pairs, pictures: picturesIn(folder, pairs) } };
}

/** Those of the page's pairs, as far as they are there and fit. */
function picturesIn(folder: string, { screenshots }: GatheredPairs): Readonly<Record<string, string>> {
  const pictures: Record<string, string> = {};
  const within = resolve(folder) + sep;
  let left = pictureBytes;
  for (const path of screenshots) {
    if (path in pictures) continue;
    const file = resolve(join(folder, path));
    // A journal may come from elsewhere: it has no say over which files are read.
    if (!file.startsWith(within) || !file.endsWith(".png")) continue;
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? Number.POSITIVE_INFINITY;
    if (size > left) continue;
    left -= size;
    pictures[path] = readFileSync(file).toString("base64");
  }
  return pictures;
}
