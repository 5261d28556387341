import * as z from "zod";
import type { CallRecord, PerformanceRecord } from "../../harness/domain/events.ts";
import type { JudgedTrial } from "../../harness/domain/judgement.ts";
import { cleanLine } from "../text/clean.ts";
import { endingWords, replyWords, requestWords } from "./call-words.ts";

/** One call of a trial, as timelines show it and the published JSON carries it. Times are in milliseconds. */
export const timelineEntry = z.object({
  at: z.number().describe("Trial time at which the call began, in ms."),
  address: z.string().describe("Which call, independent of time: tool:orders.get_order[1]#2."),
  attempt: z.int().positive(),
  request: z.string().describe("What was asked, in words, shortened."),
  reply: z.string().describe("What came back, in words, shortened; empty if nothing did."),
  result: z.string().describe("HTTP status as delivered, or how the call ended."),
  tookMs: z.number().optional(),
  waitedMs: z.number().optional().describe("For a retry: time since the attempt before it ended."),
  toldToWaitMs: z.number().optional().describe("For a retry: the Retry-After that the attempt before it was given."),
  faults: z.array(z.object({ injection: z.string(), fault: z.string(), note: z.string() })),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

/** Longest request, reply or note in an entry. */
const longest = 400;
const short = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`.toWellFormed());

/** The calls of the primary performance: attempts at one logical call stand together, in the order in which they were first made. */
export function timelineEntries(trial: JudgedTrial): readonly TimelineEntry[] {
  return logicalCalls(trial.primary.record).flatMap((attempts) =>
    attempts.map((call, index) => entryOf(call, attempts[index - 1])),
  );
}

function logicalCalls(performance: PerformanceRecord): readonly (readonly CallRecord[])[] {
  const groups = new Map<string, CallRecord[]>();
  for (const call of performance.calls.toSorted((a, b) => a.started.t - b.started.t)) {
    const { boundary, dependency, operation, occurrence } = call.started;
    const key = JSON.stringify([boundary, dependency, operation, occurrence]);
    const group = groups.get(key);
    if (group) group.push(call);
    else groups.set(key, [call]);
  }
  return [...groups.values()];
}

/** One call in words; `before`: the attempt before it. */
export function entryOf(call: CallRecord, before: CallRecord | undefined): TimelineEntry {
  const { started, ended } = call;
  const waited = before?.ended && Math.max(0, started.t - before.ended.t);
  const told = before?.ended?.retryAfterMs;
  return {
    at: started.t,
    address: cleanLine(started.address),
    attempt: started.attempt,
    request: short(requestWords(call)),
    reply: short(replyWords(call)),
    result: endingWords(call),
    ...(ended && { tookMs: Math.max(0, ended.t - started.t) }),
    ...(waited !== undefined && { waitedMs: waited }),
    ...(told !== undefined && { toldToWaitMs: told }),
    faults: call.faults.map(({ injection, fault, note }) => ({
      injection: cleanLine(injection),
      fault: cleanLine(fault),
      note: short(cleanLine(note)),
    })),
  };
}

/** What a call asked, in words, shortened; empty if it says nothing. */
export const requestOf = (call: CallRecord): string => short(requestWords(call));

/** Where a trial parts from its control. */
export type Parting =
  | { readonly kind: "same" }
  /** `treatment` and `control`: the call that each made there; undefined = it made none any more. */
  | { readonly kind: "parts"; readonly index: number; readonly treatment?: string; readonly control?: string };

/** Compares the addresses of two timelines: the first one that differs. */
export function partingOf(treatment: readonly TimelineEntry[], control: readonly TimelineEntry[]): Parting {
  const length = Math.max(treatment.length, control.length);
  for (let index = 0; index < length; index += 1) {
    const ours = treatment[index]?.address;
    const theirs = control[index]?.address;
    if (ours === theirs) continue;
    return {
      kind: "parts",
      index,
      ...(ours !== undefined && { treatment: ours }),
      ...(theirs !== undefined && { control: theirs }),
    };
  }
  return { kind: "same" };
}
