import type { ToolLacking } from "../domain/idle.ts";
import type { Judged, JudgedTrial, LackingTool } from "../domain/judgement.ts";
import { nearest } from "../domain/nearest.ts";

/** Keeps what the script brain wanted and the agent does not offer, as trials without a fault show it. */
export interface LackingTools {
  see(trial: JudgedTrial): void;
  /** Of the trials that went amiss, or else of all; in the order of the alphabet. */
  list(amiss: boolean): readonly LackingTool[];
}

export function openLackingTools(): LackingTools {
  const all = new Map<string, LackingTool>();
  const amiss = new Map<string, LackingTool>();
  return {
    see({ record, primary, bystanders }) {
      if (record.trial.arm !== "control") return;
      for (const told of record.lacking ?? []) {
        const judged = [primary, ...bystanders].find((one) => one.record.id === told.performance);
        // An agent may offer its tools to a later call alone.
        if (judged === undefined || calledBy(judged).has(told.tool)) continue;
        const key = JSON.stringify([told.at, told.tool]);
        all.set(key, lackingTool(told));
        if (judged.outcome !== "correct" || judged.undecided !== undefined) amiss.set(key, lackingTool(told));
      }
    },
    list: (only) => [...(only ? amiss : all)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one),
  };
}

function lackingTool({ tool, offered, at }: ToolLacking): LackingTool {
  const near = nearest(tool, offered);
  return {
    tool,
    offered: [...offered].sort(),
    ...(at === undefined ? {} : { at }),
    ...(near === undefined ? {} : { nearest: near }),
  };
}

/** Tools that the model asked for in the end. */
function calledBy({ record }: Judged): ReadonlySet<unknown> {
  return new Set(
    record.calls.flatMap(({ ended }) => {
      const calls: unknown = Object(ended?.reply).toolCalls;
      return Array.isArray(calls) ? calls.map((call: unknown): unknown => Object(call).name) : [];
    }),
  );
}

/** `The script asked for a tool that the agent does not offer: …`. */
export function lackingWords(lacking: readonly LackingTool[]): string {
  const named = lacking.slice(0, most).map(({ tool, at }) => (at === undefined ? `"${tool}"` : `"${tool}" at ${at}`));
  const more = lacking.length > most ? ` and ${lacking.length - most} more` : "";
  return `The script asked for a tool that the agent does not offer: ${named.join(", ")}${more}. ${instead(lacking[0])}`;
}

/** Places that are named. */
const most = 3;

function instead(lacking: LackingTool | undefined): string {
  if (lacking?.nearest !== undefined) return `Did you mean "${lacking.nearest}"?`;
  const offered = lacking?.offered ?? [];
  return offered.length === 0 ? "It offers none." : `It offers ${offered.join(", ")}.`;
}
