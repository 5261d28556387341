import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Argument } from "commander";
import { reportJsonSchema } from "../../../reports/documents/json.ts";
import { experimentJsonSchema } from "../../load/index.ts";
import { exitCodes } from "../exit-codes.ts";
import type { AddCommand } from "../program.ts";
import { registry } from "../registry.ts";

const schemas = { experiments: () => experimentJsonSchema(registry), report: reportJsonSchema };
type Name = keyof typeof schemas;

export const addSchema: AddCommand = (program, io, finish) => {
  program
    .command("schema")
    .description("print the JSON Schema of experiments, suites and game days, for editors; or that of reports")
    .addArgument(new Argument("[of]", "of what").choices(Object.keys(schemas)).default("experiments"))
    .option("-w, --write <file>", "write it to a file")
    .option("--check <file>", "fail if the file is not up to date")
    .action((of: Name, flags: { write?: string; check?: string }) => finish(schema(of, flags)));

  async function schema(of: Name, flags: { write?: string; check?: string }): Promise<number> {
    const text = `${JSON.stringify(schemas[of](), null, 2)}\n`;
    if (flags.check !== undefined) {
      if (readFileSync(resolve(io.cwd, flags.check), "utf8") === text) return exitCodes.held;
      const name = of === "experiments" ? "" : ` ${of}`;
      io.err(`${flags.check} is out of date. Run: brownout schema${name} --write ${flags.check}\n`);
      return exitCodes.broken;
    }
    if (flags.write === undefined) io.out(text);
    else writeFileSync(resolve(io.cwd, flags.write), text);
    return exitCodes.held;
  }
};
