import { inContext } from "../../domain/attempts.ts";
import { formatDuration } from "../../domain/duration.ts";
import { defineEvidence, type Observation } from "../../domain/evidence.ts";
import type { JudgedTrial } from "../../domain/judgement.ts";
import { saw, tell } from "../evidence-views.ts";

export const alarm = defineEvidence({
  id: "E30",
  name: "alarm",
  summary:
    "Each alarm that the target declares is raised in time after the first fault, and is not raised without one.",
  figures: { raisedMs: "ms" },
  look({ here, experiment, treatment, control }) {
    const alarms = experiment.target.telemetry?.alarms ?? [];
    const [first] = here.calls.filter(({ faults }) => faults.length > 0);
    const from = first?.faults[0]?.t;
    if (alarms.length === 0 || !first || from === undefined) return [];
    const unfelt = here.calls.every((call) => call.faults.length === 0 || inContext(call));
    const silent = !treatment.record.telemetry && !control.record.telemetry;
    return alarms.map(({ name, within }) => {
      const about = `alarm ${name}`;
      if (silent) return tell(about, "cannot-tell", "the target sent no telemetry");
      if (raised(control, name).length > 0) return tell(about, "cannot-tell", "it is raised without a fault too");
      const after = raised(treatment, name).filter(({ t }) => t >= from);
      const [at] = after;
      const observed = () => [saw(first, `struck by ${first.faults[0]?.fault}`), ...after];
      if (!at && unfelt)
        return tell(
          about,
          "cannot-tell",
          "the fault stood in a conversation, where nothing but the model meets it",
          observed,
        );
      if (!at) return tell(about, "absent", `not raised within ${formatDuration(within)} of the fault`, observed);
      const figures = { raisedMs: at.t - from };
      return at.t - from <= within
        ? tell(about, "present", `raised ${formatDuration(at.t - from)} after the fault`, observed, figures)
        : tell(
            about,
            "absent",
            `raised ${formatDuration(at.t - from)} after the fault, where ${formatDuration(within)} is declared`,
            observed,
            figures,
          );
    });
  },
});

/** Whatever of that name says so: a span or an event of it, a log record, a metric above 0. */
function raised({ record: { telemetry } }: JudgedTrial, name: string): readonly Observation[] {
  if (!telemetry) return [];
  const found: Observation[] = [];
  for (const span of telemetry.spans) {
    if (span.name === name) found.push({ t: span.t, what: `span "${name}"` });
    for (const event of span.events) if (event.name === name) found.push({ t: event.t, what: `event "${name}"` });
  }
  for (const { t, signal, name: given, value = 0 } of telemetry.signals)
    if (given === name && (signal === "log" || value > 0)) found.push({ t, what: `${signal} "${name}"` });
  return found.sort((a, b) => a.t - b.t);
}
