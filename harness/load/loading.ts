import { relative, sep } from "node:path";
import type { Fault } from "../domain/fault.ts";
import type { Problems } from "./problems.ts";
import { createProblems } from "./problems.ts";
import type { Registry } from "./registry.ts";

export interface LoadOptions {
  /** Absolute. Paths on the command line are relative to it, and messages show paths relative to it. */
  readonly cwd: string;
}

/** One loading: what has been found wrong so far, and what has been read already. */
export interface Loading {
  readonly cwd: string;
  readonly registry: Registry;
  readonly problems: Problems;
  /** Faults of the user's own, by the absolute path of their module. */
  readonly userFaults: Map<string, Fault>;
  /** An absolute path as it is shown: relative to the working folder, with forward slashes. */
  show(absolute: string): string;
  /** Many experiments share a target and tasks: each is read once, and its diagnostics are given once. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
}

export function startLoading(registry: Registry, options: LoadOptions): Loading {
  const kept = new Map<string, Promise<unknown>>();
  return {
    cwd: options.cwd,
    registry,
    problems: createProblems(),
    userFaults: new Map(),
    show: (absolute) => relative(options.cwd, absolute).split(sep).join("/") || ".",
    once: <T>(key: string, make: () => Promise<T>) => {
      const before = kept.get(key);
      if (before !== undefined) return before as Promise<T>;
      const made = make();
      kept.set(key, made);
      return made;
    },
  };
}
