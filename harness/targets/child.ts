import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { type Isolation, TargetFailure } from "../domain/ports.ts";
import { findsProgram } from "./find-program.ts";
import { readyToTie, tieToOurLife } from "./lifeline.ts";
import { after, realNow } from "./real-time.ts";

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}
/** A started program with all that it starts. */
export interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  /** When it has exited and its output is read to the end. */
  readonly ended: Promise<ChildEnd>;
  stdout(): string;
  /** The end of it, if it was much. */
  stderr(): string;
  /** More came on stdout than is kept. */
  overflowed(): boolean;
  /** A signal as an operator sends it: SIGTERM to the program, SIGKILL to all that it started. */
  tell(signal: "SIGTERM" | "SIGKILL"): void;
  /** SIGTERM to the whole group, SIGKILL after the grace. Resolves when none of it is left. Idempotent. */
  kill(): Promise<void>;
}
export interface ChildOptions {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly graceMs: number;
  /** Stdout is the result, kept from its beginning up to here; stderr is a log, kept from its end. In bytes. */
  readonly keep: number;
  readonly file: string;
  /** Starts it where it reaches nothing but what it is handed. */
  readonly isolation?: Isolation | undefined;
  /** Where it takes connections itself. */
  readonly listensAt?: { readonly host: string; readonly port: number };
}

/**
 * Starts a program without a shell, in a process group of its own that cannot outlive this process.
 * @throws {TargetFailure} if it does not start.
 */
export async function startChild(command: readonly string[], options: ChildOptions): Promise<Child> {
  const [program] = command;
  const name = command.join(" ");
  if (program === undefined)
    throw new TargetFailure(`Cannot start the target of ${options.file}: its command is empty.`);
  const env = { ...process.env, ...options.environment };
  const cannot = (why: string, cause?: unknown): TargetFailure =>
    new TargetFailure(`Cannot start the target "${name}" of ${options.file}: ${why}.`, { cause });
  const nobody = `there is no program "${program}" on PATH, or no folder ${options.cwd}`;
  // What starts it in there would end as though the agent had.
  if (options.isolation && !findsProgram(program, options.cwd, env["PATH"])) throw cannot(nobody);
  const place = await options.isolation?.enter(options.listensAt);
  const [file = program, ...args] = place?.command(command, options.cwd) ?? command;
  readyToTie();
  const child = spawn(file, args, {
    cwd: options.cwd,
    env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const untie = child.pid === undefined ? () => {} : tieToOurLife(child.pid);
  child.stdin.on("error", () => {}); // it may end without reading its input
  const out = collect(options.keep, "beginning");
  const err = collect(options.keep, "end");
  child.stdout.on("data", out.add);
  child.stderr.on("data", err.add);

  const ended = new Promise<ChildEnd>((resolve) => {
    // What it started may hold its output open: that goes with it.
    child.once("exit", () => void kill());
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  let killing: Promise<void> | undefined;
  const kill = (): Promise<void> => {
    killing ??= (async () => {
      signalGroup(child.pid, "SIGTERM");
      const deadline = realNow() + options.graceMs;
      while (realNow() < deadline && signalGroup(child.pid, 0)) await new Promise<void>((resolve) => after(5, resolve));
      signalGroup(child.pid, "SIGKILL");
      // Whoever left the group may still hold our ends of the pipes.
      const letGo = after(500, () => {
        child.stdout.destroy();
        child.stderr.destroy();
      });
      await ended;
      letGo();
      untie();
      await place?.leave();
    })();
    return killing;
  };

  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error: NodeJS.ErrnoException) => {
      untie();
      const failed = (): void => reject(cannot(error.code === "ENOENT" ? nobody : error.message, error));
      void (place?.leave() ?? Promise.resolve()).then(failed, failed);
    });
  });
  const tell = (signal: "SIGTERM" | "SIGKILL"): void => {
    if (signal === "SIGTERM") child.kill(signal);
    else signalGroup(child.pid, signal);
  };
  return { process: child, ended, tell, kill, stdout: out.text, stderr: err.text, overflowed: out.overflowed };
}

/** True = the group had a process to be told. */
function signalGroup(leader: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (leader === undefined) return false;
  try {
    return process.kill(-leader, signal);
  } catch (error) {
    // EPERM: macOS says so of a group whose last process is a zombie; there is nobody left to be told.
    return (error as NodeJS.ErrnoException).code === "EPERM" && signal !== 0;
  }
}

function collect(limit: number, side: "beginning" | "end") {
  let parts: Buffer[] = [];
  let size = 0;
  let over = false;
  return {
    add(part: Buffer): void {
      if (size + part.length > limit) {
        over = true;
        if (side === "beginning") {
          parts.push(part.subarray(0, limit - size));
          size = limit;
          return;
        }
        const all = Buffer.concat([...parts, part]);
        parts = [all.subarray(all.length - limit)];
        size = limit;
        return;
      }
      parts.push(part);
      size += part.length;
    },
    text: (): string => Buffer.concat(parts).toString("utf8"),
    overflowed: (): boolean => over,
  };
}
