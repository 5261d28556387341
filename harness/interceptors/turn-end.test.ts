import type { Socket } from "node:net";
import { expect, it, vi } from "vitest";
import { holdUntilTurnEnds } from "./turn-end.ts";

const watched = (name: string, log: string[]): Socket => {
  const socket = { cork: () => log.push(`cork ${name}`), uncork: () => log.push(`uncork ${name}`) };
  return socket as unknown as Socket;
};
const uncorked = (log: readonly string[]): number => log.filter((one) => one.startsWith("uncork")).length;

it("lets go of what one turn wrote when the turn is over, in the order of writing", async () => {
  const log: string[] = [];
  for (const name of ["a", "b"]) holdUntilTurnEnds(watched(name, log));
  expect(log).toEqual(["cork a", "cork b"]);
  await vi.waitFor(() => expect(log).toEqual(["cork a", "cork b", "uncork a", "uncork b"]));
});

it("lets the first go before the turn is over when many are held", () => {
  const log: string[] = [];
  for (let count = 0; count < 40; count += 1) holdUntilTurnEnds(watched(String(count), log));
  expect(uncorked(log)).toBeGreaterThan(0);
  expect(uncorked(log)).toBeLessThan(40);
});

it("stays awake only for a moment, and holds what is written meanwhile", async () => {
  const log: string[] = [];
  for (const name of ["a", "b", "c"]) holdUntilTurnEnds(watched(name, log));
  await vi.waitFor(() => expect(uncorked(log)).toBe(3));
  holdUntilTurnEnds(watched("d", log));
  expect(uncorked(log)).toBe(3);
  await vi.waitFor(() => expect(uncorked(log)).toBe(4));
  await vi.waitFor(() => expect(process.getActiveResourcesInfo()).not.toContain("Immediate"));
});
