import { join } from "node:path";
import { asksBundled, loadBundled } from "../cli/bundled.ts";
import { equip } from "../cli/equipment.ts";
import { registry } from "../cli/registry.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { RunReport } from "../domain/judgement.ts";
import { type Equipment, executeRun } from "../execute/run.ts";
import { judgeTrial, openFindings } from "../judge/index.ts";
import { loadExperiments } from "../load/index.ts";
import { planTrials } from "../plan/plan-trials.ts";
import { evidenceDetectors } from "../probes/evidence/index.ts";
import { probes } from "../probes/index.ts";
import { scoreRun } from "../score/index.ts";
import { foldTrials } from "../store/index.ts";

export const root = join(import.meta.dirname, "..", "..");
export const agentTarget = (agent: "fragile" | "sturdy", kind = ""): string =>
  join(root, "fixtures", "agents", agent, `target${kind}.yaml`);

/** Shipped experiments, optionally against another target: those of the paths, or all that ask the bundled agents. */
export const loadShipped = async (
  paths?: readonly string[],
  overrides: { readonly target?: string; readonly repeats?: number; readonly tags?: readonly string[] } = {},
): Promise<readonly Experiment[]> => {
  const loaded = await loadExperiments(
    (paths ?? ["experiments"]).map((path) => join(root, path)),
    registry,
    { cwd: root, overrides: { ...overrides, ...(overrides.tags ? { tags: [...overrides.tags] } : {}) } },
  );
  return paths ? loaded : loaded.filter(asksBundled);
};

/** Every shipped experiment against one of the bundled agents. */
export const loadShippedAgainst = (agent: "fragile" | "sturdy"): Promise<readonly Experiment[]> => loadBundled(agent);

/** The whole pipe with the journal in memory. */
export async function runInMemory(
  experiments: readonly Experiment[],
  options: {
    readonly route?: "in-process" | "gateway";
    readonly concurrency?: number;
    readonly port?: number;
    readonly signal?: AbortSignal;
    /** In place of the real ones. */
    readonly equipment?: Partial<Equipment>;
  } = {},
): Promise<{ readonly report: RunReport; readonly events: readonly RunEvent[] }> {
  const events: RunEvent[] = [];
  const journal = (event: RunEvent): void => void events.push(event);
  const route = options.route ?? "in-process";
  const planned = experiments.map((experiment) => ({ experiment, trials: planTrials(experiment) }));
  journal({
    type: "run-started",
    schema: 1,
    run: "in-memory",
    at: "2026-10-01T09:00:00.000Z",
    brownout: "test",
    node: process.version,
    route,
    command: ["brownout", "run"],
    trials: planned.reduce((sum, { trials }) => sum + trials.length, 0),
  });
  const reason = await executeRun(
    planned,
    {
      ...equip({ route, journal, ...(options.port === undefined ? {} : { port: options.port }) }),
      ...options.equipment,
    },
    {
      concurrency: options.concurrency ?? 8,
      signal: options.signal ?? new AbortController().signal,
    },
  );
  journal({ type: "run-ended", reason });
  return { report: await judgeEvents(events), events };
}

function judgeEvents(events: readonly RunEvent[]): Promise<RunReport> {
  async function* each(): AsyncIterable<RunEvent> {
    yield* events;
  }
  return scoreRun(foldTrials(each()), {
    probes,
    judge: judgeTrial,
    evidence: evidenceDetectors,
    findings: openFindings,
  });
}
