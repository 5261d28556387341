import { type Feature, featuresOf } from "../domain/features.ts";
import type { Protocol } from "../domain/protocol.ts";
import { accountCases } from "./account-cases.ts";
import type { Driver } from "./driver.ts";
import { toolCases } from "./tool-cases.ts";

/** One question put to a client: what does it make of this fault? */
export interface Case {
  /** `failure:throttled`, `cut:end`, … */
  readonly id: string;
  /** Absent: no fault, the healthy answer. */
  readonly fault?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  /** The client's own timeout in ms. */
  readonly timeout?: number;
  /** The call is given up from outside after so many ms. */
  readonly abortAfter?: number;
  /** The client is asked so often, one call after the other; expected is what the last call gives, and the attempts of all. Absent = once. */
  readonly calls?: number;
  /** Where a call fails, the agent waits so many ms and asks once more. */
  readonly againAfter?: number;
}

interface Template extends Case {
  readonly modes?: readonly Driver["mode"][];
  readonly boundaries?: readonly string[];
  readonly needs?: readonly Feature[];
  readonly transport?: Driver["transport"];
}

const streams = ["stream", "helper"] as const;
const model = ["model"] as const;
const half = { afterContent: 2 } as const;

/** Cases that do not come from what a protocol lists. */
const templates: readonly Template[] = [
  { id: "healthy" },
  {
    id: "throttled with a wait",
    fault: "throttled",
    with: { retryAfter: "1s" },
    needs: ["failure:throttled", "announced-wait"],
  },
  { id: "reset", fault: "connection-reset" },
  { id: "refused", fault: "refused" },
  { id: "dns", fault: "dns-failure" },
  { id: "hang", fault: "hang", timeout: 800, abortAfter: 8000 },
  { id: "invalid-json", fault: "hollow-success", with: { kind: "invalid-json" } },
  { id: "empty-body", fault: "hollow-success", with: { kind: "empty-body" } },
  { id: "empty-object", fault: "hollow-success", with: { kind: "empty-object" } },
  { id: "html-200", fault: "hollow-success", with: { kind: "html" } },
  { id: "cut:end", fault: "cut-stream", with: { ...half, how: "end" }, modes: streams, needs: ["stream"] },
  { id: "cut:reset", fault: "cut-stream", with: { ...half, how: "reset" }, modes: streams, needs: ["stream"] },
  {
    id: "cut:stream-reset",
    fault: "cut-stream",
    with: { ...half, how: "stream-reset" },
    modes: streams,
    needs: ["stream"],
    transport: "h2",
  },
  {
    id: "cut:goaway",
    fault: "cut-stream",
    with: { ...half, how: "goaway" },
    modes: streams,
    needs: ["stream"],
    transport: "h2",
  },
  { id: "body cut:reset", fault: "cut-stream", with: { how: "reset" }, modes: ["whole"] },
  {
    id: "stall:silence",
    fault: "stalled-stream",
    with: half,
    modes: streams,
    needs: ["stream"],
    timeout: 800,
    abortAfter: 2400,
  },
  {
    id: "stall:keep-alives",
    fault: "stalled-stream",
    with: { ...half, behind: "keep-alives", every: "300ms" },
    modes: streams,
    needs: ["stream", "keep-alive"],
    timeout: 800,
    abortAfter: 2400,
  },
  {
    id: "stall:empty-deltas",
    fault: "stalled-stream",
    with: { ...half, behind: "empty-deltas", every: "300ms" },
    modes: streams,
    needs: ["stream", "empty-delta"],
    timeout: 800,
    abortAfter: 2400,
  },
  { id: "trickle", fault: "trickle", with: { bytes: 64, gap: "10ms" }, modes: streams, needs: ["stream"] },
  // Something always comes, and no event is ever whole again before the call is given up.
  {
    id: "trickle:endless",
    fault: "trickle",
    with: { ...half, bytes: 4, gap: "300ms" },
    modes: streams,
    needs: ["stream"],
    timeout: 800,
    abortAfter: 2400,
  },
  {
    id: "garbage:truncated",
    fault: "garbage-in-stream",
    with: { ...half, how: "truncated" },
    modes: streams,
    needs: ["stream"],
  },
  {
    id: "garbage:noise",
    fault: "garbage-in-stream",
    with: { ...half, how: "noise" },
    modes: streams,
    needs: ["stream"],
  },
  {
    id: "garbage:checksum",
    fault: "garbage-in-stream",
    with: { ...half, how: "checksum" },
    modes: streams,
    needs: ["stream", "checksum"],
  },
  {
    id: "garbage:partial-frame",
    fault: "cut-stream",
    with: { ...half, how: "end", within: "event" },
    modes: streams,
    needs: ["stream"],
  },
  {
    id: "duplicated-event",
    fault: "duplicated-event",
    with: half,
    boundaries: model,
    modes: streams,
    needs: ["stream"],
  },
  {
    id: "reordered-events",
    fault: "reordered-events",
    with: half,
    boundaries: model,
    modes: streams,
    needs: ["stream"],
  },
  { id: "missing-final-event", fault: "missing-final-event", boundaries: model, modes: streams, needs: ["stream"] },
  { id: "usage-missing", fault: "usage-missing", boundaries: model },
  // The first reply is healthy: the second shows its id.
  { id: "stale-response-id", fault: "stale-response-id", boundaries: model, needs: ["response-id"], calls: 2 },
  { id: "refusal", fault: "refusal", boundaries: model, needs: ["stop:refusal"] },
  { id: "length", fault: "truncated-answer", boundaries: model, needs: ["stop:length"] },
  {
    id: "content-filter",
    fault: "empty-completion",
    with: { stopReason: "content-filter" },
    boundaries: model,
    needs: ["stop:content-filter"],
  },
  {
    id: "guardrail",
    fault: "empty-completion",
    with: { stopReason: "guardrail" },
    boundaries: model,
    needs: ["stop:guardrail"],
  },
  { id: "empty-completion", fault: "empty-completion", boundaries: model },
];

/** Every case that makes sense for a driver: what its protocol has, in the mode that it uses. */
export function casesFor(driver: Driver, protocol: Protocol): readonly Case[] {
  const features = featuresOf(protocol);
  if (driver.asks === "tool call") return toolCases(features);
  if (driver.asks === "account") return accountCases(features);
  const fits = ({ modes, boundaries, needs, transport }: Template): boolean =>
    (modes?.includes(driver.mode) ?? true) &&
    (boundaries?.includes(driver.dependency.boundary) ?? true) &&
    (needs?.every((feature) => features.has(feature)) ?? true) &&
    (transport === undefined || transport === driver.transport);
  const streamed = driver.mode !== "whole";
  return [
    ...protocol.failures.map((kind): Case => ({ id: `failure:${kind}`, fault: "failure", with: { kind } })),
    ...(streamed ? (protocol.midStream?.failures ?? []) : []).flatMap((kind): Case[] => [
      { id: `in-stream:${kind}`, fault: "mid-stream-error", with: { ...half, kind } },
    ]),
    ...(protocol.hollow?.kinds ?? []).map(
      (kind): Case => ({ id: `hollow:${kind}`, fault: "hollow-success", with: { kind } }),
    ),
    ...templates.filter(fits),
  ];
}
