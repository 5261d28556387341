import type { Detectors } from "./detectors.ts";

export const isolation = {
  "shared-fate": ({ pair: { here, treatment, control } }) =>
    control.bystanders.flatMap((twin) => {
      const needs = twin.record.calls.some(({ started }) => here.faulted.has(started.dependency));
      const one = treatment.bystanders.find(({ record }) => record.task === twin.record.task);
      if (needs || twin.outcome !== "correct" || !one || one.outcome === "correct") return [];
      return [{ detail: `the bystander ${twin.record.task} ended ${one.outcome}: ${one.reasons.join("; ")}` }];
    }),
} satisfies Detectors;
