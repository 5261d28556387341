import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Writes the file, whole or not at all. False: another text stands there, which may be somebody's work, and it was left as it is. */
export function writeUnlessEdited(file: string, text: string, force: boolean): boolean {
  if (!force && existsSync(file) && readFileSync(file, "utf8") !== text) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
  return true;
}
