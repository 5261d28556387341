import { z } from "zod";
import type { Grading } from "../domain/task.ts";

/** What is asked of the child process that runs promptfoo. */
export interface GradeQuestion {
  readonly id: number;
  readonly prompt: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: string;
  readonly data?: unknown;
  readonly grading: Grading;
}

export const gradeReply = z.object({
  id: z.number(),
  grades: z.array(
    z.object({
      assertion: z.string(),
      pass: z.boolean().optional(),
      score: z.number().optional(),
      reason: z.string(),
    }),
  ),
});
export type GradeReply = z.infer<typeof gradeReply>;
