import { type ExperimentOptions, type Performed, perform } from "./perform.ts";

/** An experiment that matchers look at. Nothing runs before it is asked for, and what has run is not run again. */
export interface ExperimentUnderTest {
  readonly path: string;
  /** The run, as its report tells it. `signal`: whoever asks wants it no longer. It is stopped when nobody does. @throws {Error} if it could not run. */
  run(signal?: AbortSignal): Promise<Performed>;
}

/** Whoever makes experiments for a test, and clears up after it. */
export interface Keeper {
  /** Stops what is under way. */
  readonly signal: AbortSignal;
  /** Told of each run as it begins. */
  onRun(run: Promise<Performed>): void;
}

/** One run for all who ask for it. */
interface SharedRun {
  readonly run: Promise<Performed>;
  askedBy(signal: AbortSignal | undefined): void;
}

const made = new WeakSet<object>();

/** A file, folder, suite or glob, as `brownout run` takes it. */
export function experiment(path: string, options: ExperimentOptions = {}, keeper?: Keeper): ExperimentUnderTest {
  let running: SharedRun | undefined;
  const begin = (): SharedRun => {
    const stop = new AbortController();
    const run = perform(path, options, AbortSignal.any([stop.signal, ...(keeper ? [keeper.signal] : [])]));
    keeper?.onRun(run);
    let wanted = 0;
    let performed = false;
    const forget = (): void => {
      if (running === shared) running = undefined;
    };
    const leave = (): void => {
      wanted -= 1;
      if (wanted > 0 || performed) return;
      forget(); // at once: whoever asks while it is being stopped begins another
      stop.abort();
    };
    const shared: SharedRun = {
      run: run.then(
        (result) => {
          performed = true;
          return result;
        },
        (error: unknown) => {
          forget();
          throw error;
        },
      ),
      askedBy(signal) {
        wanted += 1;
        if (signal?.aborted) leave();
        else signal?.addEventListener("abort", leave, { once: true });
      },
    };
    return shared;
  };
  const under: ExperimentUnderTest = {
    path,
    run(signal) {
      running ??= begin();
      const { run, askedBy } = running;
      askedBy(signal);
      return run;
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
