import { Command, CommanderError } from "commander";
import { addHalt } from "./commands/halt.ts";
import { exitCodes } from "./exit-codes.ts";
import { withGlobalOptions } from "./global-options.ts";
import { processIo } from "./process-io.ts";

/** `brownout halt` by itself: nobody who wants faults off waits for all that the other commands load. */
export async function quickHalt(argv: readonly string[]): Promise<number> {
  const io = processIo(argv);
  let code: number = exitCodes.held;
  const program = withGlobalOptions(new Command("brownout"))
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err });
  addHalt(program, io, async (running) => {
    code = await running;
  });
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.held : exitCodes.invalid;
    io.err(`brownout: ${error instanceof Error ? error.message : String(error)}\n`);
    return exitCodes.cannotRun;
  }
}
