import { referenced } from "./find-files.ts";
import type { Loading } from "./loading.ts";
import type { Section } from "./problems.ts";
import { part } from "./problems.ts";

/** A target file that is asked, by its absolute path, and where it is named. */
export interface Asked {
  readonly file: string;
  readonly at: Section;
}

/** The target files that a key names, one or a list of them; says which are not there, and which are named twice. */
export async function targetFiles(section: Section, loading: Loading): Promise<readonly Asked[]> {
  const places = Array.isArray(section.value) ? section.value.map((_, index) => part(section, index)) : [section];
  const files = new Map<string, Asked>();
  for (const at of places) {
    const file = await referenced(at, "the target", loading);
    if (file === undefined) continue;
    if (files.has(file)) loading.problems.at(at, `${loading.show(file)} is listed twice.`);
    files.set(file, { file, at });
  }
  return [...files.values()];
}

/** `Vercel AI SDK` → `vercel-ai-sdk`: what tells the addresses of one experiment's targets apart. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "") || "target";
