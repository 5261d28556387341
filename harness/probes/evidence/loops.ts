import type { CallRecord, PerformanceRecord } from "../../domain/events.ts";
import { askedFor } from "./reading.ts";

/** What a performance's models asked for again and again. */
export interface Loop {
  readonly name: string;
  /** Times that exactly the same was asked for. */
  readonly count: number;
  /** Model replies that asked for it, in order. */
  readonly calls: readonly CallRecord[];
}

/** The same tool with the same arguments, most often first. */
export function loopsIn({ calls }: PerformanceRecord): readonly Loop[] {
  const loops = new Map<string, { name: string; count: number; calls: CallRecord[] }>();
  for (const call of calls) {
    for (const { name, arguments: args } of askedFor(call) ?? []) {
      const key = `${name} ${args}`;
      const loop = loops.get(key) ?? { name, count: 0, calls: [] };
      loop.count += 1;
      loop.calls.push(call);
      loops.set(key, loop);
    }
  }
  return [...loops.values()].sort((a, b) => b.count - a.count);
}

/**
 * The agent ended the work itself: the last that a model said was that it wanted to go on. Undefined = the last call of a model
 * failed, or there was none.
 */
function wasCutShort({ calls }: PerformanceRecord): boolean | undefined {
  const last = calls.findLast(({ started }) => started.boundary === "model");
  const asked = last && askedFor(last);
  return asked && asked.length > 0;
}

/** How a performance ended once it went on for too long. */
export type Stop = "explicit" | "empty" | "by-itself" | "never";

/** `silent`: what it answered was wrong and warned of nothing. */
export function stopOf(record: PerformanceRecord, silent: boolean): Stop {
  const { ended } = record;
  if (ended?.end !== "answered") return "never";
  if ((ended.answer ?? "").trim() === "" || (silent && wasCutShort(record) === true)) return "empty";
  return wasCutShort(record) === true ? "explicit" : "by-itself";
}
