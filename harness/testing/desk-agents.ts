import type { Conversation, ModelTurn } from "../domain/conversation.ts";
import type { EvidenceId, EvidenceResult } from "../domain/evidence.ts";
import type { Experiment, Injection, Trigger } from "../domain/experiment.ts";
import type { JudgedTrial } from "../domain/judgement.ts";
import type { Answer, Expectation, Task } from "../domain/task.ts";
import { findFault } from "../faults/index.ts";
import { dependencies, type Name, openShop, url } from "./desk-world.ts";
import { runInMemory } from "./run-in-memory.ts";

export { attempt, type Order, shop } from "./desk-shop.ts";

/** A small shop with everything that content, effects and permissions can go wrong in, and agents of a few lines. */

export type Agent = (task: { readonly id: string; readonly prompt: string }) => Promise<Answer | string>;

interface Struck {
  readonly inject: string;
  readonly into: Name | readonly Name[];
  readonly operations?: readonly string[];
  readonly when?: Trigger;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface DeskRun extends Struck {
  readonly agent: Agent;
  /** Further injections. */
  readonly also?: readonly Struck[];
  readonly expect?: Partial<Expectation>;
  readonly prompt?: string;
  readonly bystanders?: readonly string[];
  /** What the models answer; by default what was last said to them. */
  readonly turn?: (conversation: Conversation) => ModelTurn;
  /** Only these are declared; all by default. */
  readonly without?: readonly Name[];
  /** What one of them is declared to stand in for. */
  readonly standsInFor?: Readonly<Partial<Record<Name, readonly Name[]>>>;
  /** The service keeps no keys: every refund that it is sent is made. */
  readonly keyless?: boolean;
  readonly deadline?: number;
}

export const says = (text: string, toolCalls: ModelTurn["toolCalls"] = []): ModelTurn => ({
  text,
  toolCalls,
  stopReason: toolCalls.length > 0 ? "tool-calls" : "stop",
});

/** What the detector made of one agent under one fault: by what each sighting is about, what it concluded and why. */
export async function lookAt(id: EvidenceId, run: DeskRun): Promise<Readonly<Record<string, string>>> {
  const { evidence } = await performDesk(run);
  return Object.fromEntries(
    evidence.filter((one) => one.id === id).map(({ about, conclusion }) => [about, conclusion]),
  );
}

/** Runs an agent under a fault, both arms, through the whole pipe: in process, on virtual time. */
export async function performDesk(run: DeskRun): Promise<{
  readonly evidence: readonly EvidenceResult[];
  readonly treatment: JudgedTrial;
  readonly control: JudgedTrial;
}> {
  const { report, events } = await runInMemory([experimentOf(run)], {
    concurrency: 1,
    equipment: {
      boot: () => ({
        boot: async () => ({
          perform: (task, signal) =>
            new Promise<Answer>((resolve, reject) => {
              signal.addEventListener("abort", () => reject(signal.reason), { once: true });
              run.agent(task).then((given) => resolve(typeof given === "string" ? { text: given } : given), reject);
            }),
          close: async () => undefined,
        }),
      }),
      loadWorld: async () => () => openShop(run.keyless === true),
      brain: () => ({
        name: "desk",
        turn: async (conversation) => run.turn?.(conversation) ?? says(conversation.messages.at(-1)?.text ?? ""),
      }),
    },
  });
  const failed = events.find((event) => event.type === "trial-failed");
  if (failed?.type === "trial-failed") throw new Error(failed.error);
  const [result] = report.experiments;
  const [pair] = result?.examples ?? [];
  if (!result || !pair) throw new Error("Nothing was scored.");
  return { evidence: result.evidence, ...pair };
}

function experimentOf(run: DeskRun): Experiment {
  const names = (Object.keys(dependencies) as Name[]).filter((name) => !run.without?.includes(name));
  const taskOf = (id: string, expect: Partial<Expectation>): Task => ({
    id,
    file: "tasks.yaml",
    tags: [],
    prompt: run.prompt ?? "What about order TG-1001?",
    input: {},
    expect: { facts: [], forbids: [], effects: [], claims: [], ...expect },
  });
  return {
    id: "desk",
    file: "desk.yaml",
    title: "desk",
    question: "?",
    tags: [],
    failureMode: "incorrect-response",
    dimension: "tools",
    target: {
      name: "desk",
      file: "target.yaml",
      spec: { kind: "module", module: "/desk.ts", clock: "virtual" },
      brain: { kind: "script", persona: "careful" },
      map: {
        file: "system-map.yaml",
        allowHosts: [],
        mocks: "/mocks.ts",
        dependencies: names.map((name) => ({
          name,
          url: url(name),
          alsoAt: [],
          latency: 50,
          ...dependencies[name],
          ...(run.standsInFor?.[name] ? { standsInFor: run.standsInFor[name] } : {}),
        })),
      },
    },
    tasks: [taskOf("ask", run.expect ?? { facts: [{ text: "shipped" }] })],
    bystanders: (run.bystanders ?? []).map((id) => taskOf(id, { facts: [{ text: "fine" }] })),
    hypothesis: [],
    cells: [{ values: {}, method: [run, ...(run.also ?? [])].map(injectionOf) }],
    repeats: 1,
    seed: "7",
    blastRadius: { maxTrials: 100, maxFaultsPerTrial: 100 },
    abortWhen: [],
    deadline: run.deadline ?? 60_000,
  };
}

function injectionOf({ inject, into: named, operations, when, with: params }: Struck): Injection {
  const into = [named].flat();
  return {
    id: inject,
    fault: inject,
    into: {
      boundary: dependencies[into[0] ?? "orders"].boundary,
      dependencies: into,
      ...(operations ? { operations } : {}),
    },
    when: when ?? {},
    params: findFault(inject)?.params.parse(params ?? {}),
    description: inject,
    at: "desk.yaml:1:1",
  };
}
