import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { analyse } from "../../cli/analyse.ts";
import type { RunEvent } from "../../domain/events.ts";
import { journalName, openJournal, readJournal } from "../../store/index.ts";
import { serveParent } from "../child.ts";

const fileShape = z.object({ file: z.string(), sample: z.number() });
const rateShape = z.object({ megabytes: z.number(), events: z.number(), seconds: z.number() });
export const journalShape = z.object({
  written: rateShape,
  read: rateShape,
  judged: z.object({ trials: z.number(), seconds: z.number(), peakRss: z.number() }),
});

const elapsed = (from: number): number => (performance.now() - from) / 1000;

async function measure(input: unknown): Promise<z.infer<typeof journalShape>> {
  const { file, sample } = fileShape.parse(input);
  const kept: RunEvent[] = [];
  let events = 0;
  let from = performance.now();
  for await (const event of readJournal(file)) {
    events += 1;
    if (kept.length < sample) kept.push(event);
  }
  const read = { megabytes: statSync(file).size / 1e6, events, seconds: elapsed(from) };

  const folder = mkdtempSync(join(tmpdir(), "brownout-bench-"));
  const journal = openJournal(folder);
  from = performance.now();
  for (const event of kept) journal.append(event);
  const writing = elapsed(from);
  journal.close();
  const written = {
    megabytes: statSync(join(folder, journalName)).size / 1e6,
    events: kept.length,
    seconds: writing,
  };
  rmSync(folder, { recursive: true });

  from = performance.now();
  const report = await analyse(file);
  const judging = elapsed(from);
  const trials = report.experiments.reduce((sum, { trials }) => sum + trials.finished, 0);
  return {
    written,
    read,
    judged: { trials, seconds: judging, peakRss: process.resourceUsage().maxRSS * 1024 },
  };
}

export function start(): void {
  serveParent({ measure });
}
