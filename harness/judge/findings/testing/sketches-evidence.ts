import type { EvidenceId, Sighting } from "../../../domain/evidence.ts";
import { type Run, shown, sighting } from "./run.ts";
import type { Sketch } from "./sketches.ts";

const slow: Run = { calls: [{ at: 0, fault: "latency" }] };

/** Weaknesses that rest on what a detector of evidence saw. */
const rests = (
  code: string,
  id: EvidenceId,
  conclusion: Sighting["conclusion"],
  figures?: Sighting["figures"],
): Sketch => ({
  code,
  bad: () => shown(slow, {}, undefined, sighting(id, conclusion, figures)),
  good: () => [
    ...shown(slow, {}, undefined, sighting(id, "present")),
    ...shown(slow, {}, undefined, sighting(id, "cannot-tell")),
  ],
});

const refused = { at: 0, fault: "http-error", end: { status: 401 } } as const;
const late = { answer: "I could not look it up." };

export const evidenceSketches: readonly Sketch[] = [
  {
    code: "credentials-not-renewed",
    bad: () => shown({ calls: [refused], end: late }),
    good: () => [
      ...shown({ calls: [refused, { at: 20, dependency: "i", boundary: "identity" }], end: late }),
      ...shown({ calls: [refused, { at: 20, attempt: 2 }], end: late }),
      ...shown({ calls: [refused] }),
    ],
  },
  rests("breaker-leaks", "E1", "violated"),
  rests("late-result-used", "E5", "violated"),
  rests("deadline-not-propagated", "E6", "absent"),
  rests("overload-not-shed", "E16", "absent"),
  rests("effect-before-approval", "E17", "violated", { handovers: 0, changesBefore: 1 }),
  rests("handover-only-said", "E17", "violated", { handovers: 0, changesBefore: 0 }),
  rests("permission-drift", "E19", "violated"),
  rests("prompt-cache-defeated", "E22", "absent"),
  rests("serial-independent-calls", "E23", "absent"),
  rests("stream-not-scanned", "E24", "violated"),
  rests("calls-untraced", "E29", "absent"),
  rests("alarm-silent", "E30", "absent"),
];
