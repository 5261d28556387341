import { type ChildProcess, fork } from "node:child_process";
import type { Case, CaseResult } from "./case.ts";
import { type Question, replySchema } from "./worker-messages.ts";

/** Asks a child process to run cases. Several may be asked at once; the child takes them one after another. */
export interface Worker {
  /** @throws {Error} if the case could not be run, or the child ended. */
  ask(asked: Case, cwd: string): Promise<CaseResult>;
  /** Ends the child. The next question starts another. */
  close(): void;
}

interface Waiting {
  resolve(result: CaseResult): void;
  reject(error: Error): void;
}

/** The child starts with the first question and never keeps the parent alive while it has nothing to do. */
export function createWorker(): Worker {
  const waiting = new Map<number, Waiting>();
  let child: ChildProcess | undefined;
  let asks = 0;

  const settle = (id: number, end: (one: Waiting) => void): void => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) rest(child);
    if (one) end(one);
  };
  const failAll = (message: string): void => {
    for (const id of [...waiting.keys()]) settle(id, (one) => one.reject(new Error(message)));
  };

  const start = (): ChildProcess => {
    const made = fork(new URL("./worker.ts", import.meta.url), {
      // promptfoo's own loader must not reach the child: Node runs the sources as they are.
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    let complaint = "";
    made.stderr?.on("data", (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString()}`.slice(-2000);
    });
    made.on("message", (message) => {
      const reply = replySchema.parse(message);
      settle(reply.id, (one) => ("result" in reply ? one.resolve(reply.result) : one.reject(new Error(reply.error))));
    });
    const gone = (how: string): void => {
      if (child === made) child = undefined;
      failAll(`Cannot run the case: the child process that runs trials ${how}. ${complaint.trim()}`.trim());
    };
    made.on("error", (error) => gone(`failed: ${error.message}`));
    // `close` and not `exit`: by then its last words on stderr have been read.
    made.on("close", (code, signal) => gone(`ended (${signal ?? `exit code ${code}`})`));
    return made;
  };

  return {
    ask: (asked, cwd) =>
      new Promise((resolve, reject) => {
        child ??= start();
        hold(child);
        asks += 1;
        waiting.set(asks, { resolve, reject });
        child.send({ id: asks, asked, cwd } satisfies Question);
      }),
    close() {
      child?.kill();
      child = undefined;
    },
  };
}

function rest(child: ChildProcess | undefined): void {
  child?.unref();
  child?.channel?.unref();
  unrefPipe(child);
}
function hold(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}
function unrefPipe(child: ChildProcess | undefined): void {
  const pipe = child?.stderr;
  if (pipe && "unref" in pipe && typeof pipe.unref === "function") pipe.unref();
}
