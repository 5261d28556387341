import { z } from "zod";
import { type Case, caseResultSchema } from "./case.ts";

export interface Question {
  readonly id: number;
  readonly asked: Case;
  readonly cwd: string;
}

export const replySchema = z.union([
  z.object({ id: z.number(), result: caseResultSchema }),
  z.object({ id: z.number(), error: z.string() }),
]);
export type Reply = z.infer<typeof replySchema>;
