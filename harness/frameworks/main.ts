/**
 * Asks the experiments of experiments/frameworks of every framework, those that are installed for this alone included.
 *
 *     npm run frameworks [-- --write] [--concurrency AGENTS] [--repeats N]
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sideBySideLines } from "../../reports/documents/side-by-side-table.ts";
import { exitCodes } from "../cli/exit-codes.ts";
import { signalOf } from "../cli/io.ts";
import { pathForPeople } from "../cli/path-for-people.ts";
import { performRun } from "../cli/perform-run.ts";
import { processIo } from "../cli/process-io.ts";
import { registry } from "../cli/registry.ts";
import type { RunReport } from "../domain/judgement.ts";
import { loadExperiments } from "../load/index.ts";
import { installMore, moreFolder, moreTargets, versionsIn } from "./more.ts";
import { frameworksPage } from "./page.ts";

const root = join(import.meta.dirname, "..", "..");
const { values } = parseArgs({
  options: {
    write: { type: "boolean", default: false },
    concurrency: { type: "string", default: "3" },
    repeats: { type: "string" },
  },
});

const whole = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number from 1.`);
  return value;
};

/** True if every agent was right without faults and every fault was met, so that the table says something. */
async function run(): Promise<boolean> {
  const atOnce = whole("concurrency", values.concurrency);
  const repeats = values.repeats === undefined ? undefined : whole("repeats", values.repeats);
  installMore(root);
  const io = { ...processIo(process.argv), cwd: root };
  const load = (target?: readonly string[]) =>
    loadExperiments([join("experiments", "frameworks")], registry, { cwd: root, overrides: { target, repeats } });
  const core = [...new Set((await load()).map(({ target }) => target.file))];
  const experiments = await load([...core, ...moreTargets(root)]);
  // A run of its own for each agent: waiting for one's retries must not hold up the others.
  const waiting = [...Map.groupBy(experiments, ({ target }) => target.file).values()];
  const reports: RunReport[] = [];
  const work = async (): Promise<void> => {
    for (let own = waiting.shift(); own !== undefined && !io.signal.aborted; own = waiting.shift()) {
      const options = { route: "gateway", concurrency: 2, out: join("reports", "runs"), quiet: true } as const;
      const { report, folder } = await performRun(own, { ...options, command: ["npm", "run", "frameworks"] }, io);
      reports.push(report);
      io.err(`${own[0]?.target.name}: ${pathForPeople(io, folder)}\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const order = new Map(experiments.map(({ id }, index) => [id, index]));
  const results = reports
    .flatMap((report) => report.experiments)
    .sort((a, b) => (order.get(a.experiment.id) ?? 0) - (order.get(b.experiment.id) ?? 0));
  const style = { width: Math.min(io.columns, 140), colour: io.colour };
  io.out(`${sideBySideLines({ experiments: results }, style).join("\n")}\n`);
  if (signalOf(io) !== undefined) return false;
  if (values.write) {
    const folders = [join("fixtures", "frameworks"), moreFolder].map((folder) => join(root, folder));
    const versions = [...new Set(folders.flatMap(versionsIn))];
    const page = frameworksPage(results, { date: new Date().toISOString().slice(0, 10), versions });
    writeFileSync(join(root, "docs", "frameworks.md"), page);
  }
  return results.every(
    ({ outcomes: { control }, trials: { planned, finished, exposed } }) =>
      finished === planned && exposed === planned / 2 && control.correct === planned / 2,
  );
}

process.exitCode = exitCodes.broken;
if (await run()) process.exitCode = exitCodes.held;
