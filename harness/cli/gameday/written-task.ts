import type { Task } from "../../domain/task.ts";

/** A task as an experiment file has it, for those that stand in the plan itself. */
export function writtenTask({ id, tags, earlier, prompt, input, expect, grading, playbook }: Task): unknown {
  const last = { prompt, ...(playbook === undefined || earlier === undefined ? {} : { playbook }) };
  return {
    id,
    ...(tags.length === 0 ? {} : { tags }),
    ...(earlier === undefined ? { prompt } : { turns: [...earlier, last] }),
    ...(Object.keys(input).length === 0 ? {} : { input }),
    expect,
    ...grading,
    ...(playbook === undefined || earlier !== undefined ? {} : { playbook }),
  };
}
