import { AsyncLocalStorage } from "node:async_hooks";
import nodeCrypto from "node:crypto";
import type { Chance } from "../domain/chance.ts";

const drawing = new AsyncLocalStorage<Chance>();

/** Code of the target that draws from `Math.random` or `randomUUID` (an SDK's jitter, a key) gets its own named source while the clock is virtual. */
export const drawingFrom = <T>(random: Chance, body: () => T): T => drawing.run(random, body);

/** Replaces `Math.random` and `crypto.randomUUID` until the returned function is called. Code outside of any performance keeps the real one. */
export function seedRandomness(): () => void {
  const original = Math.random;
  Math.random = () => (drawing.getStore() ?? original)();
  const { randomUUID } = nodeCrypto;
  const seeded = (): UUID => {
    const random = drawing.getStore();
    return random ? uuidFrom(random) : randomUUID();
  };
  nodeCrypto.randomUUID = seeded;
  Object.defineProperty(crypto, "randomUUID", { value: seeded, configurable: true, writable: true });
  return () => {
    Math.random = original;
    nodeCrypto.randomUUID = randomUUID;
    Reflect.deleteProperty(crypto, "randomUUID");
  };
}

type UUID = ReturnType<typeof nodeCrypto.randomUUID>;

/** A version 4 UUID from a named source. */
function uuidFrom(random: Chance): UUID {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16));
  digits[12] = "4";
  digits[16] = ((Number.parseInt(digits[16] ?? "0", 16) & 3) | 8).toString(16);
  const at = (from: number, to: number): string => digits.slice(from, to).join("");
  return `${at(0, 8)}-${at(8, 12)}-${at(12, 16)}-${at(16, 20)}-${at(20, 32)}`;
}
