import { fstatSync, statSync } from "node:fs";
import type { Io } from "./io.ts";

/** The real process. The first SIGINT or SIGTERM asks for an orderly end; the second ends at once. */
export function processIo(argv: readonly string[]): Io {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(name === "SIGINT" ? 130 : 143);
      stop.abort(new Error(name));
    });
  }
  // Bound now: while agents run in this process, what they write goes elsewhere.
  const out = process.stdout.write.bind(process.stdout);
  const err = process.stderr.write.bind(process.stderr);
  const isTTY = process.stdout.isTTY === true;
  const noColour = argv.includes("--no-color") || (process.env["NO_COLOR"] ?? "") !== "";
  const forced = (process.env["FORCE_COLOR"] ?? "0") !== "0";
  return {
    cwd: process.cwd(),
    env: process.env,
    isTTY,
    columns: process.stdout.columns ?? 100,
    colour: !noColour && (isTTY || forced),
    out: (text) => void out(text),
    err: (text) => void err(text),
    writesTo: redirectedTo([1, 2]),
    signal: stop.signal,
  };
}

/** A shell opens `> comment.md` before this process begins: that file is known by its number on its disk. */
function redirectedTo(descriptors: readonly number[]): (file: string) => boolean {
  const own = descriptors.flatMap((descriptor) => {
    try {
      const stat = fstatSync(descriptor, { bigint: true });
      return stat.isFile() ? [stat] : [];
    } catch {
      return []; // closed: it ends up nowhere
    }
  });
  return (file) => {
    const stat = own.length === 0 ? undefined : statSync(file, { bigint: true, throwIfNoEntry: false });
    return own.some(({ dev, ino }) => stat?.dev === dev && stat.ino === ino);
  };
}
