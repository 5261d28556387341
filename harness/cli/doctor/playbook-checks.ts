import type { RunEvent } from "../../domain/events.ts";
import { nearest } from "../../domain/nearest.ts";
import type { Check } from "./diagnose.ts";

/** Of each tool that a playbook names and the agent does not offer, where it stands and what was perhaps meant. */
export function playbookChecks(events: readonly RunEvent[]): readonly Check[] {
  const lacking = events.flatMap((event) => (event.type === "tool-lacking" ? [event] : []));
  const byPlace = new Map(lacking.map((told) => [JSON.stringify([told.at, told.tool]), told]));
  return [...byPlace.values()].map(({ tool, at, offered }): Check => {
    const near = nearest(tool, offered);
    const where = at === undefined ? "" : ` at ${at}`;
    return {
      level: "warning",
      about: "playbook",
      says: `the script asked for a tool that the agent does not offer: "${tool}"${where}`,
      next:
        near === undefined
          ? `It offers ${offered.length === 0 ? "none" : offered.join(", ")}.`
          : `Did you mean "${near}"?`,
    };
  });
}
