import { dirname, isAbsolute, resolve } from "node:path";

const scheme = "file://";

/** `file://check.js` in a task is beside the task's file, wherever the run was started. */
export function absoluteFiles<T>(value: T, taskFile: string): T {
  const folder = dirname(taskFile);
  const walk = (one: unknown): unknown => {
    if (typeof one === "string") return one.startsWith(scheme) ? absolute(one.slice(scheme.length), folder) : one;
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one === "object" && one !== null)
      return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, walk(inner)]));
    return one;
  };
  return walk(value) as T;
}

const absolute = (path: string, folder: string): string =>
  `${scheme}${isAbsolute(path) ? path : resolve(folder, path)}`;
