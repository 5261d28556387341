import { AgentCrash, TargetFailure } from "../../domain/ports.ts";
import type { Child } from "../child.ts";
import { glimpse, lastLines } from "../read-answer.ts";

/** The JSON values that a process prints, one a line, and how its output ends. */
export interface Lines {
  send(value: unknown): void;
  /** Waits for a line that the caller wants: `pick` gives what it makes of it, or undefined. */
  next<T>(pick: (value: unknown) => T | undefined, signal: AbortSignal): Promise<T>;
}

interface Waiting {
  /** True = it was for this one. */
  take(value: unknown): boolean;
  fail(error: Error): void;
}

/**
 * Reads the stdout of a process as lines of JSON. A line that is no JSON is a broken set-up: logs belong on stderr.
 * @param stray told of each value that nobody waits for.
 */
export function jsonLines(child: Child, name: string, keep: number, stray: (value: unknown) => void = () => {}): Lines {
  const waiting = new Set<Waiting>();
  let rest = "";
  let over: Error | undefined;
  const fail = (error: Error): void => {
    over ??= error;
    for (const one of [...waiting]) one.fail(error);
  };
  const decoder = new TextDecoder();
  child.process.stdout.on("data", (bytes: Buffer) => {
    rest += decoder.decode(bytes, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > keep) fail(new TargetFailure(`"${name}" printed a line of more than ${keep} characters.`));
    for (const line of lines) {
      if (line.trim() === "") continue;
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch {
        const wanted = "it must print one JSON value a line, and log to stderr";
        fail(new TargetFailure(`The target "${name}" printed what is not JSON, ${glimpse(line)}: ${wanted}.`));
        continue;
      }
      if (![...waiting].some((one) => one.take(value))) stray(value);
    }
  });
  void child.ended.then(({ code, signal }) => {
    const log = lastLines(child.stderr());
    const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
    fail(new AgentCrash(`"${name}" ${how}.${log ? `\n${log}` : ""}`));
  });
  return {
    send: (value) => void child.process.stdin.write(`${JSON.stringify(value)}\n`),
    next: (pick, signal) =>
      new Promise((resolve, reject) => {
        if (over) return reject(over);
        if (signal.aborted) return reject(signal.reason);
        const settle = (act: () => void): void => {
          waiting.delete(one);
          signal.removeEventListener("abort", stop);
          act();
        };
        const stop = (): void => settle(() => reject(signal.reason));
        const one: Waiting = {
          take(value) {
            const picked = pick(value);
            if (picked !== undefined) settle(() => resolve(picked));
            return picked !== undefined;
          },
          fail: (error) => settle(() => reject(error)),
        };
        waiting.add(one);
        signal.addEventListener("abort", stop, { once: true });
      }),
  };
}
