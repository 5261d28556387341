import { resolve } from "node:path";
import { counted } from "../../../reports/text/figures.ts";
import type { Baseline } from "../../domain/baseline.ts";
import { InvalidInput } from "../../domain/diagnostic.ts";
import type { RunReport } from "../../domain/judgement.ts";
import { probes } from "../../probes/index.ts";
import { baselineOf } from "../../score/index.ts";
import { usualBaseline, writeBaseline } from "../../store/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { analysePairs } from "../gate.ts";
import { pathForPeople } from "../path-for-people.ts";
import type { AddCommand } from "../program.ts";
import { runOfExperiments } from "../run-of-experiments.ts";

interface Flags {
  readonly file: string;
  readonly out: string;
}

export const addBaseline: AddCommand = (program, io, finish) => {
  const baseline = program.command("baseline").description("accept a run as what later gates compare with");
  baseline
    .command("accept")
    .description("write the scorecard of a run to a small file that is committed and reviewed")
    .argument("[run]", "run id, folder, journal file, or latest", "latest")
    .option("-b, --file <file>", "where it is written", usualBaseline)
    .option("-o, --out <folder>", "where runs are kept", "reports/runs")
    .addHelpText(
      "after",
      `
The policy of a gate names the file: baseline: { file: ${usualBaseline}, findings: { new: 0 } }
Example:
  brownout baseline accept latest && git diff reports/baselines`,
    )
    .action((run: string, flags: Flags) => finish(accept(run, flags)));

  async function accept(run: string, flags: Flags): Promise<number> {
    const { journal } = await runOfExperiments(run, resolve(io.cwd, flags.out));
    const { report, figures } = await analysePairs(journal);
    refusePartial(report);
    const accepted = baselineOf(report, figures, probes);
    const file = resolve(io.cwd, flags.file);
    writeBaseline(accepted, file);
    io.out(
      `${summary(accepted)}\nWritten to ${pathForPeople(io, file)}: commit it when you agree with what it says.\n`,
    );
    return exitCodes.held;
  }
};

/** What is missing from a run would later look as if it had got better, or be new. */
function refusePartial({ run, ended, experiments, shard, only, narrowed }: RunReport): void {
  const lacking = experiments.filter(({ trials }) => trials.finished < trials.planned || trials.exposed === 0);
  const why =
    ended !== "finished"
      ? `it is ${ended === "cut" ? "cut off, or still going on" : ended}`
      : shard !== undefined
        ? `it is shard ${shard.index} of ${shard.of} alone`
        : only !== undefined
          ? `it ran only ${only}`
          : narrowed !== undefined
            ? `it ran ${narrowed.experiments} of ${narrowed.of} experiments, those that a change concerns`
            : experiments.length === 0
              ? "it has no experiment"
              : lacking.length > 0
                ? `${lacking[0]?.experiment.id} is not whole: trials are missing, or its fault met nothing`
                : undefined;
  if (why === undefined) return;
  throw new InvalidInput([
    { file: run, message: `Cannot accept this run as a baseline: ${why}. Run it again to its end.` },
  ]);
}

/** What is taken as known from now on. */
function summary({ experiments, run }: Baseline): string {
  const all = Object.values(experiments);
  const findings = all.flatMap(({ findings: each }) => Object.values(each)).filter(({ symptom }) => symptom !== true);
  const verdicts = [...Map.groupBy(all, ({ verdict }) => verdict)].map(
    ([verdict, those]) => `${those.length} ${verdict}`,
  );
  const known = findings.length === 0 ? "no finding" : `${counted(findings.length, "finding")}, known from now on`;
  return `Run ${run}: ${counted(all.length, "experiment")} (${verdicts.join(", ")}), ${known}.`;
}
