import { AsyncLocalStorage } from "node:async_hooks";
import type { Chance } from "../domain/chance.ts";

const drawing = new AsyncLocalStorage<Chance>();

/** Code of the target that draws from `Math.random` (an SDK's jitter, say) gets its own named source while the clock is virtual. */
export const drawingFrom = <T>(random: Chance, body: () => T): T => drawing.run(random, body);

/** Replaces `Math.random` until the returned function is called. Code outside of any performance keeps the real one. */
export function seedMathRandom(): () => void {
  const original = Math.random;
  Math.random = () => (drawing.getStore() ?? original)();
  return () => {
    Math.random = original;
  };
}
