import { z } from "zod";
import { defineProbe, type JudgedTrial } from "../domain/judgement.ts";

export const duplicateEffects = defineProbe({
  name: "duplicate-effects",
  summary: "Changes committed more often than in the control arm: the same refund, twice. Lower is better.",
  unit: "count",
  better: "lower",
  aggregate: "max",
  params: z.strictObject({
    /** Fields that differ between two copies of the same change. */
    volatile: z
      .array(z.string())
      .default(["id", "at", "time", "timestamp", "createdAt", "created_at", "key", "idempotencyKey"]),
  }),
  measure(trial, control, { volatile }) {
    const usual = countEffects(control, volatile);
    let extra = 0;
    for (const [effect, count] of countEffects(trial, volatile))
      extra += Math.max(0, count - Math.max(1, usual.get(effect) ?? 0));
    return [extra];
  },
});

function countEffects({ primary }: JudgedTrial, volatile: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const effect of primary.record.ended?.effects ?? []) {
    const fields = Object.entries(effect).filter(([name]) => !volatile.includes(name));
    const key = JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
