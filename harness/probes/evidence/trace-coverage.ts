import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import { plural, saw, tell } from "../evidence-views.ts";
import { hasSpanOfItsOwn, tracedArm } from "../traced-calls.ts";

export const traceCoverage = defineEvidence({
  id: "E29",
  name: "trace-coverage",
  summary:
    "Every call on the wire has its span, by the trace context that it carried or by what the span says and when.",
  figures: { calls: "count", traced: "count", withoutCall: "count" },
  look(pair) {
    const { here, experiment, treatment } = pair;
    const traced = tracedArm(treatment, here, pair);
    if (!traced) {
      const asked =
        experiment.target.telemetry !== undefined ||
        experiment.hypothesis.some(({ probe }) => probe === "trace-coverage");
      return asked ? [tell("task", "cannot-tell", "the target sent no spans")] : [];
    }
    // A process that was ended has taken its open spans along.
    const over =
      treatment.primary.record.ended?.end === "answered" &&
      traced.telemetry.dropped === 0 &&
      treatment.record.restarts === undefined;
    const sightings: Sighting[] = [];
    for (const [name, calls] of here.byDependency) {
      const whole = calls.filter(hasSpanOfItsOwn);
      if (whole.length === 0) continue;
      const bare = whole.filter((call) => traced.spansOf(call).length === 0);
      const figures = { calls: whole.length, traced: whole.length - bare.length };
      const observed = () => bare.map((call: CallRecord) => saw(call, "has no span"));
      if (bare.length === 0)
        sightings.push(tell(name, "present", `${plural(whole.length, "call")}, each with its span`, observed, figures));
      else
        sightings.push(
          tell(
            name,
            over ? "absent" : "cannot-tell",
            `${bare.length} of ${plural(whole.length, "call")} without a span${over ? "" : ", and spans may have been lost"}`,
            observed,
            figures,
          ),
        );
    }
    const { withoutCall } = traced;
    if (withoutCall.length > 0)
      sightings.push(
        tell(
          "spans",
          // A cache may have answered, or the call went by a way that is not intercepted.
          "cannot-tell",
          `${plural(withoutCall.length, "span")} of a model request (${withoutCall[0]?.name}) without a call on the wire`,
          () => withoutCall.map((span) => ({ t: span.t, what: `span "${span.name}"` })),
          { withoutCall: withoutCall.length },
        ),
      );
    return sightings;
  },
});
