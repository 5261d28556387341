/** `brownout/playwright`: experiments as Playwright tests. `@playwright/test` is the same module as `playwright/test`. */
import { expect as plainExpect, test as plainTest } from "playwright/test";
import { matchersFor } from "../as-tests/matchers.ts";
import { type KeptOptions, keepRuns, type MakeExperiment } from "./keep-runs.ts";

export type { ExperimentUnderTest } from "../as-tests/experiment.ts";
export type { ToHoldOptions } from "../as-tests/matchers.ts";
export type { Performed } from "../as-tests/perform.ts";
export type { KeptOptions as ExperimentOptions, MakeExperiment } from "./keep-runs.ts";

/** For `use` in playwright.config.ts, or `test.use`. */
export interface BrownoutOptions {
  /** What experiments of these tests are run with, unless they say otherwise. */
  readonly brownoutOptions: KeptOptions;
}

export interface BrownoutFixtures {
  /** An experiment of this test: `brownout("experiments/stale.yaml", { repeats: 20 })`. */
  readonly brownout: MakeExperiment;
}

/** Playwright's `test`, with experiments. What a test has begun ends with it, be it by its time limit. */
export const test = plainTest.extend<BrownoutFixtures & BrownoutOptions>({
  brownoutOptions: [{}, { option: true }],
  brownout: async ({ brownoutOptions }, use, info) => {
    const kept = keepRuns(brownoutOptions, info);
    await use(kept.experiment);
    await kept.end();
  },
});

/** Playwright's `expect`, with `toHold` and `toFind`. Both want `await`. */
export const expect = plainExpect.extend(matchersFor({ makes: "brownout" }));
