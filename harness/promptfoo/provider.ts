import { resolve } from "node:path";
import type { ApiProvider, CallApiContextParams, ProviderOptions, ProviderResponse } from "promptfoo";
import { z } from "zod";
import { type Case, configSchema, varsSchema } from "./case.ts";
import { createWorker, type Worker } from "./worker-client.ts";

/** One child for all providers of an eval, since each costs a start of Node. */
const shared: Worker = createWorker();

/**
 * Brownout as a promptfoo provider: each test is one task with one fault, run as a control and a treatment trial.
 * The output is the agent's answer under the fault; what became of it is in `metadata`, and grade.ts scores it.
 */
export default class BrownoutProvider implements ApiProvider {
  readonly #options: ProviderOptions;
  readonly #worker: Worker;

  constructor(options: ProviderOptions, worker: Worker = shared) {
    this.#options = options;
    this.#worker = worker;
  }

  id(): string {
    return `brownout:${this.#options.config?.target ?? "agent"}`;
  }

  async callApi(prompt: string, context?: CallApiContextParams): Promise<ProviderResponse> {
    try {
      const { basePath, ...config } = withBasePath.parse(this.#options.config);
      const asked = caseOf(prompt, context, configSchema.parse(config), resolve(basePath));
      const { question, answer, took, usage, ...metadata } = await this.#worker.ask(asked, process.cwd());
      return {
        output: answer,
        prompt: question,
        latencyMs: Math.round(took),
        tokenUsage: {
          prompt: usage.inputTokens,
          completion: usage.outputTokens,
          total: usage.inputTokens + usage.outputTokens,
          numRequests: usage.modelCalls,
        },
        metadata,
      };
    } catch (error) {
      // promptfoo shows an error beside the test; a rejected call would end the eval.
      if (error instanceof z.ZodError) return { error: `Cannot read the test: ${z.prettifyError(error)}` };
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  cleanup(): void {
    this.#worker.close();
  }
}

/** promptfoo adds the folder of the config file. */
const withBasePath = z.looseObject({ basePath: z.string().default(".") });

function caseOf(
  prompt: string,
  context: CallApiContextParams | undefined,
  config: z.output<typeof configSchema>,
  folder: string,
): Case {
  const vars = varsSchema.parse(context?.vars ?? {});
  const { task, fault } = vars;
  if (fault !== "none" && vars.into === undefined) {
    throw new Error(
      `Cannot inject ${fault}: the test has no variable "into". Name a dependency, such as into: policies.`,
    );
  }
  // Each repetition of an eval is another draw of the same lot.
  const repeat = context?.repeatIndex ?? 0;
  return {
    target: resolve(folder, config.target),
    tasks: resolve(folder, config.tasks),
    out: resolve(config.out),
    seed: repeat === 0 ? config.seed : `${config.seed}.${repeat}`,
    route: config.route,
    task,
    // A prompt that is just the task's id asks in the task's own words; any other is asked as it stands.
    ...(prompt.trim() === task ? {} : { prompt }),
    ...(fault === "none" || vars.into === undefined
      ? {}
      : {
          injection: {
            fault,
            into: vars.into,
            with: vars.with ?? {},
            ...(vars.when === undefined ? {} : { when: vars.when }),
          },
        }),
  };
}
