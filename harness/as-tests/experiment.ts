import { type ExperimentOptions, type Performed, perform } from "./perform.ts";

/** An experiment that matchers look at. Nothing runs before it is asked for, and what has run is not run again. */
export interface ExperimentUnderTest {
  readonly path: string;
  /** The run, as its report tells it. `signal` stops it. @throws {Error} if it could not run. */
  run(signal?: AbortSignal): Promise<Performed>;
}

/** Whoever makes experiments for a test, and clears up after it. */
export interface Keeper {
  /** Stops what is under way. */
  readonly signal: AbortSignal;
  /** Told of each run as it begins. */
  onRun(run: Promise<Performed>): void;
}

const made = new WeakSet<object>();

/** A file, folder, suite or glob, as `brownout run` takes it. */
export function experiment(path: string, options: ExperimentOptions = {}, keeper?: Keeper): ExperimentUnderTest {
  let running: Promise<Performed> | undefined;
  const begin = (signal: AbortSignal): Promise<Performed> => {
    const run = perform(path, options, signal);
    keeper?.onRun(run);
    return run.catch((error: unknown) => {
      running = undefined;
      throw error;
    });
  };
  const under: ExperimentUnderTest = {
    path,
    run(given) {
      const signals = [given, keeper?.signal].filter((one) => one !== undefined);
      const signal = AbortSignal.any(signals);
      running ??= begin(signal);
      return running;
    },
  };
  made.add(under);
  return under;
}

/** @throws {TypeError} for anything that `experiment` did not make. `makes`: how a test gets one. */
export function experimentIn(value: unknown, matcher: string, makes: string): ExperimentUnderTest {
  if (typeof value === "object" && value !== null && made.has(value)) return value as ExperimentUnderTest;
  const hint = value instanceof Promise ? " It was given a promise." : "";
  throw new TypeError(
    `expect(…).${matcher} wants what ${makes}("experiments/NAME.yaml") returns, not its run or its verdict.${hint}`,
  );
}
