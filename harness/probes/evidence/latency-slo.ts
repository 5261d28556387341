import { formatDuration } from "../../domain/duration.ts";
import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
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
    const streamed = record.calls.filter(
      (call) => call.started.stream && call.started.boundary === "model" && call.ended?.firstContent !== undefined,
    );
    const firstTokens = streamed.map(({ started, ended: end }) => (end?.firstContent ?? started.t) - started.t);
    const firstToken = firstTokens.length > 0 ? Math.max(...firstTokens) : undefined;
    const between = streamed.length > 0 ? median(streamed.flatMap(betweenTokens)) : undefined;
    const limit = declared(experiment, "time-to-answer");
    const figures = {
      endToEndMs: ended.t,
      ...(usual && usual.t > 0 ? { slowdown: ended.t / usual.t } : {}),
      ...(firstToken === undefined ? {} : { firstTokenMs: firstToken }),
      ...(between === undefined ? {} : { interTokenMs: between }),
      ...(limit === undefined ? {} : { limitMs: limit }),
    };
    const whole: Sighting = sighting(
      "answer",
      ...conclude(ended, limit),
      () => [{ t: ended.t, what: ended.end }],
      figures,
    );
    const due = declared(experiment, "time-to-first-token");
    if (due === undefined || firstToken === undefined) return [whole];
    const slowest = streamed[firstTokens.indexOf(firstToken)];
    return [
      whole,
      sighting(
        "first-token",
        firstToken <= due ? "present" : "violated",
        `the first token came after ${formatDuration(firstToken)}, due within ${formatDuration(due)}`,
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
): [Sighting["conclusion"], string] {
  const took = formatDuration(t);
  if (end === "hung" || end === "cancelled") return ["absent", `no answer within ${took}`];
  if (limit === undefined) return ["cannot-tell", `answered after ${took}; the hypothesis sets no \`time-to-answer\``];
  if (end === "crashed") return ["absent", `no answer: it crashed after ${took}`];
  return t <= limit
    ? ["present", `answered after ${took}, due within ${formatDuration(limit)}`]
    : ["violated", `answered after ${took}, due within ${formatDuration(limit)}`];
}

/** The mean time between two tokens of a stream that ran to its end. */
function betweenTokens({ ended }: CallRecord): number[] {
  const tokens = ended?.usage?.outputTokens ?? 0;
  if (ended?.firstContent === undefined || ended.ending !== "complete" || tokens < 2) return [];
  return [(ended.t - ended.firstContent) / (tokens - 1)];
}
