import { z } from "zod";

const part = z.looseObject({ text: z.string().optional() });
const said = z.looseObject({
  messageId: z.string().optional(),
  contextId: z.string().optional(),
  taskId: z.string().optional(),
  parts: z.array(part).default([]),
});
const status = z.looseObject({ state: z.string(), message: said.nullish() });
const artifact = z.looseObject({ artifactId: z.string().default(""), parts: z.array(part).default([]) });
const task = z.looseObject({
  id: z.string(),
  contextId: z.string().optional(),
  status,
  artifacts: z.array(artifact).nullish(),
});
const statusUpdate = z.looseObject({ taskId: z.string(), contextId: z.string().optional(), status });
const artifactUpdate = z.looseObject({ taskId: z.string(), artifact, append: z.boolean().nullish() });

/** Results and events of 1.0 (by member) and 0.3 (by `kind`). */
export const news = z.union([
  z.object({ task }),
  z.object({ message: said }),
  z.object({ statusUpdate }),
  z.object({ artifactUpdate }),
  task.extend({ kind: z.literal("task") }).transform((one) => ({ task: one })),
  said.extend({ kind: z.literal("message") }).transform((one) => ({ message: one })),
  statusUpdate.extend({ kind: z.literal("status-update") }).transform((one) => ({ statusUpdate: one })),
  artifactUpdate.extend({ kind: z.literal("artifact-update") }).transform((one) => ({ artifactUpdate: one })),
  // GetTask gives the task bare.
  task.transform((one) => ({ task: one })),
]);
export type News = z.output<typeof news>;

/** What is known of an answer so far. */
export interface Progress {
  task?: string;
  context?: string;
  /** `completed`, `input-required`, …; `message` = the answer came without a task. */
  state?: string;
  /** Of a message, or of the last status. */
  words: string;
  readonly artifacts: Map<string, string>;
}
export const nothingYet = (): Progress => ({ words: "", artifacts: new Map() });

const textOf = (parts: readonly { readonly text?: string | undefined }[]): string =>
  parts.flatMap(({ text }) => text ?? []).join("");
/** `TASK_STATE_INPUT_REQUIRED` (1.0) and `input-required` (0.3). */
const normal = (state: string): string =>
  state
    .replace(/^TASK_STATE_/, "")
    .toLowerCase()
    .replaceAll("_", "-");

/** States in which nothing more comes by itself. */
const resting: ReadonlySet<string> = new Set([
  "message",
  "completed",
  "failed",
  "canceled",
  "cancelled",
  "rejected",
  "input-required",
  "auth-required",
]);
export const isResting = ({ state }: Progress): boolean => state !== undefined && resting.has(state);

/** Adds what a result or an event tells. */
export function learn(progress: Progress, told: News): void {
  if ("message" in told) {
    progress.state = "message";
    progress.words = textOf(told.message.parts);
    progress.context = told.message.contextId ?? progress.context ?? "";
    return;
  }
  if ("artifactUpdate" in told) {
    const { artifact: one, append } = told.artifactUpdate;
    const before = append ? (progress.artifacts.get(one.artifactId) ?? "") : "";
    progress.artifacts.set(one.artifactId, before + textOf(one.parts));
    return;
  }
  const { status: now, contextId } = "task" in told ? told.task : told.statusUpdate;
  progress.task = "task" in told ? told.task.id : told.statusUpdate.taskId;
  if (contextId !== undefined) progress.context = contextId;
  progress.state = normal(now.state);
  if (now.message) progress.words = textOf(now.message.parts);
  if ("task" in told)
    for (const one of told.task.artifacts ?? []) progress.artifacts.set(one.artifactId, textOf(one.parts));
}
