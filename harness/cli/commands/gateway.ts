import { Option } from "commander";
import { loadExperiments } from "../../load/index.ts";
import { exitCodes } from "../exit-codes.ts";
import type { AddCommand } from "../program.ts";
import { registry } from "../registry.ts";
import { serveGateway } from "../serve-gateway.ts";
import { portNumber, span } from "./options.ts";

interface Flags {
  readonly port: number;
  readonly for: number;
  readonly calm?: boolean;
  readonly task?: string;
  readonly out: string;
  readonly haltFile?: string;
}

export const addGateway: AddCommand = (program, io, finish) => {
  program
    .command("gateway")
    .description("stand alone between your own agent and what it depends on, with an experiment's faults armed")
    .argument("<experiment>", "the experiment whose system map, mocks and method are used")
    .option("-p, --port <n>", "port on 127.0.0.1", portNumber, 4242)
    .addOption(
      new Option("--for <duration>", "how long faults may fire, such as 30m: after that the gateway only passes on")
        .argParser(span)
        .default(3_600_000, "1h"),
    )
    .option("--calm", "no faults: the control arm")
    .option("--task <id>", "the task that a scripted brain solves (default: the experiment's first)")
    .option("-o, --out <folder>", "where the journal is kept", "reports/runs")
    .option("--halt-file <file>", "no fault fires while this file exists")
    .addHelpText(
      "after",
      "\nExample:\n  brownout gateway experiments/insufficient-capacity/model-throttled.yaml --port 4242\n  then start your agent with the variables that are printed; Ctrl-C ends it.",
    )
    .action((path: string, flags: Flags) => finish(gateway(path, flags)));

  async function gateway(path: string, flags: Flags): Promise<number> {
    const [experiment, ...others] = await loadExperiments([path], registry, { cwd: io.cwd });
    if (!experiment) return exitCodes.invalid;
    if (others.length > 0) {
      const files = [experiment, ...others].map(({ file }) => file);
      return program.error(
        `error: the gateway stands for one experiment, and ${path} holds ${files.length}: ${files.join(", ")}.`,
      );
    }
    await serveGateway(experiment, flags, io);
    return exitCodes.held;
  }
};
