import type { Command } from "commander";

/** What every command takes, wherever it stands. `brownout halt` has no other program than its own, and must not refuse them. */
export const withGlobalOptions = (program: Command): Command =>
  program
    .option("--debug", "show stack traces of errors")
    .option("--no-color", "plain text (NO_COLOR is respected too)");
