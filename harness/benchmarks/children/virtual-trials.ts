import { z } from "zod";
import { equip } from "../../cli/equipment.ts";
import type { RunEvent } from "../../domain/events.ts";
import { executeRun } from "../../execute/run.ts";
import { planTrials } from "../../plan/plan-trials.ts";
import { openJournal } from "../../store/index.ts";
import { loadShipped } from "../../testing/run-in-memory.ts";
import { serveParent } from "../child.ts";

/** One latency spike and one throttled model, with the sturdy agent that waits and retries. */
const questions = [
  "experiments/excessive-latency/model-slow-first-token.yaml",
  "experiments/insufficient-capacity/model-throttled.yaml",
] as const;

const runShape = z.object({ trials: z.number(), concurrency: z.number(), folder: z.string(), sampleEvery: z.number() });

/** Memory after a full collection, in bytes, when so many trials had ended. */
const sampleShape = z.object({ trials: z.number(), heap: z.number(), rss: z.number(), seconds: z.number() });
export const trialsShape = z.object({
  trials: z.number(),
  failed: z.number(),
  calls: z.number(),
  seconds: z.number(),
  /** Of a core, kernel included. */
  cpuSeconds: z.number(),
  /** Sum over the trials of how long each lasted on its own clock. */
  virtualSeconds: z.number(),
  samples: z.array(sampleShape),
});
export type TrialFigures = z.infer<typeof trialsShape>;

const seconds = (): number => Number(process.hrtime.bigint()) / 1e9;

async function run(input: unknown): Promise<TrialFigures> {
  const { trials, concurrency, folder, sampleEvery } = runShape.parse(input);
  const experiments = await loadShipped([...questions]);
  const planned = experiments.map((experiment) => {
    const share = Math.ceil(trials / experiments.length);
    const pairs = experiment.tasks.length * experiment.cells.length;
    const repeated = { ...experiment, repeats: Math.ceil(share / 2 / pairs) };
    return { experiment: repeated, trials: planTrials(repeated).slice(0, share) };
  });
  const journal = openJournal(folder);
  const counted = { trials: 0, failed: 0, calls: 0, virtual: 0 };
  const samples: z.infer<typeof sampleShape>[] = [];
  const from = seconds();
  const cpuFrom = process.cpuUsage();
  const sample = (): void => {
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    samples.push({ trials: counted.trials, heap: heapUsed, rss, seconds: seconds() - from });
  };
  const emit = (event: RunEvent): void => {
    journal.append(event);
    if (event.type === "call-started") counted.calls += 1;
    else if (event.type === "trial-failed") counted.failed += 1;
    else if (event.type === "trial-ended") {
      counted.trials += 1;
      counted.virtual += event.t / 1000;
      if (counted.trials % sampleEvery === 0) sample();
    }
  };
  emit({
    type: "run-started",
    schema: 1,
    run: "bench",
    at: new Date().toISOString(),
    brownout: "bench",
    node: process.version,
    route: "in-process",
    command: ["bench"],
    trials: planned.reduce((sum, each) => sum + each.trials.length, 0),
  });
  sample();
  await executeRun(planned, equip({ route: "in-process", journal: emit }), {
    concurrency,
    signal: new AbortController().signal,
  });
  emit({ type: "run-ended", reason: "finished" });
  const took = seconds() - from;
  const { user, system } = process.cpuUsage(cpuFrom);
  journal.close();
  return {
    trials: counted.trials,
    failed: counted.failed,
    calls: counted.calls,
    seconds: took,
    cpuSeconds: (user + system) / 1e6,
    virtualSeconds: counted.virtual,
    samples,
  };
}

export function start(): void {
  serveParent({ run });
}
