import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { writeDocuments } from "../../cli/perform-run.ts";
import { wholeReport } from "../../cli/whole-report.ts";
import { serveParent } from "../child.ts";

const fileShape = z.object({ file: z.string() });

export const reportedShape = z.object({
  seconds: z.number(),
  /** Of a core, kernel and collector included. */
  cpuSeconds: z.number(),
  /** Bytes, at the most. */
  peakRss: z.number(),
  page: z.string(),
  pageBytes: z.number(),
  /** Pairs that were seen, and those that the page can open. */
  pairs: z.number(),
  details: z.number(),
});

/** What `brownout report` does, from the journal to the last document. */
async function report(input: unknown): Promise<z.infer<typeof reportedShape>> {
  const { file } = fileShape.parse(input);
  const folder = dirname(file);
  const from = performance.now();
  const cpuFrom = process.cpuUsage();
  const { report: made, extras } = await wholeReport({ journal: file, folder });
  writeDocuments(made, folder, extras);
  const { user, system } = process.cpuUsage(cpuFrom);
  const page = join(folder, "report.html");
  return {
    seconds: (performance.now() - from) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakRss: process.resourceUsage().maxRSS * 1024,
    page,
    pageBytes: statSync(page).size,
    pairs: extras.pairs?.seen ?? 0,
    details: extras.pairs?.details.length ?? 0,
  };
}

export function start(): void {
  serveParent({ report });
}
