import type { ModelTurn } from "../domain/conversation.ts";
import type { CallStarted, RunEvent } from "../domain/events.ts";
import type { Conclusion, EvidenceId, EvidenceResult } from "../domain/evidence.ts";
import type { Claim, Experiment, Injection, Selector, Trigger } from "../domain/experiment.ts";
import type { ExperimentResult } from "../domain/judgement.ts";
import type { Brain } from "../domain/ports.ts";
import type { Dependency } from "../domain/system-map.ts";
import type { Effect, Task } from "../domain/task.ts";
import { type WireReply, type WireRequest, wholeReply } from "../domain/wire.ts";
import { findFault } from "../faults/index.ts";
import { evidenceDetectors } from "../probes/evidence/index.ts";
import { runInMemory } from "./run-in-memory.ts";

/** One task, as an agent of these tests performs it with nothing but fetch or a client of its choice. */
export type Perform = (task: { readonly id: string; readonly prompt: string }, signal: AbortSignal) => Promise<string>;

export interface SmallRun {
  /** Boots the agent, once in every trial: what it keeps here, its tasks share. */
  readonly agent: () => Perform;
  readonly method: readonly {
    readonly inject: string;
    readonly into?: string;
    readonly when?: Trigger;
    readonly with?: Readonly<Record<string, unknown>>;
  }[];
  /** Default: one, `ask`. */
  readonly tasks?: readonly string[];
  readonly bystanders?: readonly string[];
  readonly repeats?: number;
  readonly deadline?: number;
  readonly claims?: readonly Pick<Claim, "probe" | "atMost" | "atLeast">[];
  /** What the services answer, a value or a whole reply; `{ ok: true }` by default. */
  readonly world?: (request: WireRequest, effects: Effect[]) => unknown;
  /** What the models answer: "done" by default. */
  readonly brain?: Brain["turn"];
  readonly experiment?: Partial<Experiment>;
}

/** `orders`, `stock` and `backup` are plain HTTP services that take 50 ms; `openai` and `anthropic` are models that take 500 ms. */
export const at = {
  orders: "http://orders.test",
  stock: "http://stock.test",
  backup: "http://backup.test",
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com",
} as const;
type Name = keyof typeof at;

const isModel = (name: string): boolean => name === "openai" || name === "anthropic";

const dependencies = (Object.entries(at) as [Name, string][]).map(
  ([name, url]): Dependency => ({
    name,
    url,
    alsoAt: [],
    options: {},
    ...(isModel(name)
      ? { boundary: "model", protocol: name, dimension: "foundation-model", latency: 500 }
      : { boundary: "tool", protocol: "http-json", dimension: "tools", latency: 50 }),
  }),
);

/** An answer that says this is right. */
export const right = "all is well";

const taskOf = (id: string): Task => ({
  id,
  file: "tasks.yaml",
  tags: [],
  prompt: `please ${id}`,
  input: {},
  expect: { facts: [{ text: right }], forbids: [], effects: [], claims: [] },
});

export const says = (text: string, toolCalls: ModelTurn["toolCalls"] = []): ModelTurn => ({
  text,
  toolCalls,
  stopReason: toolCalls.length > 0 ? "tool-calls" : "stop",
});

/** What the detectors made of it, and all else that there is. */
export interface SmallResult {
  readonly result: ExperimentResult;
  readonly events: readonly RunEvent[];
  /** Calls of the treatment arm. */
  readonly calls: readonly CallStarted[];
  evidence(id: EvidenceId, about: string): EvidenceResult | undefined;
  conclusion(id: EvidenceId, about: string): Conclusion | undefined;
}

