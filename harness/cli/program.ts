import { Command, CommanderError } from "commander";
import { InvalidInput } from "../domain/diagnostic.ts";
import { TargetFailure } from "../domain/ports.ts";
import { NoSuchRun } from "../store/index.ts";
import { agentsOutputAside } from "./agents-output.ts";
import { addBaseline } from "./commands/baseline.ts";
import { addCoverage } from "./commands/coverage.ts";
import { addDemo, demoIsHere } from "./commands/demo.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addExplain } from "./commands/explain.ts";
import { addGameday } from "./commands/gameday.ts";
import { addGate } from "./commands/gate.ts";
import { addGateway } from "./commands/gateway.ts";
import { addHalt } from "./commands/halt.ts";
import { addHistory } from "./commands/history.ts";
import { addInit } from "./commands/init.ts";
import { addJudge } from "./commands/judge.ts";
import { addList } from "./commands/list.ts";
import { addMcp } from "./commands/mcp.ts";
import { addMerge } from "./commands/merge.ts";
import { addPlan } from "./commands/plan.ts";
import { addPrune } from "./commands/prune.ts";
import { addReport } from "./commands/report.ts";
import { addRun } from "./commands/run.ts";
import { addSchema } from "./commands/schema.ts";
import { addValidate } from "./commands/validate.ts";
import { exitCodes } from "./exit-codes.ts";
import { withGlobalOptions } from "./global-options.ts";
import type { Io } from "./io.ts";
import { processIo } from "./process-io.ts";
import { brownoutVersion } from "./version.ts";

/** A command returns the exit code. */
export type AddCommand = (program: Command, io: Io, finish: (code: Promise<number>) => Promise<void>) => void;

/** Where the bundled agents are: in a user's own project there is no demo to see. */
const demoExample = demoIsHere()
  ? "\n  brownout demo                                   two bundled agents under the five injections"
  : "";

/** In the order of use, which is the order of the help. */
const adders: readonly AddCommand[] = [
  addInit,
  addValidate,
  addDoctor,
  addPlan,
  addRun,
  addMerge,
  addGate,
  addBaseline,
  addReport,
  addHistory,
  addPrune,
  addExplain,
  addJudge,
  addList,
  addCoverage,
  addGateway,
  addGameday,
  addHalt,
  addMcp,
  addSchema,
  addDemo,
];

/** argv → exit code. Prints; never throws. */
export async function main(argv: readonly string[], io: Io = processIo(argv)): Promise<number> {
  const debug = argv.includes("--debug");
  let code: number = exitCodes.held;
  const program = new Command("brownout")
    .description("Chaos and fault-injection harness for AI agents: exact faults, honest verdicts.")
    .version(brownoutVersion(), "-v, --version")
    .showHelpAfterError("(brownout --help shows all commands)")
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride()
    .addHelpText(
      "after",
      `
Examples:
  brownout init                                   scaffold target, system map, tasks and three experiments here
  brownout validate experiments                   say all that is wrong in a folder, without running anything
  brownout doctor                                 try the target without faults: does it start, who calls whom
  brownout run experiments                        run every experiment below a folder
  brownout run slow.yaml --only slow/order-3/2    one trial again, with its control twin
  brownout gate                                   run the gate suite, and pass or block by gate.yaml
  brownout explain latest 1                       the first finding of the last report, traced to its events
  brownout report latest --format markdown        the last run again, in another form${demoExample}

Exit codes: 0 held, 1 broken, 2 invalid experiment or usage, 3 inconclusive, 4 aborted,
5 the target or the harness could not run, 130/143 interrupted.`,
    );
  withGlobalOptions(program);
  using aside = new DisposableStack();
  program.hook("preAction", (_program, command) => {
    // All but this one may import what users wrote, and this one hands a server's own words on.
    if (command.name() !== "mcp") aside.use(agentsOutputAside());
  });
  for (const add of adders) {
    add(program, io, async (running) => {
      code = await running;
    });
  }
  try {
    if (argv.length === 0) {
      program.outputHelp();
      return exitCodes.held;
    }
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.held : exitCodes.invalid;
    io.err(`${explain(error, debug)}\n`);
    return error instanceof InvalidInput || error instanceof NoSuchRun ? exitCodes.invalid : exitCodes.cannotRun;
  }
}

function explain(error: unknown, debug: boolean): string {
  if (debug && error instanceof Error) return error.stack ?? error.message;
  if (error instanceof InvalidInput || error instanceof NoSuchRun || error instanceof TargetFailure)
    return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `brownout: ${message}\n(--debug shows where this came from)`;
}
