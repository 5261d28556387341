import { Command, CommanderError } from "commander";
import { InvalidInput } from "../domain/diagnostic.ts";
import { TargetFailure } from "../domain/ports.ts";
import { NoSuchRun } from "../store/index.ts";
import { agentsOutputAside } from "./agents-output.ts";
import { demoIsHere } from "./demo-is-here.ts";
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

/** In the order of use, which is the order of the help. Each is loaded when it is wanted: all together take longer to load than most take to run. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  init: async () => (await import("./commands/init.ts")).addInit,
  validate: async () => (await import("./commands/validate.ts")).addValidate,
  doctor: async () => (await import("./commands/doctor.ts")).addDoctor,
  plan: async () => (await import("./commands/plan.ts")).addPlan,
  run: async () => (await import("./commands/run.ts")).addRun,
  merge: async () => (await import("./commands/merge.ts")).addMerge,
  gate: async () => (await import("./commands/gate.ts")).addGate,
  baseline: async () => (await import("./commands/baseline.ts")).addBaseline,
  report: async () => (await import("./commands/report.ts")).addReport,
  history: async () => (await import("./commands/history.ts")).addHistory,
  prune: async () => (await import("./commands/prune.ts")).addPrune,
  explain: async () => (await import("./commands/explain.ts")).addExplain,
  judge: async () => (await import("./commands/judge.ts")).addJudge,
  list: async () => (await import("./commands/list.ts")).addList,
  coverage: async () => (await import("./commands/coverage.ts")).addCoverage,
  gateway: async () => (await import("./commands/gateway.ts")).addGateway,
  gameday: async () => (await import("./commands/gameday.ts")).addGameday,
  halt: async () => (await import("./commands/halt.ts")).addHalt,
  mcp: async () => (await import("./commands/mcp.ts")).addMcp,
  schema: async () => (await import("./commands/schema.ts")).addSchema,
  demo: async () => (await import("./commands/demo.ts")).addDemo,
};

/** The one that is asked for; all of them where help may be wanted, or an answer to what is no command. */
const wanted = (first: string | undefined): Promise<readonly AddCommand[]> => {
  const known = first !== undefined && Object.hasOwn(commands, first) ? commands[first] : undefined;
  return Promise.all((known === undefined ? Object.values(commands) : [known]).map((load) => load()));
};

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
  for (const add of await wanted(argv[0])) {
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
