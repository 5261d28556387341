import type { TargetSpec } from "../domain/experiment.ts";
import { AgentCrash, type Session, type Target, TargetFailure } from "../domain/ports.ts";
import type { Answer } from "../domain/task.ts";
import { type Child, startChild } from "./child.ts";
import { handedTo } from "./handed-to.ts";
import { answerShape, glimpse, lastLines, readAnswer } from "./read-answer.ts";

export interface ProcessOptions {
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly graceMs?: number;
  /** Bytes of output that are kept. */
  readonly keep?: number;
}
export const defaultGraceMs = 2000;
export const defaultKeep = 8 * 1024 * 1024;

/**
 * A program in any language, started once for each performance: the task as JSON on its stdin, the answer as JSON on
 * its stdout, exit code 0. Anything else that it wants to say goes to stderr.
 */
export function commandTarget(
  spec: Extract<TargetSpec, { kind: "command" }>,
  file: string,
  { graceMs = defaultGraceMs, keep = defaultKeep }: ProcessOptions = {},
): Target {
  return {
    async boot(environment, _signal, more) {
      const running = new Set<Child>();
      let closed = false;
      const session: Session = {
        async perform(task, signal, scope) {
          if (closed) throw new TargetFailure(`Cannot ask the target "${spec.command.join(" ")}": it is closed.`);
          signal.throwIfAborted();
          const child = await startChild(spec.command, {
            cwd: spec.cwd,
            environment: {
              ...handedTo(spec.environment, more?.environmentOf?.(scope) ?? environment),
              BROWNOUT_TRIAL: scope.trial,
              ...(scope.performance === undefined ? {} : { BROWNOUT_PERFORMANCE: scope.performance }),
            },
            graceMs,
            keep,
            file,
          });
          running.add(child);
          const stop = (): void => void child.kill();
          signal.addEventListener("abort", stop, { once: true });
          try {
            if (signal.aborted || closed) stop();
            child.process.stdin.end(`${JSON.stringify(task)}\n`);
            const end = await child.ended;
            signal.throwIfAborted();
            return readOutput(child, end, spec.command.join(" "));
          } finally {
            signal.removeEventListener("abort", stop);
            await child.kill();
            running.delete(child);
          }
        },
        async close() {
          closed = true;
          await Promise.all([...running].map((child) => child.kill()));
        },
      };
      return session;
    },
  };
}

function readOutput(child: Child, end: Awaited<Child["ended"]>, name: string): Answer {
  const log = lastLines(child.stderr());
  if (end.code !== 0) {
    const how = end.signal ? `was ended by ${end.signal}` : `exited with code ${end.code}`;
    throw new AgentCrash(`"${name}" ${how}.${log ? `\n${log}` : ""}`);
  }
  const text = child.stdout();
  const wanted = `it must print one JSON value, ${answerShape}, and log to stderr`;
  if (child.overflowed())
    throw new TargetFailure(`The target "${name}" printed too much (${text.length} characters kept): ${wanted}.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TargetFailure(
      `The target "${name}" printed what is not JSON, ${glimpse(text.trim())}: ${wanted}.${log ? `\n${log}` : ""}`,
    );
  }
  const answer = readAnswer(value);
  if (!answer) throw new TargetFailure(`The target "${name}" printed ${glimpse(value)}: ${wanted}.`);
  return answer;
}
