import { resolve } from "node:path";
import { shellWord } from "../../reports/documents/reproduce.ts";
import { counted } from "../../reports/text/figures.ts";
import { formatDuration } from "../domain/duration.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { Corpus } from "../domain/retrieval.ts";
import { liveTrial, type Trial } from "../domain/trial.ts";
import { activate } from "../execute/activate.ts";
import { handedTo } from "../execute/boot-session.ts";
import { dependencyTable } from "../execute/dependency-table.ts";
import { realClock } from "../execute/real-clock.ts";
import { createRouter } from "../execute/router.ts";
import { mostLive, TelemetryInbox } from "../execute/telemetry-inbox.ts";
import { lockRun, openJournal } from "../store/index.ts";
import { equip } from "./equipment.ts";
import type { Io } from "./io.ts";
import { readLive, telemetryOf } from "./live/read-live.ts";
import { newRun } from "./run/new-run.ts";
import { runStarted } from "./run-started.ts";
import { saidOnce } from "./said-once.ts";

/** Where commands look for runs unless they are told. */
const usualRuns = "reports/runs";

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
  const count = { calls: 0, fired: 0, blocked: 0 };
  let firstFault: number | undefined;
  const emit = (event: RunEvent): void => {
    journal.append(event);
    if (event.type === "call-started") count.calls += 1;
    if (event.type === "call-escaped") count.blocked += 1;
    if (event.type === "fault-fired") {
      count.fired += 1;
      firstFault ??= event.t;
    }
    const line = lineOf(event);
    if (line) io.out(`${line}\n`);
  };
  const task = experiment.tasks.find(({ id: name }) => name === options.task) ?? experiment.tasks[0];
  const trial: Trial = {
    id: liveTrial,
    experiment: experiment.id,
    task: task?.id ?? liveTrial,
    bystanders: [],
    arm: options.calm ? "control" : "treatment",
    repeat: 1,
    cell: 0,
    pair: `${experiment.id}/${liveTrial}`,
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
  const telemetry = new TelemetryInbox(equipment.readExport);
  const router = createRouter(telemetry);
  using complaints = saidOnce(io.err);
  let lasted = 0;
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
        unanswered: (reason) => {
          if (complaints.first(reason)) io.err(`${reason}\n`);
        },
        halted: () => equipment.halted() || io.signal.aborted || realClock.now() > until,
      },
      trial,
      io.signal,
    );
    io.out(
      `Brownout gateway: ${experiment.title}${options.calm ? " (no faults armed)" : ""}\nStart your agent with:\n`,
    );
    const { active } = activated;
    const inbox = telemetry.open(trial.id, {
      clock: realClock,
      startedAt: active.startedAt,
      spec: experiment.target.telemetry,
      journal: emit,
      firstFault: () => firstFault,
      most: mostLive,
    });
    sayVariables(handedTo(interception, map.dependencies, { trial: trial.id, collecting: trial.id }), experiment, io);
    io.out(`\nFaults may fire for ${formatDuration(options.for)}; Ctrl-C ends it.\n`);
    if (!io.signal.aborted)
      await new Promise((resolve) => io.signal.addEventListener("abort", resolve, { once: true }));
    lasted = realClock.now() - active.startedAt;
    activated.close();
    // Exporters send in batches: what is under way is about calls that were answered.
    if (telemetry.seen) await inbox.settle(new AbortController().signal);
    telemetry.close(trial.id);
    emit({ type: "run-ended", reason: "interrupted", detail: "gateway closed" });
  } finally {
    journal.close();
  }
  io.out(
    `\nClosed after ${formatDuration(lasted)}: ${counted(count.calls, "call")}, ${counted(count.fired, "fault")} fired, ${counted(count.blocked, "call")} to undeclared hosts blocked.\n`,
  );
  const live = await readLive(journal.file);
  for (const line of live ? telemetryOf(live) : []) io.out(`${line}\n`);
  const elsewhere = options.out === usualRuns ? "" : ` -o ${shellWord(options.out)}`;
  io.out(`Again: brownout report ${id}${elsewhere} · brownout explain ${id} trace-coverage${elsewhere}\n`);
}

/** What the agent is started with, by what it is for. */
function sayVariables(variables: Readonly<Record<string, string>>, { target: { map } }: Experiment, io: Io): void {
  const addresses = new Set(map.dependencies.map(({ env }) => env));
  const kindOf = (name: string): "address" | "telemetry" | "past" =>
    addresses.has(name) ? "address" : name.startsWith("OTEL_") ? "telemetry" : "past";
  const {
    address = [],
    past = [],
    telemetry = [],
  } = Object.groupBy(Object.entries(variables), ([name]) => kindOf(name));
  const say = (heading: string, group: readonly (readonly [string, string])[]): void => {
    if (group.length > 0) io.out(`${heading}${group.map(([name, value]) => exported(name, value)).join("")}`);
  };
  say("", address);
  say("\nWhat it calls past them is taken or refused, and named, if it also has:\n\n", past);
  say("\nIts own telemetry is taken, and held against the calls, if it also has:\n\n", telemetry);
}

/** As a shell reads it. */
const exported = (name: string, value: string): string => `  export ${name}=${shellWord(value)}\n`;

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
