import { type ChildProcess, spawn } from "node:child_process";

export interface ServerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}
/** The user's own server, started. */
export interface Server {
  readonly process: ChildProcess;
  /** When it has exited and, if we read it, its output is read to the end. */
  readonly ended: Promise<ServerEnd>;
  /** It and all that it has started, at once. */
  kill(): void;
}

const passedOn = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2"] as const;

/**
 * Starts a server in a process group of its own. Its stderr is ours, and signals that we are sent go on to it.
 * @param tie ties the group to our own life, however that ends.
 * @throws {Error} if it does not start.
 */
export async function startServer(
  command: readonly string[],
  streams: "inherit" | "pipe",
  tie: (group: number) => void,
): Promise<Server> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { stdio: [streams, streams, "inherit"], detached: true });
  if (child.pid !== undefined) tie(child.pid);
  for (const signal of passedOn) process.on(signal, () => void child.kill(signal));
  const ended = new Promise<ServerEnd>((resolve) => child.once("close", (code, signal) => resolve({ code, signal })));
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "ENOENT" ? `there is no program "${program}" on PATH` : error.message;
      reject(new Error(`Cannot start the MCP server "${command.join(" ")}": ${why}.`, { cause: error }));
    });
  });
  return {
    process: child,
    ended,
    kill() {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // it is gone already
      }
    },
  };
}

/** Ends this process as the server ended: with its code, or by its signal. The code is for platforms where the signal does not. */
export function endAs({ code, signal }: ServerEnd): number {
  if (signal === null) return code ?? 1;
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  return 1;
}
