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
    signal: stop.signal,
  };
}
