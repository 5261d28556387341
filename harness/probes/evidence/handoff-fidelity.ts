import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import { isHandover } from "../../domain/handover.ts";
import { squeezed } from "../../domain/signs.ts";
import type { Effect, Task } from "../../domain/task.ts";
import { idsIn, isHandoverCall, plural, saw, tell } from "../evidence-views.ts";

export const handoffFidelity = defineEvidence({
  id: "E18",
  name: "handoff-fidelity",
  summary:
    "A hand-over carries what the next one needs: the names of what it is about, what has been done, and what is still open.",
  figures: { carriedShare: "share", required: "count" },
  look({ treatment: { primary }, experiment, here }): readonly Sighting[] {
    const { ended } = primary.record;
    const handovers = ended?.effects.filter(isHandover) ?? [];
    const task = experiment.tasks.find(({ id }) => id === primary.record.task);
    if (!ended || !task || handovers.length === 0) return [];
    const payload = handovers.map((effect) => JSON.stringify(effect)).join("\n");
    const required = requiredOf(task, ended.effects);
    const lost = required.filter(({ holds }) => !holds(payload));
    const observed = () =>
      here.own.filter(isHandoverCall).map((call) => saw(call, `handed over: ${payload.slice(0, 160)}`, "end"));
    const carried = required.length - lost.length;
    const figures = {
      required: required.length,
      ...(required.length > 0 ? { carriedShare: carried / required.length } : {}),
    };
    const as = (conclusion: Sighting["conclusion"], reason: string) => [
      tell("task", conclusion, reason, observed, figures),
    ];
    if (required.length === 0) return as("cannot-tell", "the task names nothing that a hand-over must carry");
    const missing = lost.map(({ what }) => what).join(", ");
    if (lost.length === 0) return as("present", `all of ${plural(required.length, "thing")} carried`);
    return as(carried === 0 ? "absent" : "violated", `${carried} of ${required.length} carried; missing: ${missing}`);
  },
});

interface Required {
  readonly what: string;
  holds(payload: string): boolean;
}

function requiredOf(task: Task, effects: readonly Effect[]): readonly Required[] {
  const done = effects.filter((effect) => !isHandover(effect));
  const open = task.expect.effects.filter((want) => !isHandover(want) && !done.some(({ kind }) => kind === want.kind));
  return [
    ...idsIn(`${task.prompt} ${JSON.stringify(task.input)}`).map((id) => ({
      what: id,
      holds: (payload: string) => squeezed(payload).includes(squeezed(id)),
    })),
    ...done.map((effect) => ({ what: `${effect.kind} (done)`, holds: speaksOf(effect) })),
    // Whoever hands on the customer's own words hands on what was asked for.
    ...open.map((effect) => ({
      what: `${effect.kind} (open)`,
      holds: (payload: string) =>
        speaksOf(effect)(payload) || squeezed(payload).includes(squeezed(task.prompt).slice(0, 80)),
    })),
  ];
}

/** In whatever form of the word: `cancellation`, `cancel`, `cancelled`. */
const speaksOf =
  ({ kind }: Effect) =>
  (payload: string): boolean => {
    const text = payload.toLowerCase();
    return kind.split(/[^a-z]+/i).every((word) => text.includes(word.toLowerCase().slice(0, 6)));
  };
