import { resolve } from "node:path";
import { catalogue } from "../../judge/index.ts";
import { loadGameday } from "../../load/index.ts";
import { refuseApprovals } from "../gameday/refuse-approvals.ts";
import { refuseUnattended } from "../gameday/refuse-unattended.ts";
import { runGameday } from "../gameday/run-gameday.ts";
import { reportDay } from "../gameday/write-day.ts";
import type { AddCommand } from "../program.ts";
import { registry } from "../registry.ts";
import { newRun } from "../run/new-run.ts";
import { addGamedayExport } from "./gameday-export.ts";
import { addGamedayReport } from "./gameday-report.ts";
import { collect, portNumber } from "./options.ts";

interface Flags {
  readonly port?: number;
  readonly gatewayPort?: number;
  readonly unattended?: boolean;
  readonly blind?: boolean;
  readonly approve?: readonly string[];
  readonly out: string;
}

export const addGameday: AddCommand = (program, io, finish) => {
  const command = program
    .command("gameday")
    .description("lead a game day: an agent under load, faults by plan or by hand, and people at the controls")
    .argument("<plan>", "the plan of the game day, a YAML or JSON file")
    .option("-p, --port <n>", "port of the console on 127.0.0.1 (default: any that is free)", portNumber)
    .option("--gateway-port <n>", "port of the gateway on 127.0.0.1", portNumber)
    .option("--unattended", "without people: the phases follow each other, and a halt or an abort ends the day")
    .option("--blind", "observers do not see what is armed: whether they find out is part of the day")
    .option("--approve <name>", "somebody who has agreed, again for each", collect)
    .option("-o, --out <folder>", "where the journal is kept", "reports/runs")
    .addHelpText(
      "after",
      `
Examples:
  brownout gameday plan.yaml                     people lead, in the console that is printed
  brownout gameday plan.yaml --unattended        a rehearsal: the plan goes on by itself
  brownout gameday report latest                 the after-action report of the last day
  brownout gameday export latest                 its faults as experiments for the nightly
  brownout halt --reason "orders are failing"    all faults off, from anywhere on this machine

Exit codes: 0 steady all the time and every fault of the plan fired, one at least; 1 not steady at some time;
3 cannot tell; 4 halted or aborted, also if people went on afterwards; 5 the target could not be had or went away.`,
    )
    .action((path: string, flags: Flags) => finish(gameday(path, flags)));
  addGamedayReport(command, io, finish);
  addGamedayExport(command, io, finish);

  async function gameday(path: string, flags: Flags): Promise<number> {
    const plan = await loadGameday(path, registry, { cwd: io.cwd, findings: Object.keys(catalogue) });
    const approvedBy = flags.approve ?? [];
    refuseApprovals(plan, approvedBy);
    if (flags.unattended) refuseUnattended(plan, approvedBy);
    const run = newRun(resolve(io.cwd, flags.out));
    const options = {
      port: flags.port ?? 0,
      ...(flags.gatewayPort === undefined ? {} : { gatewayPort: flags.gatewayPort }),
      unattended: flags.unattended === true,
      blind: flags.blind === true,
      approvedBy,
      command: commandOf(path, flags),
    };
    const code = await runGameday(plan, run, options, io);
    await reportDay(run, io);
    return code;
  }
};

/** What leads such a day again. Ports and folders are those of one machine. */
const commandOf = (path: string, { unattended, blind, approve = [] }: Flags): readonly string[] => [
  "brownout",
  "gameday",
  path,
  ...(unattended ? ["--unattended"] : []),
  ...(blind ? ["--blind"] : []),
  ...approve.flatMap((name) => ["--approve", name]),
];
