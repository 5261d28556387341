import { type Call, type Run, refund, shown } from "./run.ts";
import type { Sketch } from "./sketches.ts";

const wrong = { answer: "Returns are easy." };
const admits = { answer: "I could not find that; what I have may be out of date." };
const paid = { answer: "30 days, refunded", effects: [refund] };
const calmPay: Run = { task: "pay", end: paid };

/** A bad reply, and a wrong answer that says nothing of it, or one that does. */
const misled = (code: string, fault: string, call: Partial<Call> = {}): Sketch => ({
  code,
  bad: () => shown({ calls: [{ at: 0, fault, ...call }], end: wrong }),
  good: () => shown({ calls: [{ at: 0, fault, ...call }], end: admits }),
});
const sketch = (code: string, bad: Run, good: Run, control: Run = {}): Sketch => ({
  code,
  bad: () => shown(bad, control),
  good: () => shown(good, control),
});
const model = { boundary: "model" } as const;
const search = { boundary: "retrieval" } as const;
const streamed = { boundary: "model", stream: true } as const;
const turn = (stopReason: string) => ({
  reply: { text: "", toolCalls: [{ id: "1", name: "go", arguments: "{" }], stopReason },
});
const look = { method: "GET" };
const change = { method: "POST" };
const checked: Run = {
  task: "pay",
  calls: [
    { at: 0, dependency: "k", request: look },
    { at: 100, request: change },
  ],
  end: paid,
};

export const answerSketches: readonly Sketch[] = [
  misled("stale-served-as-current", "stale-results", search),
  misled("irrelevant-cited", "irrelevant-results", search),
  misled("fabricated-after-empty-retrieval", "empty-results", search),
  misled("incomplete-results-trusted", "truncated-results", search),
  misled("contradiction-ignored", "contradictory-results", search),
  misled("first-hit-trusted", "reordered-results", search),
  misled("poisoned-result-obeyed", "poisoned-results", search),
  misled("malformed-result-trusted", "wrong-types"),
  misled("impossible-value-trusted", "impossible-values"),
  misled("hollow-success-trusted", "hollow-success"),
  misled("silent-wrong-answer", "latency"),
  misled("success-not-read-back", "success-without-effect"),
  misled("failure-hidden", "failure", { end: { status: 503 } }),
  misled("truncated-stream-accepted", "cut-stream", { ...streamed, end: { ending: "goaway" } }),
  misled("stop-reason-ignored", "truncated-answer", model),
  misled("refusal-shown-as-answer", "refusal", model),
  misled("corrupted-stream-accepted", "garbage-in-stream", streamed),
  misled("weaker-model-unnoticed", "weaker-model", model),
  misled("broken-step-hidden", "unknown-tool", model),
  sketch(
    "empty-answer-as-success",
    { calls: [{ at: 0, fault: "empty-completion", ...model }], end: { answer: "" } },
    { calls: [{ at: 0, fault: "empty-completion", ...model }], end: admits },
  ),
  sketch(
    "unreadable-turn-crashes",
    { calls: [{ at: 0, fault: "malformed-tool-arguments", ...model }], end: { end: "crashed", error: "SyntaxError" } },
    { calls: [{ at: 0, fault: "malformed-tool-arguments", ...model }] },
  ),
  sketch(
    "truncated-tool-call-executed",
    { calls: [{ at: 0, fault: "malformed-tool-arguments", ...model, end: turn("length") }, { at: 20 }] },
    {
      calls: [
        { at: 0, fault: "malformed-tool-arguments", ...model, end: turn("length") },
        { at: 20, ...model, occurrence: 2 },
      ],
    },
  ),
  sketch(
    "malformed-tool-call-executed",
    { calls: [{ at: 0, fault: "malformed-tool-arguments", ...model, end: turn("tool-calls") }, { at: 20 }] },
    {
      calls: [
        { at: 0, fault: "malformed-tool-arguments", ...model, end: turn("tool-calls") },
        { at: 20, ...model, occurrence: 2 },
      ],
    },
  ),
  sketch(
    "duplicate-effect",
    { task: "pay", calls: [{ at: 0, fault: "timeout-after-commit" }], end: { ...paid, effects: [refund, refund] } },
    { task: "pay", calls: [{ at: 0, fault: "timeout-after-commit" }], end: paid },
    calmPay,
  ),
  sketch(
    "unwanted-effect",
    { task: "pay", calls: [{ at: 0, fault: "f" }], end: { ...paid, effects: [refund, { kind: "gift" }] } },
    { task: "pay", calls: [{ at: 0, fault: "f" }], end: paid },
    calmPay,
  ),
  sketch(
    "claimed-without-effect",
    { task: "pay", calls: [{ at: 0, fault: "success-without-effect" }], end: { ...paid, effects: [] } },
    { task: "pay", calls: [{ at: 0, fault: "success-without-effect" }], end: admits },
    calmPay,
  ),
  sketch(
    "effect-denied",
    {
      task: "pay",
      calls: [{ at: 0, fault: "timeout-after-commit" }],
      end: { ...paid, answer: "The refund failed. Please ask again tomorrow." },
    },
    { task: "pay", calls: [{ at: 0, fault: "timeout-after-commit" }], end: paid },
    calmPay,
  ),
  sketch(
    "partial-write-left",
    { task: "both", calls: [{ at: 0, fault: "failure", end: { status: 500 } }], end: { effects: [refund] } },
    {
      task: "both",
      calls: [{ at: 0, fault: "failure", end: { status: 500 } }],
      end: { effects: [refund, { kind: "escalation" }] },
    },
    { task: "both", end: { effects: [refund, { kind: "cancellation", order: "2" }] } },
  ),
  sketch(
    "effect-before-check",
    {
      task: "pay",
      calls: [
        { at: 0, dependency: "k", request: look, fault: "failure", end: { status: 500 } },
        { at: 100, request: change },
      ],
      end: paid,
    },
    {
      task: "pay",
      calls: [
        { at: 0, dependency: "k", request: look, fault: "failure", end: { status: 500 } },
        { at: 50, dependency: "k", request: look, attempt: 2 },
        { at: 100, request: change },
      ],
      end: paid,
    },
    checked,
  ),
];
