import type { RunEvent } from "../domain/events.ts";
import { digestText, withoutClock } from "./digest.ts";

export interface TrialDigest {
  see(event: RunEvent): void;
  value(): string;
}

/**
 * SHA-256 (16 hex digits) over what the agent saw and what it did in one trial: for each performance each call's address,
 * status, ending and delivered bytes, then the answer and the effects. Times are left out, so the same trial has the same
 * digest on a virtual and on a real clock, in process and behind the gateway. Keeps a line of an event, and not the event: a trial
 * may have thousands.
 */
export function trialDigest(): TrialDigest {
  const lines: string[] = [];
  return {
    see(event) {
      const line = lineOf(event);
      if (line !== undefined) lines.push(line);
    },
    value: () => digestText(lines.toSorted().join("\n")),
  };
}

function lineOf(event: RunEvent): string | undefined {
  switch (event.type) {
    case "call-ended":
      return `${taskIn(event.performance)} ${event.address} ${hasLeft(event.ending) ? "left" : `${event.status ?? "-"} ${event.ending} ${event.digest}`}`;
    case "fault-fired":
      return `${taskIn(event.performance)} ${event.address} ! ${event.injection}`;
    case "turn-answered":
      return `${taskIn(event.performance)} ${event.turn} = ${withoutClock(JSON.stringify([event.answer, event.effects]))}`;
    case "performance-ended":
      return `${event.task} = ${event.end} ${withoutClock(JSON.stringify([event.answer, event.effects]))}`;
    default:
      return undefined;
  }
}

const taskIn = (performance: string): string => performance.slice(performance.lastIndexOf("~") + 1);

/** A client that leaves early has read as far as its socket buffered: how far is chance. */
const hasLeft = (ending: string): boolean =>
  ending === "aborted" || ending === "trial-over" || ending === "hang" || ending === "silence";
