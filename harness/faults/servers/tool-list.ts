import type { Change as ValueChange } from "../shared/change-answer.ts";
import { isRecord } from "../shared/json.ts";

export interface Change {
  readonly kind: "renamed" | "removed" | "added";
  readonly tool: string;
  /** The name of the new one. */
  readonly to: string;
}

type Tool = Readonly<Record<string, unknown>>;

/** A list of tools with something done to each of them; undefined if the value is none. */
export function mapTools(value: unknown, change: (tool: Tool) => readonly Tool[]): Tool | undefined {
  if (!isRecord(value) || !Array.isArray(value.tools)) return undefined;
  return {
    ...value,
    tools: value.tools.flatMap((tool: unknown): readonly unknown[] => (isRecord(tool) ? [...change(tool)] : [tool])),
  };
}

export function changedList(value: unknown, { kind, tool, to }: Change): ValueChange<unknown> {
  let found = false;
  const changed = mapTools(value, (one) => {
    if (one.name !== tool) return [one];
    found = true;
    const renamed = { ...one, name: to };
    return kind === "removed" ? [] : kind === "renamed" ? [renamed] : [one, renamed];
  });
  if (changed === undefined || !found) return { unchanged: `the list has no tool ${tool}` };
  return {
    to: changed,
    note: kind === "removed" ? `${tool} removed` : `${tool} ${kind === "added" ? "joined by" : "is now"} ${to}`,
  };
}
