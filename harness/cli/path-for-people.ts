import { relative } from "node:path";
import type { Io } from "./io.ts";

/** Relative to where the command was typed, unless it is outside. */
export const pathForPeople = (io: Pick<Io, "cwd">, path: string): string => {
  const short = relative(io.cwd, path);
  return short === "" ? "." : short.startsWith("..") ? path : short;
};
