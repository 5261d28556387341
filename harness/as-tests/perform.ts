import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type TestedRun, testedRun } from "./report.ts";
import { tell } from "./words.ts";

export interface ExperimentOptions {
  /** A target file instead of the experiment's own; several are each asked. */
  readonly target?: string | readonly string[];
  readonly repeats?: number;
  readonly seed?: string | number;
  /** Trials at once. */
  readonly concurrency?: number;
  /** Intercept through the gateway, on real time, instead of in process. */
  readonly gateway?: boolean;
  /** What paths are relative to; the folder that the tests run in (Playwright: that of its configuration) unless given. */
  readonly cwd?: string;
  /** Where runs are kept; reports/runs unless given. */
  readonly out?: string;
  /** Variables of the environment, beside those of the test's process. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Performed extends TestedRun {
  /** Where its journal and reports lie, relative to `cwd`. */
  readonly folder: string;
}

/** Runs where the package is built, and from its sources as well. */
const program = fileURLToPath(new URL(import.meta.url.endsWith(".ts") ? "../main.ts" : "../main.js", import.meta.url));
/** What the process says where nothing of the run could be run: there is a report, and it shows nothing. */
const cannotRun = 5;
const usualFolder = "reports/runs";

/**
 * `brownout run` in a process of its own: a run patches fetch and timers, which are the test's here.
 * @throws {Error} with what the command said if it could not run; if the signal stopped it.
 */
export async function perform(path: string, options: ExperimentOptions, signal: AbortSignal): Promise<Performed> {
  const { out = usualFolder, cwd = process.cwd(), env = {} } = options;
  const child = spawn(process.execPath, [program, "run", ...argumentsOf(options), "--", path], {
    cwd,
    // Runners force colours upon their workers, and Node warns of both at once.
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = (): void => void child.kill("SIGTERM");
  signal.addEventListener("abort", stop);
  process.once("exit", stop);
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (part: string) => {
      text[name] += part;
    });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
      if (signal.aborted) stop();
    });
    if (signal.aborted) throw new Error(`The run of ${path} was stopped, since its test has ended.`);
    const run = text.stdout === "" ? undefined : testedRun.parse(JSON.parse(text.stdout));
    if (run === undefined) throw new Error(`Cannot run ${path} (exit code ${code}).\n${text.stderr.trimEnd()}`);
    if (code === cannotRun)
      throw new Error(
        `Cannot run ${path} (exit code ${code}).\n${tell({ ...run, folder: join(out, run.run) }, run.experiments)}`,
      );
    return { ...run, folder: join(out, run.run) };
  } finally {
    signal.removeEventListener("abort", stop);
    process.removeListener("exit", stop);
  }
}

/** Runs of tests are no nights: they stay out of the history. */
function argumentsOf({ target = [], repeats, seed, concurrency, gateway, out }: ExperimentOptions): string[] {
  const option = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`--${name}=${value}`];
  return [
    "--format=json",
    "--quiet",
    "--no-history",
    ...[target].flat().flatMap((file) => option("target", file)),
    ...option("repeats", repeats),
    ...option("seed", seed),
    ...option("concurrency", concurrency),
    ...option("out", out),
    ...(gateway === true ? ["--gateway"] : []),
  ];
}
