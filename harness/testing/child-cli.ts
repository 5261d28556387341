import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { main } from "../cli/program.ts";
import type { RunEvent } from "../domain/events.ts";
import { quietIo } from "./quiet-io.ts";
import { type Files, small } from "./small-project.ts";

const program = join(import.meta.dirname, "..", "main.ts");

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Brownout as a process of its own, without a terminal. */
export function startCli(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (part: string) => {
      text[name] += part;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, ...text }));
  });
  return { child, ended };
}
export const cli = (args: readonly string[], cwd: string): Promise<Ended> => startCli(args, cwd).ended;

/** The same program in this process, for what ends before anything is started: a process of its own costs a second. */
export async function cliHere(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const text = { stdout: "", stderr: "" };
  const io = quietIo(cwd, {
    env,
    out: (part) => {
      text.stdout += part;
    },
    err: (part) => {
      text.stderr += part;
    },
  });
  const code = await main(args, io);
  return { code, signal: null, ...text };
}

export interface Project extends Disposable {
  readonly cwd: string;
  /** The journal of the only run so far. */
  journal(): string;
  events(): readonly RunEvent[];
}

/** A folder with a small project in it; a file given as undefined is left out. */
export function project(changes: Files = {}): Project {
  const cwd = mkdtempSync(join(tmpdir(), "brownout-cli-"));
  for (const [path, text] of Object.entries({ ...small, ...changes })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  const journal = (): string => {
    const runs = join(cwd, "runs");
    const [name] = existsSync(runs) ? readdirSync(runs) : [];
    return join(runs, name ?? "none", "journal.jsonl");
  };
  return {
    cwd,
    journal,
    events: () =>
      readFileSync(journal(), "utf8")
        .split("\n")
        .slice(0, -1)
        .map((line): RunEvent => JSON.parse(line)),
    [Symbol.dispose]: () => rmSync(cwd, { recursive: true, force: true }),
  };
}

/** Resolves once a condition holds; rejects after 20 s, or so many milliseconds. */
export async function until(condition: () => boolean, what: string, most = 20_000): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > most) throw new Error(`Waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Ids of the live processes that carry this text in their command line (Linux). */
export const processesWith = (text: string): readonly number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const alive = !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
        return alive && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text);
      } catch {
        return false; // it ended meanwhile
      }
    })
    .map(Number);
