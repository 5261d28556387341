import type { Experiment } from "../../../domain/experiment.ts";
import { type Call, experiment, type Run, refund, shown, under } from "./run.ts";
import type { Sketch } from "./sketches.ts";

const sketch = (code: string, bad: Run, good: Run, control: Run = {}, of: Experiment = experiment): Sketch => ({
  code,
  bad: () => shown(bad, control, of),
  good: () => shown(good, control, of),
});
const crashed = { end: "crashed", error: "Error: boom" } as const;
const admits = { answer: "I could not look it up." };
const lost = { fault: "failure", end: { status: 503 } } as const;
const model = { boundary: "model" } as const;
const backup = { boundary: "model", dependency: "m2" } as const;
const calmModel: Run = { calls: [{ at: 0, ...model }] };
const guard = { boundary: "guardrail", dependency: "g" } as const;
const report = { dependency: "o", dimension: "observability", occurrence: 9 } as const;
const watched: Run = { calls: [{ at: 0 }, { at: 20, ...report }] };
const beside = (at: number, more: Partial<Call> = {}): Call => ({ at, beside: true, ...more });
const handedOver = (summary: string): Run => ({
  task: "order",
  calls: [{ at: 0, ...lost }],
  end: { ...admits, effects: [{ kind: "escalation", summary }] },
});
const escalating = under([], { hypothesis: [{ probe: "escalation-rate" }] } as unknown as Partial<Experiment>);
const deadService = (n: number, meant: number): Run => ({
  calls: Array.from({ length: n }, (_, index) => ({
    at: index * 600,
    occurrence: (index % meant) + 1,
    attempt: Math.floor(index / meant) + 1,
    ...lost,
  })),
});

