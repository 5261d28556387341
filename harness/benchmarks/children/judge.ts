import { z } from "zod";
import { analyse } from "../../cli/analyse.ts";
import { judgeTrial, openFindings } from "../../judge/index.ts";
import { evidenceDetectors } from "../../probes/evidence/index.ts";
import { probes } from "../../probes/index.ts";
import { scoreRun } from "../../score/index.ts";
import { foldTrials, readBatches } from "../../store/index.ts";
import { serveParent } from "../child.ts";

const fileShape = z.object({ file: z.string() });

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
  const { file } = fileShape.parse(input);
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

/** Microseconds of the clock for each trial, the dearest first. What several ask for, such as the order of calls, is paid by the first. */
export const costsShape = z.array(z.object({ name: z.string(), micros: z.number() }));

async function costs(input: unknown): Promise<z.infer<typeof costsShape>> {
  const { file } = fileShape.parse(input);
  const spent = new Map<string, number>();
  const timed =
    <A extends readonly unknown[], R>(name: string, work: (...given: A) => R) =>
    (...given: A): R => {
      const from = performance.now();
      try {
        return work(...given);
      } finally {
        spent.set(name, (spent.get(name) ?? 0) + performance.now() - from);
      }
    };
  const report = await scoreRun(foldTrials(readBatches(file)), {
    judge: timed("outcomes", judgeTrial),
    probes: Object.fromEntries(
      Object.entries(probes).map(([name, probe]) => [
        name,
        { ...probe, measure: timed(`probe ${name}`, probe.measure) },
      ]),
    ),
    evidence: evidenceDetectors.map((detector) => ({
      ...detector,
      look: timed(`${detector.id} ${detector.name}`, (pair: Parameters<typeof detector.look>[0]) =>
        detector.look(pair),
      ),
    })),
    findings: (experiment) => {
      const open = openFindings(experiment);
      return { see: timed("findings", open.see), finish: open.finish };
    },
  });
  const trials = report.experiments.reduce((sum, each) => sum + each.trials.finished, 0);
  return [...spent].map(([name, ms]) => ({ name, micros: (ms * 1000) / trials })).sort((a, b) => b.micros - a.micros);
}

export function start(): void {
  serveParent({ judge, costs });
}
