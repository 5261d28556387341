import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { journalName } from "../store/index.ts";
import type { Io } from "./io.ts";

interface Writing extends Pick<Io, "cwd" | "writesTo"> {
  /** Files that the command writes, beside its run and what it prints. */
  readonly written: readonly string[];
  /** Files that decide over trials and change none: a policy and the baseline that it names. */
  readonly deciding?: readonly string[];
  /** The file is not known to git. */
  readonly fresh: boolean;
}

/** Why a changed file is no change: this command writes it or decides by it, or one before it wrote it. Undefined: it is none of ours. */
export function ownOutput(file: string, { cwd, written, deciding = [], writesTo, fresh }: Writing): string | undefined {
  if (deciding.some((path) => resolve(cwd, path) === file))
    return "it changes no trial; a gate decides by it as it is now";
  if (writesTo?.(file)) return "what this command prints goes there";
  if (!fresh) return undefined;
  if (written.some((path) => resolve(cwd, path) === file)) return "this command writes it";
  return isOfRun(file) ? "a run left it" : undefined;
}

/** It lies in the folder of a run, by its name and its journal. */
function isOfRun(file: string): boolean {
  const folder = dirname(file);
  if (folder === file) return false;
  return (/^\d{8}-\d{6}-/.test(basename(folder)) && existsSync(join(folder, journalName))) || isOfRun(folder);
}

/** A text in which nothing stands, such as `| tee comment.md` makes it before the first line comes. An empty setting may say something. */
export const isEmptyText = (file: string): boolean =>
  /\.(md|txt|log|html|sarif)$/i.test(file) && statSync(file, { throwIfNoEntry: false })?.size === 0;
