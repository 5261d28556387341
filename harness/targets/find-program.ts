import { accessSync, constants, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";

/** Would this program start from this folder? As execvp(3) looks for it. */
export function findsProgram(program: string, cwd: string, path: string | undefined): boolean {
  const places = program.includes("/") ? [""] : (path ?? "").split(delimiter);
  return isFolder(cwd) && places.some((place) => isProgram(resolve(cwd, place, program)));
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return !isFolder(file);
  } catch {
    return false;
  }
}
