import type { RunEvent } from "../../domain/events.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { GamedayPlan } from "../../domain/gameday.ts";
import { type Interception, type Session, TargetFailure } from "../../domain/ports.ts";
import type { Corpus } from "../../domain/retrieval.ts";
import { isServer } from "../../domain/target-spec.ts";
import { liveTrial } from "../../domain/trial.ts";
import { type Booting, bootSession, handedTo, restarting } from "../../execute/boot-session.ts";
import { dependencyTable } from "../../execute/dependency-table.ts";
import { type LiveTrialControl, openLive } from "../../execute/live.ts";
import { monotonicClock } from "../../execute/monotonic-clock.ts";
import { createRouter } from "../../execute/router.ts";
import { mostLive, TelemetryInbox } from "../../execute/telemetry-inbox.ts";
import type { DayClock } from "../../gameday/index.ts";
import { equip } from "../equipment.ts";
import type { Io } from "../io.ts";
import { portForRunningServers } from "../run/running-servers.ts";
import { saidOnce } from "../said-once.ts";
import { liveTrialOf } from "./experiment-of.ts";
import { longTimer } from "./long-timer.ts";

/** The gateway and the live trial, and the target if tasks are performed. Disposed of, all of it is closed. */
export interface LiveStage extends AsyncDisposable {
  readonly live: LiveTrialControl;
  readonly clock: DayClock;
  readonly interception: Interception;
  session(): Session;
  /** The agent's exporters have sent what they still had, and nothing more is taken. */
  telemetryOver(): Promise<void>;
}

/** @throws {TargetFailure} if the gateway or the target cannot be had. */
export async function openLiveStage(
  plan: GamedayPlan,
  experiment: Experiment,
  gatewayPort: number | undefined,
  emit: (event: RunEvent) => void,
  io: Io,
): Promise<LiveStage> {
  await using closing = new AsyncDisposableStack();
  const { target } = plan;
  const port = gatewayPort ?? portForRunningServers([experiment], io);
  const equipment = equip({ route: "gateway", journal: emit, ...(port === undefined ? {} : { port }) });
  closing.defer(() => equipment.close?.());
  const corpora = new Map<string, Corpus>();
  for (const { name, corpus } of target.map.dependencies)
    if (corpus !== undefined) corpora.set(name, await equipment.loadCorpus(corpus));
  const createWorld = target.map.mocks === undefined ? undefined : await equipment.loadWorld(target.map.mocks);
  const brain = equipment.brain(target);
  const telemetry = new TelemetryInbox(equipment.readExport);
  const router = createRouter(telemetry);
  const clock = monotonicClock();
  const complaints = closing.use(saidOnce(io.err));
  const interception = closing.use(await equipment.interceptor(target).open(router));
  const booted = equipment.boot(target);
  closing.defer(() => booted.close?.());
  const stage: Booting = {
    experiment,
    router,
    clock,
    interception,
    target: booted,
    dependencies: dependencyTable(target.map, equipment.findProtocol),
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
    halted: () => false,
  };
  const live = openLive(stage, liveTrialOf(plan), new AbortController().signal);
  closing.defer(() => live.close());
  const { active } = live.activated;
  const inbox = telemetry.open(active.trial.id, {
    clock,
    startedAt: active.startedAt,
    spec: target.telemetry,
    journal: emit,
    // Alarms are an experiment's: nobody waits for one when the day is over.
    firstFault: () => undefined,
    most: mostLive,
  });
  let session: Session | undefined;
  // A server of ours must be there for its users even where nobody of ours asks it.
  if (plan.traffic || isServer(target.spec)) {
    session = await bootSession(stage, active);
    closing.defer(() => session?.close());
    if (session.restart) active.restartTarget = restarting(active, session.restart);
  } else io.out(variables(interception, plan));
  const all = closing.move();
  return {
    live,
    interception,
    clock: {
      now: () => clock.now() - active.startedAt,
      after: longTimer,
    },
    session() {
      if (session) return session;
      throw new TargetFailure("The target was not started.");
    },
    async telemetryOver() {
      if (telemetry.seen) await inbox.settle(new AbortController().signal);
      telemetry.close(active.trial.id);
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** What an agent of the user's own must be started with. */
function variables(interception: Interception, { target }: GamedayPlan): string {
  const given = Object.entries(
    handedTo(interception, target.map.dependencies, { trial: liveTrial, collecting: liveTrial }),
  );
  return `Start your agent with:\n${given.map(([name, value]) => `  export ${name}='${value}'\n`).join("")}\n`;
}
