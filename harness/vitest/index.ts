/** `brownout/vitest`: experiments as Vitest tests. Importing it adds the matchers. */
import { expect } from "vitest";
import { type ToHoldOptions, toFind, toHold } from "./matchers.ts";

export { type ExperimentUnderTest, experiment } from "./experiment.ts";
export { type ToHoldOptions, toFind, toHold } from "./matchers.ts";
export type { ExperimentOptions, Performed } from "./perform.ts";

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