/** Runs a small agent under a method, both arms, through the whole pipe: in process, on virtual time. */
export async function runSmall(run: SmallRun): Promise<SmallResult> {
  const experiment: Experiment = {
    id: "small",
    file: "small.yaml",
    title: "small",
    question: "?",
    tags: [],
    failureMode: "shared-fate",
    dimension: "tools",
    target: {
      name: "small",
      file: "target.yaml",
      spec: { kind: "module", module: "/small.ts", clock: "virtual" },
      brain: { kind: "script", persona: "careful" },
      map: { file: "system-map.yaml", allowHosts: [], mocks: "/mocks.ts", dependencies },
    },
    tasks: (run.tasks ?? ["ask"]).map(taskOf),
    bystanders: (run.bystanders ?? []).map(taskOf),
    hypothesis: (run.claims ?? []).map((claim) => ({
      params: {},
      of: "absolute",
      level: "must",
      decide: "point",
      at: "small.yaml:1:1",
      ...claim,
    })),
    cells: [{ values: {}, method: run.method.map(injectionOf) }],
    repeats: run.repeats ?? 1,
    seed: "7",
    blastRadius: { maxTrials: 1000, maxFaultsPerTrial: 1000 },
    abortWhen: [],
    deadline: run.deadline ?? 120_000,
    ...run.experiment,
  };
  const { report, events } = await runInMemory([experiment], { concurrency: 1, equipment: equipmentFor(run) });
  const failed = events.find((event) => event.type === "trial-failed");
  if (failed?.type === "trial-failed") throw new Error(failed.error);
  const [result] = report.experiments;
  if (!result) throw new Error("Nothing was scored.");
  for (const { id, figures } of result.evidence) {
    const declared = evidenceDetectors.find((detector) => detector.id === id)?.figures ?? {};
    const strange = Object.keys(figures).filter((name) => !(name in declared));
    if (strange.length > 0) throw new Error(`${id} gives figures that it does not declare: ${strange.join(", ")}.`);
  }
  const evidence = (id: EvidenceId, about: string): EvidenceResult | undefined =>
    result.evidence.find((one) => one.id === id && one.about === about);
  return {
    result,
    events,
    calls: events.flatMap((event) =>
      event.type === "call-started" && event.trial.endsWith("/treatment") ? [event] : [],
    ),
    evidence,
    conclusion: (id, about) => evidence(id, about)?.conclusion,
  };
}

function injectionOf(
  { inject, into = "orders", when = {}, with: params = {} }: SmallRun["method"][number],
  index: number,
): Injection {
  const selector: Selector = { boundary: isModel(into) ? "model" : "tool", dependencies: [into] };
  return {
    id: index === 0 ? inject : `${inject}-${index + 1}`,
    fault: inject,
    into: selector,
    when,
    params: findFault(inject)?.params.parse(params),
    description: inject,
    at: "small.yaml:1:1",
  };
}

function equipmentFor(run: SmallRun) {
  return {
    boot: () => ({
      async boot() {
        const perform = run.agent();
        return {
          perform: (task: { readonly id: string; readonly prompt: string }, signal: AbortSignal) =>
            // An agent that ignores the signal is left behind.
            new Promise<{ text: string }>((resolve, reject) => {
              signal.addEventListener("abort", () => reject(signal.reason), { once: true });
              perform(task, signal).then((text) => resolve({ text }), reject);
            }),
          close: async () => undefined,
        };
      },
    }),
    loadWorld: async () => () => {
      const effects: Effect[] = [];
      return {
        answer: async (request: WireRequest) => replyOf(run.world?.(request, effects) ?? { ok: true }),
        effects: () => effects,
      };
    },
    brain: (): Brain => ({ name: "small", turn: run.brain ?? (async () => says(right)) }),
  };
}

const replyOf = (value: unknown): WireReply =>
  isReply(value) ? value : wholeReply(200, { "content-type": "application/json" }, JSON.stringify(value));

const isReply = (value: unknown): value is WireReply =>
  typeof value === "object" && value !== null && "status" in value && "headers" in value && "body" in value;

/** A request body of a model's own API, as fetch sends it. */
export const jsonBody = (value: unknown) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