export const lossSketches: readonly Sketch[] = [
  sketch(
    "crashed-on-fault",
    { calls: [{ at: 0, fault: "latency" }], end: crashed },
    { calls: [{ at: 0, fault: "latency" }] },
  ),
  sketch(
    "transient-not-retried",
    { calls: [{ at: 0, ...lost }], end: admits },
    {
      calls: [
        { at: 0, ...lost },
        { at: 300, attempt: 2 },
      ],
      end: admits,
    },
  ),
  sketch(
    "fallback-missing",
    { calls: [{ at: 0, ...model, ...lost }], end: admits },
    {
      calls: [
        { at: 0, ...model, ...lost },
        { at: 50, ...backup, ...lost },
      ],
      end: admits,
    },
    calmModel,
  ),
  sketch(
    "fallback-fails-too",
    {
      calls: [
        { at: 0, ...model, ...lost },
        { at: 50, ...backup, ...lost },
      ],
      end: crashed,
    },
    {
      calls: [
        { at: 0, ...model, ...lost },
        { at: 50, ...backup, ...lost },
      ],
      end: admits,
    },
    calmModel,
  ),
  sketch(
    "fallback-contract-broken",
    {
      calls: [
        { at: 0, ...model, ...lost },
        { at: 50, ...backup, end: { status: 400 } },
      ],
      end: crashed,
    },
    {
      calls: [
        { at: 0, ...model, ...lost },
        { at: 50, ...backup },
      ],
    },
    calmModel,
  ),
  sketch(
    "single-point-of-failure",
    { calls: [{ at: 0, ...lost }], end: crashed },
    { calls: [{ at: 0, ...lost }], end: admits },
    { calls: [{ at: 0 }] },
    under([{ fault: "failure" }]),
  ),
  sketch(
    "escalation-missing",
    { calls: [{ at: 0, ...lost }], end: admits },
    { calls: [{ at: 0, ...lost }], end: { ...admits, effects: [{ kind: "escalation" }] } },
    {},
    escalating,
  ),
  sketch("handoff-loses-facts", handedOver("A customer needs help."), handedOver("TG-1001 could not be found"), {
    task: "order",
  }),
  sketch(
    "shared-fate",
    { calls: [{ at: 0, fault: "latency" }], bystander: { end: "hung" } },
    { calls: [{ at: 0, fault: "latency" }] },
  ),
  sketch(
    "bystander-slowed",
    { calls: [{ at: 0, fault: "latency" }], bystander: { t: 9_000 } },
    { calls: [{ at: 0, fault: "latency" }], bystander: { t: 600 } },
  ),
  sketch("no-breaker", deadService(12, 3), deadService(9, 3)),
  sketch(
    "breaker-too-eager",
    { calls: [{ at: 0, ...lost }], bystander: admits },
    { calls: [{ at: 0, ...lost }, beside(40)] },
    { calls: [{ at: 0 }, beside(40)] },
  ),
  sketch(
    "state-left-behind",
    { calls: [{ at: 0, ...lost }, { at: 300, attempt: 2 }, beside(900)], bystander: admits },
    { calls: [{ at: 0, ...lost }, { at: 300, attempt: 2 }, beside(900)] },
    { calls: [{ at: 0 }, beside(40)] },
  ),
  sketch(
    "load-spilled",
    {
      calls: [
        { at: 0, ...lost },
        ...Array.from({ length: 12 }, (_, i) => ({ at: i * 90, occurrence: i + 1, dependency: "k" })),
      ],
    },
    {
      calls: [
        { at: 0, ...lost },
        { at: 90, dependency: "k" },
      ],
    },
    { calls: [{ at: 0 }] },
  ),
  sketch(
    "uncatchable-crash",
    { calls: [{ at: 0, ...lost }], end: { end: "crashed", error: "nothing caught: Error: boom" } },
    { calls: [{ at: 0, ...lost }], end: crashed },
  ),
  sketch(
    "cross-tenant-leak",
    { calls: [beside(0, { request: { id: "TG-2002" } })], end: { answer: "30 days; TG-2002 is on its way." } },
    {
      calls: [beside(0, { request: { id: "TG-2002" } }), { at: 5, request: { id: "TG-2002" } }],
      end: { answer: "30 days; TG-2002 is on its way." },
    },
  ),
  sketch(
    "telemetry-blocks-task",
    { calls: [{ at: 0, dimension: "observability", ...lost }], end: crashed },
    { calls: [{ at: 0, dimension: "observability", ...lost }] },
  ),
  sketch(
    "telemetry-loses-fault",
    {
      calls: [
        { at: 0, ...lost },
        { at: 20, ...report, ...lost, request: { event: "failed" } },
        { at: 900, ...report, occurrence: 10, request: { event: "answered" } },
      ],
      end: admits,
    },
    {
      calls: [
        { at: 0, ...lost },
        { at: 20, ...report, ...lost, request: { event: "failed" } },
        { at: 900, ...report, occurrence: 10, request: { events: [{ event: "failed" }, { event: "answered" }] } },
      ],
      end: admits,
    },
    watched,
  ),
  sketch(
    "fault-invisible",
    {
      calls: [
        { at: 0, ...lost },
        { at: 20, ...report, request: { event: "answered" } },
      ],
      end: admits,
    },
    {
      calls: [
        { at: 0, ...lost },
        { at: 20, ...report, request: { event: "d failed" } },
      ],
      end: admits,
    },
    watched,
  ),
  sketch(
    "fail-open",
    { task: "pay", calls: [{ at: 0, ...guard, ...lost }, { at: 40 }], end: { effects: [refund] } },
    { task: "pay", calls: [{ at: 0, ...guard, ...lost }], end: admits },
    { task: "pay", calls: [{ at: 0, ...guard }, { at: 40 }], end: { effects: [refund] } },
  ),
  sketch(
    "guard-bypassed",
    { task: "pay", calls: [{ at: 40, ...lost }], end: { effects: [refund] } },
    {
      task: "pay",
      calls: [
        { at: 0, ...guard },
        { at: 40, ...lost },
      ],
      end: { effects: [refund] },
    },
    { task: "pay", calls: [{ at: 0, ...guard }, { at: 40 }], end: { effects: [refund] } },
  ),
  sketch(
    "secret-leaked",
    { calls: [{ at: 0, ...lost }], end: { answer: "30 days (Bearer abcdefgh12345678.xyz)" } },
    { calls: [{ at: 0, ...lost }] },
  ),
  sketch(
    "error-shown-to-user",
    { calls: [{ at: 0, ...lost }], end: { answer: "Sorry: fetch failed, ECONNREFUSED d.shop.test" } },
    { calls: [{ at: 0, ...lost }], end: admits },
  ),
];
