import { pathToFileURL } from "node:url";
import type { TargetSpec } from "../domain/experiment.ts";
import { lackingPackage } from "../domain/lacking-package.ts";
import { AgentCrash, type Session, type Target, TargetFailure } from "../domain/ports.ts";
import type { Answer } from "../domain/task.ts";
import type { AgentFunction, ModuleAgent, ModuleTarget, TargetEnvironment } from "./define-target.ts";
import { answerShape, glimpse, readAnswer } from "./read-answer.ts";
import { holdStrayErrors, watchStray } from "./stray-errors.ts";

const shape =
  "its default export must be a function async (task, { env, signal }) => answer, or defineTarget({ boot: (env, signal) => ({ perform(task, signal), close? }) })";

/**
 * An agent in this process. The module is imported once; each boot makes an agent of its own, with the environment over
 * the process's variables.
 * @param file of the target definition, for messages.
 */
export function moduleTarget(spec: Extract<TargetSpec, { kind: "module" }>, file: string): Target {
  let loading: Promise<ModuleTarget> | undefined;
  let own: NodeJS.ProcessEnv | undefined;
  return {
    async boot(environment, signal) {
      loading ??= load(spec.module, file);
      const target = await loading;
      own ??= { ...process.env };
      const env: TargetEnvironment = { ...own, ...environment };
      holdStrayErrors();
      const agent: unknown = await bootAgent(target, env, signal, spec.module);
      if (isAgent(agent)) return sessionOf(agent, spec.module);
      throw new TargetFailure(
        `Cannot ask the target ${spec.module} (${file}): boot gave ${glimpse(agent)}; it must give { perform(task, signal), close? }.`,
      );
    },
  };
}

async function load(module: string, file: string): Promise<ModuleTarget> {
  let given: unknown;
  try {
    const loaded: { readonly default?: unknown } = await import(pathToFileURL(module).href);
    given = loaded.default;
  } catch (error) {
    const lack = lackingPackage(error);
    const why = lack === "" ? firstLines(error) : `${(error as Error).message}${lack}.`;
    throw new TargetFailure(`Cannot load the target ${module} (${file}): ${why}`, { cause: error });
  }
  if (typeof given === "function") {
    const perform = given as AgentFunction;
    return { boot: (env) => ({ perform: (task, signal) => perform(task, { env, signal }) }) };
  }
  if (typeof given === "object" && given !== null && "boot" in given && typeof given.boot === "function") {
    return given as ModuleTarget;
  }
  throw new TargetFailure(`Cannot use the target ${module} (${file}): ${shape}; it is ${glimpse(given)}.`);
}

async function bootAgent(
  target: ModuleTarget,
  env: TargetEnvironment,
  signal: AbortSignal,
  module: string,
): Promise<unknown> {
  try {
    return await target.boot(env, signal);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new TargetFailure(`The target ${module} did not start: ${firstLines(error)}`, { cause: error });
  }
}

const isAgent = (value: unknown): value is ModuleAgent =>
  typeof value === "object" && value !== null && "perform" in value && typeof value.perform === "function";

function sessionOf(agent: ModuleAgent, module: string): Session {
  let closing: Promise<void> | undefined;
  return {
    perform: (task, signal) =>
      new Promise<Answer>((resolve, reject) => {
        const crash = (error: unknown, how = ""): void =>
          reject(signal.aborted ? signal.reason : new AgentCrash(`${how}${firstLines(error)}`, { cause: error }));
        // Without us it would have ended the process, and every other task with it: findings tell the two apart.
        const stray = (error: unknown): void => crash(error, "nothing caught: ");
        // An agent that ignores the signal is left behind.
        const leave = (): void => reject(signal.reason);
        if (signal.aborted) return leave();
        signal.addEventListener("abort", leave, { once: true });
        watchStray(async () => agent.perform(task, signal), stray)
          .then((given: unknown) => {
            const answer = readAnswer(given);
            if (answer) resolve(answer);
            else
              reject(
                new TargetFailure(
                  `The target ${module} answered with ${glimpse(given)}; it must answer with ${answerShape}.`,
                ),
              );
          }, crash)
          .finally(() => signal.removeEventListener("abort", leave));
      }),
    close() {
      closing ??= (async () => {
        try {
          await agent.close?.();
        } catch (error) {
          throw new TargetFailure(`The target ${module} did not close: ${firstLines(error)}`, { cause: error });
        }
      })();
      return closing;
    },
  };
}

/** An error with the first lines of its stack, and with what caused it. */
function firstLines(error: unknown): string {
  if (!(error instanceof Error)) return `it threw ${glimpse(error)}`;
  const stack = (error.stack ?? `${error.name}: ${error.message}`).split("\n").slice(0, 4).join("\n");
  const { cause } = error;
  return cause instanceof Error ? `${stack}\ncaused by ${cause.name}: ${cause.message}` : stack;
}
