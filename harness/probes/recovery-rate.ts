import { defineProbe } from "../domain/judgement.ts";
import { noParams } from "./no-params.ts";

export const recoveryRate = defineProbe({
  name: "recovery-rate",
  summary:
    "Share of the tasks asked afterwards, with every fault off again, that are right. Counted are those that are right where there never was a fault. Higher is better.",
  unit: "share",
  better: "higher",
  aggregate: "proportion",
  params: noParams,
  measure({ afterwards = [] }, control) {
    const values = (control.afterwards ?? []).flatMap((twin) => {
      if (twin.outcome !== "correct") return [];
      const here = afterwards.find(({ record }) => record.task === twin.record.task);
      return [here?.outcome === "correct" ? 1 : 0];
    });
    return values.length === 0 ? undefined : values;
  },
});
