/** `brownout/vitest`: experiments as Vitest tests. Importing it adds the matchers. */
import { expect, onTestFinished } from "vitest";
import { type ExperimentUnderTest, experiment as underTest } from "../as-tests/experiment.ts";
import { type Context, matchersFor, type ToHoldOptions } from "../as-tests/matchers.ts";
import type { ExperimentOptions } from "../as-tests/perform.ts";

export type { ExperimentUnderTest } from "../as-tests/experiment.ts";
export type { ToHoldOptions } from "../as-tests/matchers.ts";
export type { ExperimentOptions, Performed } from "../as-tests/perform.ts";

/** A file, folder, suite or glob, as `brownout run` takes it. */
export const experiment = (path: string, options?: ExperimentOptions): ExperimentUnderTest => underTest(path, options);

interface Asking extends Context {
  readonly task?: { readonly concurrent?: boolean | undefined };
}

export const { toHold, toFind } = matchersFor({
  makes: "experiment",
  endOfTest({ task }: Asking) {
    // Which of several tests at once is asking, Vitest does not say: it may be another that ends.
    if (task?.concurrent === true) return undefined;
    const stop = new AbortController();
    try {
      onTestFinished(() => stop.abort());
    } catch {
      // Asked outside of a test, as in a hook: the run ends with the process.
    }
    return stop.signal;
  },
});

expect.extend({ toHold, toFind });

declare module "vitest" {
  // The parameters are Vitest's own: both declarations of an interface must have the same.
  interface Matchers<R extends void | Promise<void>, T> {
    /** The experiment held or degraded. Wants `await`. */
    toHold(options?: ToHoldOptions): Promise<void>;
    /** The experiment shows this finding, by its code. Wants `await`. */
    toFind(code: string): Promise<void>;
  }
}
