import { defineProbe } from "../domain/judgement.ts";
import { noParams } from "./no-params.ts";

export const timeToFirstToken = defineProbe({
  name: "time-to-first-token",
  summary:
    "Milliseconds from a streamed model call to its first content, or to its end if none came; one value a call. Lower is better.",
  unit: "ms",
  better: "lower",
  aggregate: "p95",
  params: noParams,
  measure({ primary }) {
    const values = primary.record.calls
      .filter(({ started }) => started.boundary === "model" && started.stream)
      .flatMap(({ started, ended }) => (ended === undefined ? [] : [(ended.firstContent ?? ended.t) - started.t]));
    return values.length === 0 ? undefined : values;
  },
});
