import type { RunEvent } from "../domain/events.ts";
import { digestText, withoutClock } from "./digest.ts";

/**
 * SHA-256 (16 hex digits) over what the agent saw and what it did in one trial: for each performance each call's address,
 * status, ending and delivered bytes, then the answer and the effects. Times are left out, so the same trial has the same
 * digest on a virtual and on a real clock, in process and behind the gateway.
 */
export function digestOf(events: readonly RunEvent[]): string {
  const lines: string[] = [];
  for (const event of events) {
    if (event.type === "call-ended") {
      // A client that leaves early has read as far as its socket buffered: how far is chance.
      const left =
        event.ending === "aborted" ||
        event.ending === "trial-over" ||
        event.ending === "hang" ||
        event.ending === "silence";
      const performance = event.performance.slice(event.performance.lastIndexOf("~") + 1);
      lines.push(
        `${performance} ${event.address} ${left ? "left" : `${event.status ?? "-"} ${event.ending} ${event.digest}`}`,
      );
    } else if (event.type === "fault-fired") {
      lines.push(
        `${event.performance.slice(event.performance.lastIndexOf("~") + 1)} ${event.address} ! ${event.injection}`,
      );
    } else if (event.type === "turn-answered") {
      const performance = event.performance.slice(event.performance.lastIndexOf("~") + 1);
      lines.push(`${performance} ${event.turn} = ${withoutClock(JSON.stringify([event.answer, event.effects]))}`);
    } else if (event.type === "performance-ended") {
      lines.push(`${event.task} = ${event.end} ${withoutClock(JSON.stringify([event.answer, event.effects]))}`);
    }
  }
  return digestText(lines.sort().join("\n"));
}
