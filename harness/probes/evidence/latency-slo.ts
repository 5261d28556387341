import { formatDuration } from "../../domain/duration.ts";
import type { CallRecord, PerformanceRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import type { Words } from "../../domain/told.ts";
import { begun, declared, median, sighting } from "./reading.ts";

/** Objectives are about the 95th percentile: one answer in twenty may be late. */
const share = 0.95;
const enough = 20;

export const latencySlo = defineEvidence({
  id: "E21",
  name: "latency-slo",
  summary:
    "Answers come within the objective (`time-to-answer` in the hypothesis), and so do first tokens (`time-to-first-token`), in 95 of 100 trials.",
  figures: { endToEndMs: "ms", firstTokenMs: "ms", interTokenMs: "ms", slowdown: "ratio", limitMs: "ms" },
  look({ treatment, control, experiment }) {
    const { record } = treatment.primary;
    const { ended } = record;
    const usual = control.primary.record.ended;
    if (!ended) return [];
    const { slowest, firstToken, gaps } = streamsIn(record);
    const between = median(gaps);
    const limit = declared(experiment, "time-to-answer");
    const figures: Record<string, number> = { endToEndMs: ended.t };
    if (usual && usual.t > 0) figures["slowdown"] = ended.t / usual.t;
    if (firstToken !== undefined) figures["firstTokenMs"] = firstToken;
    if (between !== undefined) figures["interTokenMs"] = between;
    if (limit !== undefined) figures["limitMs"] = limit;
    const whole: Sighting = sighting(
      "answer",
      ...conclude(ended, limit),
      () => [{ t: ended.t, what: ended.end }],
      figures,
    );
    const due = declared(experiment, "time-to-first-token");
    if (due === undefined || firstToken === undefined) return [whole];
    return [
      whole,
      sighting(
        "first-token",
        firstToken <= due ? "present" : "violated",
        () => `the first token came after ${formatDuration(firstToken)}, due within ${formatDuration(due)}`,
        () => (slowest ? [begun(slowest, `gave its first token ${formatDuration(firstToken)} later`)] : []),
        { firstTokenMs: firstToken, limitMs: due },
      ),
    ];
  },
  across({ counts }) {
    const told = counts.present + counts.violated + counts.absent;
    if (told < enough || counts.present / told < share) return undefined;
    return { conclusion: "present", reason: `in time in ${counts.present} of ${told} trials` };
  },
});

function conclude(
  { end, t }: { readonly end: string; readonly t: number },
  limit: number | undefined,
): [Sighting["conclusion"], Words] {
  const took = (): string => formatDuration(t);
  if (end === "hung" || end === "cancelled") return ["absent", () => `no answer within ${took()}`];
  if (limit === undefined)
    return ["cannot-tell", () => `answered after ${took()}; the hypothesis sets no \`time-to-answer\``];
  if (end === "crashed") return ["absent", () => `no answer: it crashed after ${took()}`];
  return t <= limit
    ? ["present", () => `answered after ${took()}, due within ${formatDuration(limit)}`]
    : ["violated", () => `answered after ${took()}, due within ${formatDuration(limit)}`];
}

interface Streams {
  /** The call whose first token took longest, and how long that was, ms. */
  readonly slowest?: CallRecord;
  readonly firstToken?: number;
  /** The mean time between two tokens of each stream that ran to its end. */
  readonly gaps: readonly number[];
}

function streamsIn({ calls }: PerformanceRecord): Streams {
  let slowest: CallRecord | undefined;
  let firstToken = Number.NEGATIVE_INFINITY;
  const gaps: number[] = [];
  for (const call of calls) {
    const { started, ended } = call;
    if (!started.stream || started.boundary !== "model" || ended?.firstContent === undefined) continue;
    const took = ended.firstContent - started.t;
    if (took > firstToken) {
      slowest = call;
      firstToken = took;
    }
    const tokens = ended.usage?.outputTokens ?? 0;
    if (ended.ending === "complete" && tokens >= 2) gaps.push((ended.t - ended.firstContent) / (tokens - 1));
  }
  return slowest ? { slowest, firstToken, gaps } : { gaps };
}
