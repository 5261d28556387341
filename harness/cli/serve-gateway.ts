import { resolve } from "node:path";
import { formatDuration } from "../domain/duration.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { Corpus } from "../domain/retrieval.ts";
import type { Trial } from "../domain/trial.ts";
import { activate } from "../execute/activate.ts";
import { dependencyTable } from "../execute/dependency-table.ts";
import { realClock } from "../execute/real-clock.ts";
import { createRouter } from "../execute/router.ts";
import { lockRun, openJournal } from "../store/index.ts";
import { equip } from "./equipment.ts";
import type { Io } from "./io.ts";
import { newRun } from "./run/new-run.ts";
import { runStarted } from "./run-started.ts";

interface Options {
  readonly port: number;
  /** Milliseconds after which no fault fires any more. */
  readonly for: number;
  readonly calm?: boolean;
  readonly task?: string;
  readonly out: string;
  readonly haltFile?: string;
}

/** One trial without a target, open until the process is asked to stop: whoever calls in is the agent. */
export async function serveGateway(experiment: Experiment, options: Options, io: Io): Promise<void> {
  const { id, folder } = newRun(resolve(io.cwd, options.out));
  using _alone = lockRun(folder);
  const journal = openJournal(folder);
  const emit = (event: RunEvent): void => {
    journal.append(event);
    const line = lineOf(event);
    if (line) io.out(`${line}\n`);
  };
  const task = experiment.tasks.find(({ id: name }) => name === options.task) ?? experiment.tasks[0];
  const trial: Trial = {
    id: "live",
    experiment: experiment.id,
    task: task?.id ?? "live",
    bystanders: [],
    arm: options.calm ? "control" : "treatment",
    repeat: 1,
    cell: 0,
    pair: `${experiment.id}/live`,
  };
  const { map } = experiment.target;
  const equipment = equip({
    route: "gateway",
    port: options.port,
    journal: emit,
    ...(options.haltFile ? { haltFile: options.haltFile } : {}),
  });
  const corpora = new Map<string, Corpus>();
  for (const { name, corpus } of map.dependencies) if (corpus) corpora.set(name, await equipment.loadCorpus(corpus));
  const createWorld = map.mocks === undefined ? undefined : await equipment.loadWorld(map.mocks);
  const brain = equipment.brain(experiment.target);
  const router = createRouter();
  try {
    await using interception = await equipment.interceptor(experiment.target).open(router);
    emit(runStarted(id, { route: "gateway", command: ["brownout", "gateway", experiment.file], trials: 1 }));
    emit({ type: "experiment", experiment });
    const until = realClock.now() + options.for;
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
        journal: emit,
        unanswered: (reason) => io.err(`${reason}\n`),
        halted: () => equipment.halted() || io.signal.aborted || realClock.now() > until,
      },
      trial,
      io.signal,
    );
    io.out(
      `Brownout gateway: ${experiment.title}${options.calm ? " (no faults armed)" : ""}\nStart your agent with:\n`,
    );
    const variables = Object.entries(interception.environment({ trial: trial.id }, map.dependencies));
    const addresses = new Set(map.dependencies.map(({ env }) => env));
    for (const [name, value] of variables) if (addresses.has(name)) io.out(exported(name, value));
    io.out("\nWhat it calls past them is taken or refused, and named, if it also has:\n\n");
    for (const [name, value] of variables) if (!addresses.has(name)) io.out(exported(name, value));
    io.out(`Faults may fire for ${formatDuration(options.for)}; Ctrl-C ends it.\n`);
    if (!io.signal.aborted)
      await new Promise((resolve) => io.signal.addEventListener("abort", resolve, { once: true }));
    activated.close();
    emit({ type: "run-ended", reason: "interrupted", detail: "gateway closed" });
  } finally {
    journal.close();
  }
}

/** As a shell reads it. */
const exported = (name: string, value: string): string =>
  `  export ${name}=${/^[\w./:,=@~%-]+$/.test(value) ? value : `'${value}'`}\n`;

function lineOf(event: RunEvent): string | undefined {
  switch (event.type) {
    case "call-started":
      return `${(event.t / 1000).toFixed(2)}s  ${event.address}`;
    case "fault-fired":
      return `${(event.t / 1000).toFixed(2)}s  ${event.address}  fault ${event.injection}: ${event.note}`;
    case "call-escaped":
      return `${(event.t / 1000).toFixed(2)}s  blocked ${event.method} to ${event.host}, which is not in the system map`;
    case "call-ended":
      return `${(event.t / 1000).toFixed(2)}s  ${event.address}  ${event.status ?? ""} ${event.ending}`;
    default:
      return undefined;
  }
}
