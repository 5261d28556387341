import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import type { Pair } from "../../domain/pair.ts";
import { timeToAnswer } from "../calls.ts";
import { plural, saw, succeeded, tell } from "../evidence-views.ts";

/** A bystander may take this many times as long as in the control arm, and so much longer, ms. */
const slowdown = 3;
const grace = 500;

export const containment = defineEvidence({
  id: "E9",
  name: "containment",
  summary:
    "While one dependency fails, tasks and tools that do not need it are as right and about as fast as in the control arm (within 3 times, plus 500 ms).",
  figures: { unharmed: "share", slowdown: "ratio" },
  look(pair) {
    if (pair.here.faulted.size === 0) return [];
    return [...bystanders(pair), ...otherTools(pair)];
  },
});

function bystanders({ treatment, control, here }: Pair): readonly Sighting[] {
  const seen = control.bystanders.flatMap((twin) => {
    const usual = timeToAnswer(twin);
    const needs = twin.record.calls.some(({ started }) => here.faulted.has(started.dependency));
    if (needs || twin.outcome !== "correct" || usual === undefined) return [];
    const now = treatment.bystanders.find(({ record }) => record.task === twin.record.task);
    const took = now && timeToAnswer(now);
    const right = now?.outcome === "correct";
    const held = right && took !== undefined && took <= usual * slowdown + grace;
    const what = right
      ? `answered after ${took} ms, usually ${usual} ms`
      : `ended ${now?.outcome ?? "without a trace"}`;
    return [
      {
        held,
        ratio: took === undefined ? undefined : took / Math.max(1, usual),
        observed: { t: took ?? 0, what: `the bystander ${twin.record.task} ${what}` },
      },
    ];
  });
  if (control.bystanders.length === 0) return [];
  if (seen.length === 0) return [tell("task", "cannot-tell", "every bystander needs what fails, or fails without it")];
  const held = seen.filter((one) => one.held).length;
  const ratios = seen.flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio]));
  const observed = () => seen.map((one) => one.observed).sort((a, b) => a.t - b.t);
  const figures = {
    unharmed: held / seen.length,
    ...(ratios.length > 0 ? { slowdown: Math.max(...ratios) } : {}),
  };
  const conclusion = held === seen.length ? "present" : held === 0 ? "absent" : "violated";
  const reason = `${held} of ${plural(seen.length, "bystander")} that do not need ${[...here.faulted].join(", ")} unharmed`;
  return [tell("task", conclusion, reason, observed, figures)];
}

/** Within a task: what does not fail is still asked and still answers, unless the task broke before it came to that. */
function otherTools({ treatment, control, here, usual }: Pair): readonly Sighting[] {
  const first = here.own.find(({ faults }) => faults.length > 0);
  if (!first || first.started.boundary === "model" || control.primary.outcome !== "correct") return [];
  const broke = treatment.primary.outcome === "crashed" || treatment.primary.outcome === "hung";
  const others = new Set<string>();
  for (const { started } of usual.own)
    if (started.boundary !== "model" && !here.faulted.has(started.dependency)) others.add(started.dependency);
  return [...others].flatMap((dependency) => {
    const now = here.own.filter(({ started }) => started.dependency === dependency);
    const after = now.filter(({ started }) => started.t >= first.started.t);
    const example = after.find(succeeded);
    if (example) {
      const reason = `${plural(after.length, "call")} to it went on while ${first.started.dependency} failed`;
      return [tell(dependency, "present", reason, () => [seenAt(first), seenAt(example)])];
    }
    if (!broke || now.length > 0) return [];
    const reason = `never asked: ${first.started.dependency} failed and the task ${treatment.primary.outcome} with it`;
    return [tell(dependency, "absent", reason, () => [seenAt(first)])];
  });
}

const seenAt = (call: CallRecord) =>
  saw(call, call.faults[0] ? `${call.faults[0].fault} fired` : succeeded(call) ? "answered" : "failed");
