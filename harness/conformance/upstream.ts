import { activate } from "../execute/activate.ts";
import { dependencyTable } from "../execute/dependency-table.ts";
import { realClock } from "../execute/real-clock.ts";
import { createRouter } from "../execute/router.ts";
import type { Equipment } from "../execute/run.ts";
import { openGateway } from "../interceptors/index.ts";
import { addressVariable } from "./ask.ts";
import type { Driver } from "./driver.ts";
import { experimentOf } from "./experiment.ts";

/** A gateway without faults that plays the live service behind the gateway under test. */
export async function openUpstream(
  driver: Driver,
  equipment: Equipment,
): Promise<{ readonly url: string } & AsyncDisposable> {
  const experiment = experimentOf(driver, [{ id: "healthy" }], driver.dependency.url, false);
  const { map } = experiment.target;
  const router = createRouter();
  const interception = await openGateway(router);
  const corpora = new Map();
  for (const { name, corpus } of map.dependencies) if (corpus) corpora.set(name, await equipment.loadCorpus(corpus));
  const createWorld = map.mocks === undefined ? undefined : await equipment.loadWorld(map.mocks);
  const brain = equipment.brain(experiment.target);
  const trial = {
    id: "upstream",
    experiment: experiment.id,
    task: "healthy",
    bystanders: [],
    arm: "control",
    repeat: 1,
    cell: 0,
    pair: "upstream",
  } as const;
  const stop = new AbortController();
  const activated = activate(
    {
      experiment,
      router,
      clock: realClock,
      dependencies: dependencyTable(map, equipment.findProtocol),
      corpora,
      ...(createWorld ? { createWorld } : {}),
      ...(brain ? { brain } : {}),
      network: equipment.network,
      embed: equipment.embed,
      findFault: equipment.findFault,
      journal: () => {},
      halted: () => false,
    },
    trial,
    stop.signal,
  );
  const url = interception.environment({ trial: trial.id }, map.dependencies)[addressVariable];
  if (url === undefined) throw new Error("The upstream has no address.");
  return {
    url,
    async [Symbol.asyncDispose]() {
      activated.close();
      await interception[Symbol.asyncDispose]();
    },
  };
}
