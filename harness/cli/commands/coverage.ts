import { renderCoverage } from "../../../reports/documents/coverage.ts";
import { loadExperiments } from "../../load/index.ts";
import { exitCodes } from "../exit-codes.ts";
import type { AddCommand } from "../program.ts";
import { registry } from "../registry.ts";

export const addCoverage: AddCommand = (program, io, finish) => {
  program
    .command("coverage")
    .description("the grid of risk dimensions and failure modes: what has been asked, and what not")
    .argument("[paths...]", "experiment or suite files, folders or globs", ["experiments"])
    .action((paths: string[]) => finish(coverage(paths)));

  async function coverage(paths: string[]): Promise<number> {
    const experiments = await loadExperiments(paths, registry, { cwd: io.cwd });
    io.out(renderCoverage(experiments));
    return exitCodes.held;
  }
};
