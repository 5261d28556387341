import { cleanLine } from "../../../reports/text/clean.ts";
import { openConsole } from "../../console/index.ts";
import type { RunEvent } from "../../domain/events.ts";
import type { GamedayPlan } from "../../domain/gameday.ts";
import { type Conductor, conduct, type DayEnd } from "../../gameday/index.ts";
import { lockRun, type RunFolder } from "../../store/index.ts";
import { agentsNoiseOnce } from "../agents-noise.ts";
import { exitCodes } from "../exit-codes.ts";
import { type Io, signalOf } from "../io.ts";
import { findFault } from "../registry.ts";
import { openRunJournal } from "../run/run-journal.ts";
import { runStarted } from "../run-started.ts";
import { watchForHalt, writeControl } from "./control-file.ts";
import { experimentOf, toldOf } from "./experiment-of.ts";
import { finishedDay } from "./how-it-ended.ts";
import { openLiveStage } from "./live-stage.ts";
import { momentLine } from "./moment-line.ts";
import { openTraffic } from "./traffic.ts";
import { watchTarget } from "./watch-target.ts";

export interface GamedayOptions {
  /** Of the console; 0 = any that is free. */
  readonly port: number;
  readonly gatewayPort?: number;
  readonly unattended: boolean;
  /** Observers do not see what is armed. */
  readonly blind: boolean;
  readonly approvedBy: readonly string[];
  readonly command: readonly string[];
}

/** A game day from its opening to its end. The exit code. @throws {TargetFailure} if the target or the gateway cannot be had. */
export async function runGameday(
  plan: GamedayPlan,
  { id, folder }: RunFolder,
  options: GamedayOptions,
  io: Io,
): Promise<number> {
  using _alone = lockRun(folder);
  using _noise = agentsNoiseOnce();
  await using closing = new AsyncDisposableStack();
  const experiment = experimentOf(plan);
  let onEvent = (_event: RunEvent): void => undefined;
  const journal = openRunJournal(folder, { onEvent: (event) => onEvent(event) });
  closing.defer(() => journal.close());
  const { emit } = journal;
  emit(runStarted(id, { route: "gateway", command: options.command, trials: 1 }));
  emit({ type: "experiment", experiment, planned: 1, gameday: toldOf(plan, !options.unattended) });
  let end: DayEnd | undefined;
  let opened = false;
  let openedAt = 0;
  try {
    const over = Promise.withResolvers<void>();
    await using stage = await openLiveStage(plan, experiment, options.gatewayPort, emit, io);
    const { live, clock } = stage;
    const day: Conductor = conduct({
      run: id,
      plan,
      clock,
      faults: live,
      attended: !options.unattended,
      approvedBy: options.approvedBy,
      journal: (event) => {
        emit(event);
        if (event.moment.what === "opened") openedAt = event.t;
        io.out(momentLine(event, openedAt));
      },
      closed: (ended) => {
        end = ended;
        over.resolve();
      },
    });
    await using ending = new AsyncDisposableStack();
    const stop = new AbortController();
    const traffic =
      plan.traffic &&
      openTraffic({
        traffic: plan.traffic,
        experiment,
        stage,
        live: () => live,
        session: stage.session,
        now: clock.now,
        asked: day.measure.asked,
        answered: day.measure.answered,
        over: day.measure.over,
      });
    onEvent = (event) => {
      day.measure.onEvent(event);
      traffic?.onEvent(event);
    };
    const console = ending.use(
      await openConsole(day, { port: options.port, blind: options.blind, warn: (words) => io.err(`${words}\n`) }),
    );
    ending.use(
      writeControl(folder, {
        pid: process.pid,
        url: console.origin,
        token: console.tokens.operator,
      }),
    );
    ending.use(watchForHalt(folder, day.halt));
    const restarts = (): boolean => day.state().armed.some(({ fault }) => findFault(fault)?.needsProcess === true);
    ending.use(watchTarget(plan.target, day.targetGone, restarts));
    const interrupted = (): void =>
      day.close("interrupted", `Ended from the terminal (${signalOf(io) ?? "interrupted"}).`);
    const broken = (): void => day.close("failed", "The journal cannot be written.");
    io.signal.addEventListener("abort", interrupted, { once: true });
    journal.broken.addEventListener("abort", broken, { once: true });
    io.out(heading(plan, folder, console));
    day.open();
    opened = true;
    if (io.signal.aborted) interrupted();
    if (journal.broken.aborted) broken();
    const asking = traffic?.run(stop.signal);
    await over.promise;
    stop.abort();
    live.close();
    await asking;
    await stage.telemetryOver();
    if (traffic && traffic.left > 0)
      io.err(`${traffic.left} tasks were left out: too many others were under way. Ask for less a second.\n`);
    emit({ type: "trial-ended", trial: live.activated.active.trial.id, t: clock.now(), digest: "live" });
  } finally {
    emit({ type: "run-ended", ...endingOf(end, opened) });
  }
  journal.broken.throwIfAborted();
  return exitCodeOf(end, plan, io);
}

function heading(
  plan: GamedayPlan,
  folder: string,
  console: { readonly url: string; readonly observerUrl: string },
): string {
  const lines = [
    `Game day: ${cleanLine(plan.title)}`,
    `  journal    ${folder}`,
    `  console    ${console.url}`,
    `  observers  ${console.observerUrl}`,
    "  stop all   brownout halt, or Ctrl-C to end the day",
  ];
  return `${lines.join("\n")}\n\n`;
}

const endingOf = (end: DayEnd | undefined, opened: boolean): Omit<Extract<RunEvent, { type: "run-ended" }>, "type"> => {
  const why = end?.why ?? "failed";
  const reason =
    why === "finished" || why === "interrupted" ? why : why === "aborted" || why === "halted" ? "aborted" : "failed";
  return { reason, detail: end?.words ?? (opened ? "cut off" : "could not begin") };
};

function exitCodeOf(end: DayEnd | undefined, plan: GamedayPlan, io: Io): number {
  switch (end?.why) {
    case "finished": {
      const { code, lines } = finishedDay(end, plan);
      if (lines.length > 0) io.out(`\n${lines.map((line) => `${indented(line)}\n`).join("")}`);
      return code;
    }
    case "aborted":
    case "halted":
      return exitCodes.aborted;
    case "interrupted":
      return signalOf(io) === "SIGTERM" ? exitCodes.terminated : exitCodes.interrupted;
    default:
      return exitCodes.cannotRun;
  }
}

/** Names of faults and bounds are somebody's own words. */
const indented = (line: string): string => `${line.startsWith("  ") ? "  " : ""}${cleanLine(line)}`;
