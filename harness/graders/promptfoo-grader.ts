import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { longestTimer } from "../domain/longest-timer.ts";
import type { Grader } from "../domain/ports.ts";
import type { Grade } from "../domain/task.ts";
import { type GradeQuestion, gradeReply } from "./messages.ts";

// Taken before a virtual clock takes their place: what is graded takes real time.
const { setInterval, clearInterval } = globalThis;

/**
 * Runs the assertions of tasks in a child process, which starts with the first of them and ends with the grader. Its handles are
 * never counted among those of this process, so that a virtual clock does not wait for them.
 */
export function promptfooGrader(): Grader {
  const waiting = new Map<number, (grades: readonly Grade[]) => void>();
  let child: ChildProcess | undefined;
  let home: string | undefined;
  let asks = 0;
  let awake: NodeJS.Timeout | undefined;

  const settle = (id: number, grades: readonly Grade[]): void => {
    const tell = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) clearInterval(awake);
    tell?.(grades);
  };
  const start = (): ChildProcess => {
    home ??= mkdtempSync(join(tmpdir(), "brownout-grader-"));
    const made = fork(new URL(`./worker${extname(import.meta.filename)}`, import.meta.url), {
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: {
        ...process.env,
        PROMPTFOO_DISABLE_TELEMETRY: "1",
        PROMPTFOO_DISABLE_UPDATE: "1",
        PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
        PROMPTFOO_CONFIG_DIR: home,
      },
    });
    let complaint = "";
    made.stderr?.on("data", (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString()}`.slice(-2000);
    });
    made.on("message", (message) => {
      const { id, grades } = gradeReply.parse(message);
      settle(id, grades as readonly Grade[]);
    });
    const gone = (how: string): void => {
      if (child === made) child = undefined;
      const reason = `the child process that runs promptfoo ${how}. ${complaint.trim()}`.trim();
      for (const id of [...waiting.keys()]) settle(id, [{ assertion: "promptfoo", reason }]);
    };
    made.on("error", (error) => gone(`failed: ${error.message}`));
    made.on("close", (code, signal) => gone(`ended (${signal ?? `exit code ${code}`})`));
    made.unref();
    made.channel?.unref();
    (made.stderr as { unref?(): void } | null)?.unref?.();
    return made;
  };

  return {
    grade: (task, answer, signal) =>
      new Promise((resolve) => {
        if (!task.grading) {
          resolve([]);
          return;
        }
        child ??= start();
        asks += 1;
        const id = asks;
        if (waiting.size === 0) awake = setInterval(() => undefined, longestTimer);
        waiting.set(id, resolve);
        signal.addEventListener(
          "abort",
          () => settle(id, [{ assertion: "promptfoo", reason: "the run was stopped before it was graded" }]),
          { once: true },
        );
        const asked: GradeQuestion = {
          id,
          prompt: task.prompt,
          input: task.input,
          output: answer.text,
          ...(answer.data === undefined ? {} : { data: answer.data }),
          grading: task.grading,
        };
        child.send(asked);
      }),
    async [Symbol.asyncDispose]() {
      const ending = child;
      child = undefined;
      if (ending && ending.exitCode === null && ending.signalCode === null) {
        const closed = new Promise((resolve) => ending.once("close", resolve));
        ending.ref();
        ending.kill();
        await closed;
      }
      if (home !== undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}
