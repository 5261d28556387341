import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { equip } from "../../cli/equipment.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { Brain } from "../../domain/ports.ts";
import type { Dependency } from "../../domain/system-map.ts";
import { performanceId } from "../../domain/trial.ts";
import { activate } from "../../execute/activate.ts";
import { dependencyTable } from "../../execute/dependency-table.ts";
import { realClock } from "../../execute/real-clock.ts";
import type { TrialRouter } from "../../execute/router.ts";
import { openJournal } from "../../store/index.ts";
import { loadShipped } from "../../testing/run-in-memory.ts";
import { answerText, binaryUrl, usage } from "../payload.ts";

/** Peers serve a fixed answer; so does this. Everything around it is what a run has. */
const fixedBrain: Brain = {
  name: "fixed",
  turn: () => Promise.resolve({ text: answerText, toolCalls: [], stopReason: "stop", usage }),
};

/** A shipped experiment with an injection on the path of every call, whose time never comes, and a second model, whose streams are binary. */
async function armed(live: string | undefined): Promise<Experiment> {
  const [experiment] = await loadShipped(["experiments/insufficient-capacity/model-throttled.yaml"], { repeats: 1 });
  if (!experiment) throw new Error("Cannot load the experiment of the benchmark.");
  const { target } = experiment;
  const model = target.map.dependencies.find(({ boundary }) => boundary === "model");
  if (!model) throw new Error("The experiment of the benchmark has no model.");
  const binary = { ...model, name: "binary", protocol: "bedrock", url: binaryUrl, env: "BINARY_BASE_URL" };
  const atLive = (dependency: Dependency): Dependency =>
    live === undefined || dependency !== model ? dependency : { ...dependency, url: live };
  const never = { nth: [Number.MAX_SAFE_INTEGER] };
  return {
    ...experiment,
    target: { ...target, map: { ...target.map, dependencies: [...target.map.dependencies.map(atLive), binary] } },
    cells: experiment.cells.map((cell) => ({
      ...cell,
      method: cell.method.map((injection) => ({
        ...injection,
        into: { ...injection.into, dependencies: [model.name, binary.name] },
        when: never,
      })),
    })),
  };
}

export interface ArmedTrials extends Disposable {
  readonly dependencies: Experiment["target"]["map"]["dependencies"];
  /** Ends the trial before and arms the next, as a run does; gives its scope. */
  next(): { readonly trial: string; readonly performance: string };
}

/**
 * Treatment trials on a router, each with its faults armed and journalled into a temporary folder. `live`: the address at which
 * the model itself is reached, through us; without it a stand-in answers.
 */
export async function armedTrials(
  router: TrialRouter,
  route: "gateway" | "in-process",
  live?: string,
): Promise<ArmedTrials> {
  const experiment = await armed(live);
  const folder = mkdtempSync(join(tmpdir(), "brownout-bench-"));
  const journal = openJournal(folder);
  const equipment = equip({ route, journal: (event) => journal.append(event) });
  const task = experiment.tasks[0];
  if (!task) throw new Error("Cannot find a task in the experiment of the benchmark.");
  const dependencies = dependencyTable(experiment.target.map, equipment.findProtocol);
  const stop = new AbortController();
  let count = 0;
  let close = (): void => undefined;
  return {
    dependencies: experiment.target.map.dependencies,
    next() {
      close();
      count += 1;
      const pair = `${experiment.id}/${task.id}/${count}`;
      const trial = {
        id: `${pair}/treatment`,
        experiment: experiment.id,
        task: task.id,
        bystanders: [],
        arm: "treatment" as const,
        repeat: count,
        cell: 0,
        pair,
      };
      const activated = activate(
        {
          experiment,
          router,
          clock: realClock,
          dependencies,
          corpora: new Map(),
          ...(live === undefined ? { brain: fixedBrain } : {}),
          network: equipment.network,
          embed: equipment.embed,
          findFault: equipment.findFault,
          journal: equipment.journal,
          halted: equipment.halted,
        },
        trial,
        stop.signal,
      );
      close = activated.close;
      return { trial: trial.id, performance: performanceId(trial.id, task.id) };
    },
    [Symbol.dispose]() {
      close();
      stop.abort();
      journal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
