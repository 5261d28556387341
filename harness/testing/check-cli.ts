import { expect } from "vitest";
import type { Ended } from "./child-cli.ts";

export const stack = /^\s+at .+\(?(node:|file:|\/).+:\d+/m;
export const all = ({ stdout, stderr }: Ended): string => `${stdout}\n${stderr}`;

/** The exit code, what is said, and that no stack trace is. */
export function check(ended: Ended, code: number, says: readonly (string | RegExp)[]): void {
  for (const one of says) expect(all(ended)).toMatch(one);
  expect(all(ended)).not.toMatch(stack);
  expect(ended.code).toBe(code);
}
