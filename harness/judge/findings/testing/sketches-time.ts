import { type Call, type Run, shown, under } from "./run.ts";
import type { Sketch } from "./sketches.ts";

const sketch = (code: string, bad: Run, good: Run, control: Run = {}): Sketch => ({
  code,
  bad: () => shown(bad, control),
  good: () => shown(good, control),
});
const hung = { end: "hung", t: 60_000 } as const;
const times = (n: number, call: (index: number) => Call): readonly Call[] =>
  Array.from({ length: n }, (_, i) => call(i));
const refused =
  (status: number, more: Partial<Call> = {}) =>
  (index: number): Call => ({
    at: index * 5_000,
    attempt: index + 1,
    fault: "failure",
    end: { status },
    ...more,
  });
const turn = (at: number, occurrence: number, more: Partial<Call> = {}): Call => ({
  at,
  occurrence,
  boundary: "model",
  end: { usage: { inputTokens: 900, outputTokens: 20 } },
  ...more,
});
const quota = under([{ fault: "quota", params: { reserve: "output-limit" } }]);
const tokenQuota = (request: unknown): Run => ({
  calls: [{ at: 0, boundary: "model", fault: "quota", note: "refused (tokens)", request, end: { status: 429 } }],
});

export const timeSketches: readonly Sketch[] = [
  sketch(
    "retry-after-ignored",
    {
      calls: [
        { at: 0, fault: "throttled", end: { status: 429, retryAfterMs: 2000 } },
        { at: 500, attempt: 2 },
      ],
    },
    {
      calls: [
        { at: 0, fault: "throttled", end: { status: 429, retryAfterMs: 2000 } },
        { at: 2010, attempt: 2 },
      ],
    },
  ),
  sketch("retry-storm", { calls: times(5, refused(500)) }, { calls: times(4, refused(500)) }),
  sketch(
    "retried-non-retryable",
    { calls: [...times(1, refused(401)), { at: 500, attempt: 2 }] },
    { calls: [...times(1, refused(503)), { at: 500, attempt: 2 }] },
  ),
  sketch(
    "no-backoff",
    { calls: times(3, (index) => ({ ...refused(500)(index), at: index * 12 })) },
    { calls: times(3, (index) => ({ ...refused(500)(index), at: index * 90 })) },
  ),
  {
    code: "quota-reserved-for-nothing",
    bad: () => shown(tokenQuota({}), {}, quota),
    good: () => shown(tokenQuota({ maxOutputTokens: 800 }), {}, quota),
  },
  sketch(
    "runaway-tokens",
    { calls: times(8, (index) => turn(index * 900, index + 1)) },
    { calls: times(3, (index) => turn(index * 900, index + 1)) },
    { calls: [turn(0, 1)] },
  ),
  sketch(
    "unbounded-loop",
    { calls: times(14, (index) => turn(index * 900, index + 1)) },
    { calls: times(12, (index) => turn(index * 900, index + 1)) },
    { calls: [turn(0, 1)] },
  ),
  sketch(
    "unknown-tool-loops",
    { calls: times(9, (index) => turn(index * 900, index + 1, { fault: "unknown-tool" })) },
    { calls: times(4, (index) => turn(index * 900, index + 1, { fault: "unknown-tool" })) },
    { calls: [turn(0, 1)] },
  ),
  {
    code: "context-overflow-unhandled",
    bad: () =>
      shown(
        { calls: [{ at: 0, boundary: "model", fault: "failure", end: { status: 400 } }], end: { end: "crashed" } },
        {},
        under([{ fault: "failure", params: { kind: "context-overflow" } }]),
      ),
    good: () =>
      shown(
        {
          calls: [{ at: 0, boundary: "model", fault: "failure", end: { status: 400 } }],
          end: { answer: "I could not read all of it." },
        },
        {},
        under([{ fault: "failure", params: { kind: "context-overflow" } }]),
      ),
  },
  sketch(
    "no-timeout",
    { calls: [{ at: 10, fault: "hang", end: { t: 60_000, ending: "hang" } }], end: hung },
    { calls: [{ at: 10, fault: "hang", end: { t: 4_000, ending: "aborted" } }] },
  ),
  sketch(
    "no-idle-timeout",
    {
      calls: [
        { at: 0, boundary: "model", stream: true, fault: "stalled-stream", end: { t: 60_000, ending: "trial-over" } },
      ],
      end: hung,
    },
    {
      calls: [
        { at: 0, boundary: "model", stream: true, fault: "stalled-stream", end: { t: 5_000, ending: "aborted" } },
      ],
    },
  ),
  sketch(
    "backoff-too-long",
    { calls: [{ at: 0, fault: "throttled", end: { status: 429, retryAfterMs: 70_000 } }], end: hung },
    {
      calls: [{ at: 0, fault: "throttled", end: { status: 429, retryAfterMs: 70_000 } }],
      end: { answer: "I could not." },
    },
  ),
  sketch(
    "no-deadline",
    {
      calls: times(8, (i) => ({ at: i * 8_000, occurrence: i + 1, fault: "latency", end: { t: i * 8_000 + 7_900 } })),
      end: hung,
    },
    {
      calls: times(4, (i) => ({ at: i * 8_000, occurrence: i + 1, fault: "latency", end: { t: i * 8_000 + 7_900 } })),
      end: { t: 32_000 },
    },
  ),
  sketch(
    "hung-on-fault",
    { calls: [{ at: 0, fault: "failure", end: { status: 500 } }], end: { end: "hung", t: 10_000 } },
    { calls: [{ at: 0, fault: "failure", end: { status: 500 } }] },
  ),
  sketch(
    "waited-too-long",
    { calls: [{ at: 0, fault: "latency", end: { t: 30_000 } }], end: { t: 30_000 } },
    { calls: [{ at: 0, fault: "latency", end: { t: 4_000, ending: "aborted" } }] },
  ),
  sketch(
    "call-left-open",
    { calls: [{ at: 0, fault: "hang", end: { t: 60_000, ending: "trial-over" } }], end: { t: 4_000 } },
    { calls: [{ at: 0, fault: "hang", end: { t: 4_000, ending: "aborted" } }], end: { t: 4_000 } },
  ),
  sketch(
    "latency-amplified",
    {
      calls: times(4, (i) => ({ at: i * 7_000, attempt: i + 1, fault: "latency", end: { t: i * 7_000 + 6_900 } })),
      end: { t: 28_000 },
    },
    { calls: [{ at: 0, fault: "latency", end: { t: 6_900 } }], end: { t: 7_000 } },
  ),
];
