import type { TargetSpec } from "../domain/experiment.ts";
import { AgentCrash, type Session, type Target, TargetFailure } from "../domain/ports.ts";
import type { Answer } from "../domain/task.ts";
import { type Child, startChild } from "./child.ts";
import { handedTo } from "./handed-to.ts";
import { askThroughRestarts, beginLife, type Life } from "./life.ts";
import { answerShape, glimpse, lastLines, readAnswer } from "./read-answer.ts";
import { sessionNames } from "./session-ids.ts";
import { talkingProcess } from "./talking-process.ts";

export type CommandSpec = Extract<TargetSpec, { kind: "command" }>;
export interface ProcessOptions {
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly graceMs?: number;
  /** Bytes of output that are kept. */
  readonly keep?: number;
}
export const defaultGraceMs = 2000;
export const defaultKeep = 8 * 1024 * 1024;

/**
 * A program in any language. Started once for each performance, it is given the task as JSON on its stdin, prints the answer as JSON
 * and exits with code 0; anything else that it wants to say goes to stderr. With a contract, or shared by all trials, one process
 * takes many tasks.
 */
export function commandTarget(
  spec: CommandSpec,
  file: string,
  { graceMs = defaultGraceMs, keep = defaultKeep }: ProcessOptions = {},
): Target {
  if (spec.contract !== undefined || spec.process === "shared") return talkingProcess(spec, file, { graceMs, keep });
  const name = spec.command.join(" ");
  return {
    async boot(environment, _signal, more) {
      const running = new Set<Life>();
      const names = sessionNames(false);
      let closed = false;
      const session: Session = {
        async perform(task, signal, scope) {
          if (closed) throw new TargetFailure(`Cannot ask the target "${name}": it is closed.`);
          signal.throwIfAborted();
          const start = (): Promise<Child> =>
            startChild(spec.command, {
              cwd: spec.cwd,
              environment: {
                ...handedTo(spec.environment, more?.environmentOf?.(scope) ?? environment),
                BROWNOUT_TRIAL: scope.trial,
                BROWNOUT_SESSION: names(task, scope),
                ...(scope.performance === undefined ? {} : { BROWNOUT_PERFORMANCE: scope.performance }),
              },
              graceMs,
              keep,
              file,
              isolation: more?.isolation,
            });
          const life = await beginLife(start, signal);
          running.add(life);
          const stop = (): void => void life.close();
          signal.addEventListener("abort", stop, { once: true });
          try {
            if (signal.aborted || closed) stop();
            return await askThroughRestarts(life, signal, async () => {
              const child = life.child();
              if (!child) throw new AgentCrash(`"${name}" is down.`);
              child.process.stdin.end(`${JSON.stringify(task)}\n`);
              const end = await child.ended;
              signal.throwIfAborted();
              return readOutput(child, end, name);
            });
          } finally {
            signal.removeEventListener("abort", stop);
            await life.close();
            running.delete(life);
          }
        },
        async restart(order) {
          await Promise.all([...running].map((life) => life.restart(order)));
        },
        async close() {
          closed = true;
          await Promise.all([...running].map((life) => life.close()));
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
