import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { TestInfo } from "playwright/test";
import { type ExperimentUnderTest, experiment } from "../as-tests/experiment.ts";
import type { ExperimentOptions, Performed } from "../as-tests/perform.ts";

/** Runs are kept with what else a test leaves. Paths are relative to the folder of playwright.config.ts. */
export type KeptOptions = Omit<ExperimentOptions, "out">;

/** A file, folder, suite or glob, as `brownout run` takes it. */
export type MakeExperiment = (path: string, options?: KeptOptions) => ExperimentUnderTest;

interface KeptRuns {
  readonly experiment: MakeExperiment;
  /** Stops what is still under way, and attaches the reports. */
  end(): Promise<void>;
}

/** The runs of one test: below its output folder, and stopped when it ends. */
export function keepRuns(defaults: KeptOptions, info: TestInfo): KeptRuns {
  const stop = new AbortController();
  const runs: { readonly path: string; readonly run: Promise<Performed> }[] = [];
  const folder = info.outputPath("brownout");
  const { configFile } = info.config;
  const usualCwd = configFile === undefined ? process.cwd() : dirname(configFile);
  return {
    experiment(path, options) {
      const asked = { ...defaults, ...options, cwd: resolve(usualCwd, options?.cwd ?? defaults.cwd ?? ".") };
      const onRun = (run: Promise<Performed>): void => void runs.push({ path, run });
      // Told as people would type it.
      const out = relative(asked.cwd, folder);
      return experiment(path, { ...asked, out }, { signal: stop.signal, onRun });
    },
    async end() {
      stop.abort();
      const names = new Map<string, string>();
      for (const { path, run } of runs) {
        const [ended] = await Promise.allSettled([run]);
        if (ended.status === "fulfilled") names.set(basename(ended.value.folder), path);
      }
      // A run that was stopped has a report as well, of how far it came.
      for (const run of existsSync(folder) ? readdirSync(folder).sort() : []) {
        const report = join(folder, run, "report.html");
        if (!existsSync(report)) continue;
        const name = names.get(run) ?? "brownout: a run that was cut off";
        await info.attach(name, { path: report, contentType: "text/html" });
      }
    },
  };
}
