import { z } from "zod";
import { analyse } from "../../cli/analyse.ts";
import { evidenceDetectors } from "../../probes/evidence/index.ts";
import { probes } from "../../probes/index.ts";
import { serveParent } from "../child.ts";

export const judgedShape = z.object({
  trials: z.number(),
  seconds: z.number(),
  /** Of a core, kernel and collector included. */
  cpuSeconds: z.number(),
  /** Bytes, at the most, and before the journal was opened. */
  peakRss: z.number(),
  rssBefore: z.number(),
  probes: z.number(),
  detectors: z.number(),
  findings: z.number(),
});

async function judge(input: unknown): Promise<z.infer<typeof judgedShape>> {
  const { file } = z.object({ file: z.string() }).parse(input);
  const rssBefore = process.memoryUsage().rss;
  const from = performance.now();
  const cpuFrom = process.cpuUsage();
  const report = await analyse(file);
  const { user, system } = process.cpuUsage(cpuFrom);
  return {
    trials: report.experiments.reduce((sum, { trials }) => sum + trials.finished, 0),
    seconds: (performance.now() - from) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakRss: process.resourceUsage().maxRSS * 1024,
    rssBefore,
    probes: Object.keys(probes).length,
    detectors: evidenceDetectors.length,
    findings: report.experiments.reduce((sum, { findings }) => sum + findings.length, 0),
  };
}

export function start(): void {
  serveParent({ judge });
}
