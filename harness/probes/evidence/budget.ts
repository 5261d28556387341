import type { PerformanceRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import { stopOf } from "./loops.ts";
import { declared, seen, sighting } from "./reading.ts";

/** More than this many times as much as usual, and this much more, is a task that has got out of hand. */
const runaway = { times: 4, calls: 20, tokens: 50_000 };
/** Work beyond the usual: a limit might have been met. */
const beyond = { times: 1.5, calls: 2 };

export const budget = defineEvidence({
  id: "E14",
  name: "budget",
  summary:
    "Model calls, tool calls and tokens of a task stay within what is declared (`model-calls`, `tool-calls` and `tokens` in the hypothesis), or near what they are in the control arm; whoever stops at a limit says so.",
  figures: {
    modelCalls: "count",
    toolCalls: "count",
    tokens: "tokens",
    callRatio: "ratio",
    tokenRatio: "ratio",
  },
  look({ treatment, control, experiment }) {
    const { record, silent } = treatment.primary;
    const here = spent(record);
    const usual = spent(control.primary.record);
    const calls = here.modelCalls + here.toolCalls;
    const usualCalls = usual.modelCalls + usual.toolCalls;
    const limits = (
      [
        ["model-calls", here.modelCalls, "model calls"],
        ["tool-calls", here.toolCalls, "tool calls"],
        ["tokens", here.tokens, "tokens"],
      ] as const
    ).map(([probe, value, words]) => ({ value, words, limit: declared(experiment, probe) }));
    const broken = limits.find(({ value, limit }) => limit !== undefined && value > limit);
    const unusual = calls >= beyond.times * usualCalls && calls >= usualCalls + beyond.calls;
    if (!broken && !unusual) return [];
    const as = (conclusion: Sighting["conclusion"], reason: string): readonly Sighting[] => [
      sighting("task", conclusion, reason, () => record.calls.slice(-5).map((call) => seen(call)), {
        ...here,
        ...(usualCalls === 0 ? {} : { callRatio: calls / usualCalls }),
        ...(usual.tokens === 0 ? {} : { tokenRatio: here.tokens / usual.tokens }),
      }),
    ];
    if (broken) return as("violated", `${broken.value} ${broken.words}, more than ${broken.limit}`);
    const counted = `${calls} calls, ${usualCalls} without the fault`;
    const stop = stopOf(record, silent);
    const outOfHand =
      (calls > runaway.times * usualCalls && calls > usualCalls + runaway.calls) ||
      (here.tokens > runaway.times * usual.tokens && here.tokens > usual.tokens + runaway.tokens);
    if (outOfHand && stop === "never") return as("absent", `${counted}, and no end but the deadline`);
    if (stop === "empty") return as("violated", `${counted}; the answer after them does not say that it was stopped`);
    if (stop === "explicit") return as("present", `${counted}; the agent stopped there and said so`);
    if (outOfHand) return as("absent", `${counted}, and nothing but the model itself ended it`);
    return as("cannot-tell", counted);
  },
});

function spent({ calls }: PerformanceRecord): { modelCalls: number; toolCalls: number; tokens: number } {
  let modelCalls = 0;
  let toolCalls = 0;
  let tokens = 0;
  for (const { started, ended } of calls) {
    if (started.boundary === "model") modelCalls += 1;
    else if (started.boundary === "tool" || started.boundary === "retrieval") toolCalls += 1;
    if (ended?.usage) tokens += ended.usage.inputTokens + ended.usage.outputTokens;
  }
  return { modelCalls, toolCalls, tokens };
}
