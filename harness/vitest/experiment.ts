import { type ExperimentOptions, type Performed, perform } from "./perform.ts";

/** An experiment that matchers look at. Nothing runs before it is asked for, and what has run is not run again. */
export interface ExperimentUnderTest {
  readonly path: string;
  /** The run, as its report tells it. `signal` stops it. @throws {Error} if it could not run. */
  run(signal?: AbortSignal): Promise<Performed>;
}

const made = new WeakSet<object>();

/** A file, folder, suite or glob, as `brownout run` takes it. */
export function experiment(path: string, options: ExperimentOptions = {}): ExperimentUnderTest {
  let running: Promise<Performed> | undefined;
  const under: ExperimentUnderTest = {
    path,
    run(signal = new AbortController().signal) {
      running ??= perform(path, options, signal).catch((error: unknown) => {
        running = undefined;
        throw error;
      });
      return running;
    },
  };
  made.add(under);
  return under;
}

/** @throws {TypeError} for anything that `experiment` did not make */
export function experimentIn(value: unknown, matcher: string): ExperimentUnderTest {
  if (typeof value === "object" && value !== null && made.has(value)) return value as ExperimentUnderTest;
  const hint = value instanceof Promise ? " It was given a promise." : "";
  throw new TypeError(
    `expect(…).${matcher} wants what experiment("experiments/NAME.yaml") returns, not its run or its verdict.${hint}`,
  );
}
