import type { z } from "zod";
import type { Task } from "../domain/task.ts";
import { compact } from "./compact.ts";
import type { Loading } from "./loading.ts";
import { isRecord, part, placeOf, type Section } from "./problems.ts";
import { read } from "./read.ts";
import { withKeysMeant } from "./read-partly.ts";
import type { taskSchema } from "./schema/task.ts";

type Said = Pick<Task, "earlier" | "prompt" | "input" | "expect" | "playbook">;

/** What the user says, from the short form or from turns; says what is wrong with it. */
export function turnsOf(
  { id, prompt, turns, input, expect, playbook }: z.output<typeof taskSchema>,
  section: Section,
  loading: Loading,
): Said | undefined {
  if (prompt !== undefined && turns !== undefined) {
    loading.problems.at(
      part(section, "turns"),
      `Task "${id}" has a "prompt" and "turns". Write the prompt as one of the turns.`,
      "key",
    );
    return undefined;
  }
  if (prompt !== undefined) return compact({ prompt, input, expect, playbook });
  const last = turns?.at(-1);
  if (turns === undefined || last === undefined) {
    loading.problems.at(
      part(section, "prompt"),
      `Task "${id}" says nothing to the agent. Write what the user says under "prompt", or under "turns" if it is more than one message.`,
      "key",
    );
    return undefined;
  }
  for (const key of ["expect", "playbook"] as const) {
    if (last[key] === undefined || !isRecord(section.value) || section.value[key] === undefined) continue;
    loading.problems.at(
      part(section, "turns", turns.length - 1, key),
      `Task "${id}" has "${key}" twice: that of the task is of the last turn too. Leave one of them out.`,
      "key",
    );
    return undefined;
  }
  const earlier = turns.slice(0, -1).map((turn) => compact({ ...turn, input: { ...input, ...turn.input } }));
  return compact({
    earlier: earlier.length > 0 ? earlier : undefined,
    prompt: last.prompt,
    input: { ...input, ...last.input },
    expect: last.expect ?? expect,
    playbook: last.playbook ?? playbook,
  });
}

/** Says what is wrong with the playbooks of a task as it is written; each may use what those of the turns before it learn. */
export function checkPlaybooks(section: Section, loading: Loading): void {
  const { playbooks } = loading.registry;
  const before: unknown[] = [];
  const check = (at: Section): void => {
    if (at.value === undefined || playbooks === undefined) return;
    // With a misspelt key under the name that was meant, what refers to it can be told from what refers to nothing.
    read(playbooks.schema, at, loading.problems);
    const meant = withKeysMeant(playbooks.schema, at);
    if (playbooks.schema.safeParse(meant.value).success) {
      for (const { path, message } of playbooks.check(meant.value, [...before]))
        loading.problems.at(part(meant, ...path), message);
    }
    before.push(meant.value);
  };
  if (!isRecord(section.value)) return;
  const { turns } = section.value;
  for (const index of Array.isArray(turns) ? turns.keys() : []) {
    const turn = part(section, "turns", index);
    if (isRecord(turn.value)) check(part(turn, "playbook"));
  }
  check(part(section, "playbook"));
}

/** Where the playbooks of a task name each tool first; nothing without a playbook. */
export function toolPlaces(section: Section): Pick<Task, "at"> {
  const at = new Map<string, string>();
  const see = (playbook: Section): void => {
    const steps = part(playbook, "steps");
    if (!Array.isArray(steps.value)) return;
    for (const index of steps.value.keys()) {
      const call = part(steps, index, "call");
      if (typeof call.value === "string" && !at.has(call.value)) at.set(call.value, placeOf(call));
    }
  };
  const turns = part(section, "turns");
  for (const index of Array.isArray(turns.value) ? turns.value.keys() : []) see(part(turns, index, "playbook"));
  see(part(section, "playbook"));
  return at.size === 0 ? {} : { at: Object.fromEntries(at) };
}
