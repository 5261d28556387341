import { renderComparison } from "../../../reports/documents/comparison.ts";
import type { RunReport } from "../../domain/judgement.ts";
import { TargetFailure } from "../../domain/ports.ts";
import { loadBundled } from "../bundled.ts";
import { demoIsHere } from "../demo-is-here.ts";
import { exitCodeOf, exitCodes } from "../exit-codes.ts";
import { signalOf } from "../io.ts";
import { pathForPeople } from "../path-for-people.ts";
import { performRun } from "../perform-run.ts";
import type { AddCommand } from "../program.ts";

const elsewhere =
  'The demo runs on the agents in the Brownout repository, which the npm package does not carry. Clone it and type "npm ci && npm run demo", or start your own project with "brownout init".';

const agents = ["fragile", "sturdy"] as const;

export const addDemo: AddCommand = (program, io, finish) => {
  program
    .command("demo", { hidden: !demoIsHere() })
    .description("the same experiments against a fragile and a sturdy support agent, side by side")
    .option("--all", "every shipped experiment instead of one or two for each of the five injections")
    .option("-o, --out <folder>", "where runs are kept", "reports/runs")
    .action((flags: { all?: boolean; out: string }) => finish(demo(flags)));

  async function demo(flags: { all?: boolean; out: string }): Promise<number> {
    if (!demoIsHere()) throw new TargetFailure(elsewhere);
    const reports: { agent: string; report: RunReport; folder: string }[] = [];
    for (const agent of agents) {
      const experiments = await loadBundled(agent, flags.all ? undefined : ["demo"]);
      const command = [
        "brownout",
        "run",
        "experiments",
        ...(flags.all ? [] : ["--tag", "demo"]),
        "--target",
        `fixtures/agents/${agent}/target.yaml`,
      ];
      io.err(`\n${agent} agent\n`);
      const { report, folder } = await performRun(
        experiments,
        { route: "in-process", concurrency: 8, out: flags.out, command },
        io,
      );
      if (report.ended !== "finished") return exitCodeOf(report, signalOf(io));
      reports.push({ agent, report, folder });
    }
    io.out(renderComparison(reports, { width: Math.min(io.columns, 140), colour: io.colour }));
    for (const { agent, folder } of reports)
      io.out(`${agent}: npm run brownout -- report ${pathForPeople(io, folder)}\n`);
    const sturdy = reports.find(({ agent }) => agent === "sturdy")?.report;
    return sturdy ? exitCodeOf(sturdy) : exitCodes.cannotRun;
  }
};
