import type { RunReport } from "../../harness/domain/judgement.ts";
import { sampleClaim, sampleExperiment, sampleInjection } from "./sample-experiment.ts";
import { sampleReport, sampleResult } from "./sample-result.ts";
import { doubleRefund, slowModel } from "./stories-tools.ts";
import { stalePolicies } from "./story-stale.ts";
import { throttledModel } from "./story-throttled.ts";

/** A run with every verdict, as a fragile agent would give it. */
export const sampleRun = (more: Partial<RunReport> = {}): RunReport =>
  sampleReport(
    [
      stalePolicies(),
      sampleResult({
        experiment: sampleExperiment({
          id: "experiments/single-point-of-failure/inventory-flaps",
          file: "experiments/single-point-of-failure/inventory-flaps.yaml",
          title: "The desk keeps answering while the inventory service flaps",
          failureMode: "single-point-of-failure",
          cells: [
            {
              values: {},
              method: [
                sampleInjection("unavailable", {
                  into: { boundary: "tool", dependencies: ["inventory"] },
                  when: { duty: { on: 5000, off: 5000 } },
                }),
              ],
            },
          ],
        }),
        injections: [{ id: "unavailable", fault: "unavailable", fired: 31, trials: 20 }],
      }),
      throttledModel(),
      doubleRefund(),
      slowModel(),
      sampleResult({
        experiment: sampleExperiment({
          id: "experiments/shared-fate/embedding-outage",
          file: "experiments/shared-fate/embedding-outage.yaml",
          title: "Order questions survive an outage of the policy search",
          failureMode: "shared-fate",
          dimension: "knowledge-base",
          cells: [
            {
              values: {},
              method: [
                sampleInjection("unavailable", {
                  into: { boundary: "retrieval", dependencies: ["policies"], operations: ["search"] },
                  when: { nth: [4] },
                }),
              ],
            },
          ],
        }),
        verdict: "inconclusive",
        reasons: ["unavailable never fired in 20 treatment trials: the agent makes at most 2 calls that it could hit"],
        claims: [
          {
            claim: sampleClaim("answer-correctness", { atLeast: 0.95, of: "control" }),
            verdict: "inconclusive",
            reason: "no trial met a fault",
          },
        ],
        scores: [],
        injections: [{ id: "unavailable", fault: "unavailable", fired: 0, trials: 20 }],
        trials: { planned: 40, finished: 40, failed: 0, exposed: 0 },
      }),
      sampleResult({
        experiment: sampleExperiment({
          id: "experiments/incorrect-response/malformed-tool-json",
          file: "experiments/incorrect-response/malformed-tool-json.yaml",
          title: "Malformed tool arguments from the model never reach the orders service",
          dimension: "foundation-model",
        }),
      }),
    ],
    more,
  );
