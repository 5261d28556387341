import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { experimentJsonSchema } from "../../load/index.ts";
import { exitCodes } from "../exit-codes.ts";
import type { AddCommand } from "../program.ts";
import { registry } from "../registry.ts";

export const addSchema: AddCommand = (program, io, finish) => {
  program
    .command("schema")
    .description("print the JSON Schema of experiments, suites and game days, for editors")
    .option("-w, --write <file>", "write it to a file")
    .option("--check <file>", "fail if the file is not up to date")
    .action((flags: { write?: string; check?: string }) => finish(schema(flags)));

  async function schema(flags: { write?: string; check?: string }): Promise<number> {
    const text = `${JSON.stringify(experimentJsonSchema(registry), null, 2)}\n`;
    if (flags.check !== undefined) {
      if (readFileSync(resolve(io.cwd, flags.check), "utf8") === text) return exitCodes.held;
      io.err(`${flags.check} is out of date. Run: brownout schema --write ${flags.check}\n`);
      return exitCodes.broken;
    }
    if (flags.write === undefined) io.out(text);
    else writeFileSync(resolve(io.cwd, flags.write), text);
    return exitCodes.held;
  }
};
