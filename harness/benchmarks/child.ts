import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { z } from "zod";

const asking = z.object({ id: z.number(), method: z.string(), input: z.unknown().optional() });
const answering = z.object({ id: z.number(), output: z.unknown().optional(), error: z.string().optional() });

/** What a child process can be asked. Inputs and outputs are JSON values. */
export type Handlers = Readonly<Record<string, (input: unknown) => unknown>>;

/** In the child: answers one question after another until the parent lets go. */
export function serveParent(given: Handlers): void {
  const handlers: Handlers = { ...given, cpu: cpuMicros };
  process.on("message", (message) => {
    const { id, method, input } = asking.parse(message);
    Promise.resolve()
      .then(() => {
        const handler = handlers[method];
        if (!handler) throw new Error(`Cannot do "${method}": this child knows ${Object.keys(handlers).join(", ")}.`);
        return handler(input);
      })
      .then(
        (output) => process.send?.({ id, output }),
        (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.stack : String(error) }),
      );
  });
  // A parent that was killed leaves nothing behind.
  process.on("disconnect", () => process.kill(process.pid));
  process.send?.({ id: 0 });
}

/** What the process has taken of a core so far, kernel included, in microseconds: other work on the machine does not change it much. */
function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** A process of its own for one side of a comparison. */
export interface Child extends AsyncDisposable {
  /** @throws {Error} with the child's stack, or if it has died. */
  ask<T>(method: string, shape: z.ZodType<T>, input?: unknown): Promise<T>;
}

/** Starts `main.ts --child NAME` and waits until it can be asked. */
export async function startChild(name: string, nodeFlags: readonly string[] = []): Promise<Child> {
  const child = fork(join(import.meta.dirname, "main.ts"), ["--child", name], {
    execArgv: [...nodeFlags],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let complaints = "";
  child.stderr?.on("data", (part: Buffer) => {
    complaints = (complaints + part.toString("utf8")).slice(-4000);
  });
  const gone = once(child, "exit").then(([code, signal]: unknown[]): never => {
    throw new Error(`The benchmark's child "${name}" ended with ${String(signal ?? code)}.\n${complaints}`);
  });
  gone.catch(() => undefined);
  const waiting = new Map<number, (answer: z.infer<typeof answering>) => void>();
  const answerTo = (id: number): Promise<z.infer<typeof answering>> =>
    Promise.race([new Promise<z.infer<typeof answering>>((resolve) => waiting.set(id, resolve)), gone]);
  child.on("message", (message) => {
    const answer = answering.parse(message);
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let asked = 0;
  await answerTo(0);
  return {
    async ask(method, shape, input) {
      asked += 1;
      const answer = answerTo(asked);
      child.send({ id: asked, method, input });
      const { output, error } = await answer;
      if (error !== undefined) throw new Error(`The benchmark's child "${name}" could not ${method}: ${error}`);
      return shape.parse(output);
    },
    [Symbol.asyncDispose]: () => stop(child),
  };
}

/** Several at once, since each takes a second to load; keys name the sides, values the children. */
export async function startAll<S extends string>(
  names: Readonly<Record<S, string>>,
  stack: AsyncDisposableStack,
): Promise<Record<S, Child>> {
  const started = await Promise.all(
    Object.entries<string>(names).map(async ([side, name]) => [side, stack.use(await startChild(name))] as const),
  );
  return Object.fromEntries(started) as Record<S, Child>;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}
