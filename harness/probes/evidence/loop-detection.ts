import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import { loopsIn, stopOf } from "./loops.ts";
import { seen, sighting, times } from "./reading.ts";

/** Times that the same is asked for from which it is a loop; and from which nothing can be watching. */
const loop = 3;
const endless = 10;

export const loopDetection = defineEvidence({
  id: "E28",
  name: "loop-detection",
  summary:
    "A model that asks for the same tool with the same arguments three times and more is stopped by the agent, which says so.",
  figures: { identicalCalls: "count", sent: "count" },
  look({ treatment, control }) {
    const { record, silent } = treatment.primary;
    const [worst] = loopsIn(record);
    if (!worst || worst.count < loop) return [];
    const usual = loopsIn(control.primary.record).find(({ name }) => name === worst.name)?.count ?? 0;
    if (worst.count <= usual) return [];
    const sent = record.calls.filter(({ started }) => started.operation === worst.name && started.attempt === 1).length;
    const stop = stopOf(record, silent);
    const asked = `${worst.name} was asked for ${times(worst.count, "time")} with the same arguments`;
    const as = (conclusion: Sighting["conclusion"], reason: string): readonly Sighting[] => [
      sighting("task", conclusion, reason, () => worst.calls.map((call) => seen(call, `asked for ${worst.name}`)), {
        identicalCalls: worst.count,
        sent,
      }),
    ];
    if (stop === "never" && worst.count >= endless)
      return as("absent", `${asked}, until ${record.ended?.end === "hung" ? "the time was up" : "it crashed"}`);
    if (stop === "empty") return as("violated", `${asked}, and then an answer was given that does not say so`);
    if (stop === "explicit") return as("present", `${asked}, then the agent stopped`);
    if (worst.count >= endless) return as("absent", `${asked}, until the model stopped by itself`);
    return as("cannot-tell", `${asked}, and nothing shows who stopped it`);
  },
});
