import type { Io } from "../cli/io.ts";

/** No terminal, no environment; what is written goes nowhere unless told otherwise. */
export const quietIo = (cwd: string, otherwise: Partial<Io> = {}): Io => ({
  cwd,
  env: {},
  isTTY: false,
  columns: 100,
  colour: false,
  out: () => undefined,
  err: () => undefined,
  signal: new AbortController().signal,
  ...otherwise,
});
