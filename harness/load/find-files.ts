import { glob, readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { nearest } from "../domain/nearest.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";

export type Kind = "file" | "folder" | "nothing";

export async function kindOf(absolute: string): Promise<Kind> {
  const found = await stat(absolute).catch(() => undefined);
  if (found === undefined) return "nothing";
  return found.isDirectory() ? "folder" : "file";
}

const magic = /[*?[\]{}]/;

/**
 * Absolute paths of the files that a path, a folder or a glob stands for, sorted; empty if there are none.
 * `accept` is asked about what a folder or glob finds, by its path from there; a file that is named is always taken.
 */
export async function matching(
  pattern: string,
  folder: string,
  accept: (path: string) => boolean,
): Promise<readonly string[]> {
  const absolute = resolve(folder, pattern);
  const kind = await kindOf(absolute);
  if (kind === "file") return [absolute];
  if (kind === "folder") return walk(absolute, accept);
  if (!magic.test(pattern)) return [];
  const found: string[] = [];
  for await (const path of glob(pattern, { cwd: folder })) found.push(resolve(folder, path));
  const files: string[] = [];
  for (const path of found.sort()) {
    if (accept(relative(folder, path)) && (await kindOf(path)) === "file") files.push(path);
  }
  return files;
}

async function walk(folder: string, accept: (path: string) => boolean): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const steps = relative(folder, path).split(sep);
      return !steps.some((step) => step.startsWith(".") || step === "node_modules") && accept(steps.join("/"));
    })
    .sort();
}

/** The absolute path of a file or folder that a value names, relative to the value's own file; says so if there is none. */
export async function referenced(
  section: Section,
  what: string,
  loading: Loading,
  kinds: readonly Kind[] = ["file"],
): Promise<string | undefined> {
  if (typeof section.value !== "string") return undefined;
  const absolute = resolve(dirname(section.source.absolute), section.value);
  const kind = await kindOf(absolute);
  if (kinds.includes(kind)) return absolute;
  const reason =
    kind === "nothing"
      ? `there is no ${kinds.join(" or ")} ${loading.show(absolute)}`
      : `${loading.show(absolute)} is a ${kind}`;
  const hint = kind === "nothing" ? await neighbour(section.value, absolute) : undefined;
  loading.problems.at(
    section,
    `Cannot find ${what}: ${reason}.${hint === undefined ? "" : ` Did you mean "${hint}"?`}`,
  );
  return undefined;
}

/** The same path with the name of a file that is there and has almost the same name. `except`: the one that cannot be meant; `most`: letters that may be wrong. */
export async function neighbour(
  written: string,
  absolute: string,
  { except, most }: { readonly except?: string; readonly most?: number } = {},
): Promise<string | undefined> {
  const names = await readdir(dirname(absolute)).catch(() => []);
  const near = nearest(
    basename(absolute),
    names.filter((name) => join(dirname(absolute), name) !== except),
    most,
  );
  return near === undefined ? undefined : `${written.slice(0, written.length - basename(written).length)}${near}`;
}
