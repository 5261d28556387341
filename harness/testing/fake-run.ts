import { z } from "zod";
import { embed } from "../brains/index.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Experiment, Injection, Selector, TargetSpec, Trigger } from "../domain/experiment.ts";
import { defineFault, type Fault } from "../domain/fault.ts";
import type { Brain, Router, Scope, Session, World } from "../domain/ports.ts";
import type { Task, TaskInput } from "../domain/task.ts";
import type { Outcome } from "../domain/vocabulary.ts";
import { collectBody, decodeText, encodeText, type WireReply, wholeReply } from "../domain/wire.ts";
import { type Equipment, executeRun, type RunEnding } from "../execute/run.ts";
import { planTrials } from "../plan/plan-trials.ts";
import { readExport } from "../telemetry/index.ts";
import { fakeProtocol } from "./fake-protocol.ts";

/** What an agent of these tests gets for one call. */
export interface Heard {
  readonly status?: number;
  readonly text: string;
  /** How the body or the connection ended, or what the router said instead of a reply. */
  readonly ending: string;
}

/** All that an agent of these tests has: its task, its signal and a way to call. */
export interface Desk {
  readonly task: TaskInput;
  readonly signal: AbortSignal;
  readonly scope: Scope;
  /** Calls an address; without a signal of its own the call lasts until it is answered, whatever becomes of the task. */
  ask(url: string, body?: unknown, signal?: AbortSignal): Promise<Heard>;
  /** Calls an address and goes away after so many pieces of the body. */
  glance(url: string, body: unknown, pieces: number): Promise<void>;
}

export interface FakeRun {
  readonly agent: (desk: Desk) => Promise<string>;
  readonly method?: readonly Injection[];
  readonly faults?: readonly Fault[];
  readonly experiment?: Partial<Experiment>;
  readonly clock?: "real" | "virtual";
  readonly target?: TargetSpec;
  readonly boot?: () => Promise<Session>;
  readonly world?: World | (() => World);
  readonly brain?: Brain;
  readonly concurrency?: number;
  readonly programs?: number;
  readonly signal?: AbortSignal;
  readonly equipment?: Partial<Equipment>;
  /** Told of every event as it is journalled. */
  readonly onEvent?: (event: RunEvent) => void;
  readonly outcome?: (answer: string | undefined) => Outcome | undefined;
}

export const toolUrl = "http://orders.test";
export const modelUrl = "http://model.test";

export const inject = (fault: string, when: Trigger = {}, more: Partial<Injection> = {}): Injection => ({
  id: fault,
  fault,
  into: { boundary: "tool", dependencies: ["*"] } satisfies Selector,
  when,
  params: {},
  description: fault,
  at: "method.yaml:1:1",
  ...more,
});

/** A fault with only what a test needs. */
export const fault = (name: string, acts: Pick<Fault, "inject" | "transmit">): Fault =>
  defineFault({
    name,
    summary: name,
    boundaries: ["tool", "model"],
    params: z.object({}),
    describe: () => `${name} happened`,
    ...acts,
  });

export const fakeTask = (id: string): Task => ({
  id,
  file: "tasks.yaml",
  tags: [],
  prompt: `do ${id}`,
  input: {},
  expect: { facts: [], forbids: [], effects: [], claims: [] },
});

export function fakeExperiment(run: Pick<FakeRun, "method" | "clock" | "target" | "experiment">): Experiment {
  const dependency = { alsoAt: [], dimension: "tools", options: {} } as const;
  return {
    id: "e",
    file: "e.yaml",
    title: "e",
    question: "e?",
    tags: [],
    failureMode: "shared-fate",
    dimension: "tools",
    target: {
      name: "fake",
      file: "target.yaml",
      spec: run.target ?? { kind: "module", module: "/agent.ts", clock: run.clock ?? "virtual" },
      brain: { kind: "script", persona: "careful" },
      map: {
        file: "system-map.yaml",
        allowHosts: ["allowed.test"],
        mocks: "/mocks.ts",
        dependencies: [
          { ...dependency, name: "orders", boundary: "tool", protocol: "tool", url: toolUrl },
          { ...dependency, name: "model", boundary: "model", protocol: "model", url: modelUrl },
        ],
      },
    },
    tasks: [fakeTask("one")],
    bystanders: [],
    hypothesis: [],
    cells: [{ values: {}, method: run.method ?? [] }],
    repeats: 1,
    seed: "7",
    blastRadius: { maxTrials: 1000, maxFaultsPerTrial: 1000 },
    abortWhen: [],
    deadline: 60_000,
    ...run.experiment,
  };
}

/** The stateful middle for real, between fakes of all its ports. */
export async function fakeRun(
  run: FakeRun,
): Promise<{ readonly ending: RunEnding; readonly events: readonly RunEvent[] }> {
  const experiment = fakeExperiment(run);
  const events: RunEvent[] = [];
  let router: Router | undefined;
  const desk = (task: TaskInput, signal: AbortSignal, scope: Scope): Desk => ({
    task,
    signal,
    scope,
    ask: (url, body, own = new AbortController().signal) => askThrough(router, scope, url, body, own),
    async glance(url, body, pieces) {
      const gone = new AbortController();
      const request = { method: "POST", url, headers: {}, body: encodeText(JSON.stringify(body)) };
      const result = await router?.route(request, scope, gone.signal);
      if (result?.kind !== "reply") throw new Error(`No reply from ${url}.`);
      let seen = 0;
      for await (const _piece of result.wire.body) {
        seen += 1;
        if (seen === pieces) break;
      }
      gone.abort(new Error("The client has gone."));
    },
  });
  const equipment: Equipment = {
    route: "in-process",
    readExport,
    interceptor: () => ({
      open: async (given) => {
        router = given;
        return {
          route: "in-process",
          environment: () => ({}),
          run: (_scope, body) => body(),
          [Symbol.asyncDispose]: async () => undefined,
        };
      },
    }),
    boot: () => ({
      boot:
        run.boot ??
        (async () => ({
          perform: async (task, signal, scope) => ({ text: await run.agent(desk(task, signal, scope)) }),
          close: async () => undefined,
        })),
    }),
    loadWorld: async () => () => (typeof run.world === "function" ? run.world() : (run.world ?? fakeWorld())),
    loadCorpus: async () => {
      throw new Error("no corpus in these tests");
    },
    brain: () => run.brain ?? { name: "fake", turn: async (_c, _call, { task }) => turn(`turn for ${task.id}`) },
    grader: () => ({ grade: async () => [], [Symbol.asyncDispose]: async () => undefined }),
    network: async () => wholeReply(200, {}, "live"),
    embed,
    findFault: (name) => run.faults?.find((one) => one.name === name),
    findProtocol: (name) => (name === "tool" || name === "model" ? fakeProtocol(name) : undefined),
    outcome: (given) => {
      const ended = given.find((event) => event.type === "performance-ended");
      return ended?.type === "performance-ended" ? run.outcome?.(ended.answer) : undefined;
    },
    journal: (event) => {
      events.push(event);
      run.onEvent?.(event);
    },
    halted: () => false,
    ...run.equipment,
  };
  const ending = await executeRun([{ experiment, trials: planTrials(experiment) }], equipment, {
    concurrency: run.concurrency ?? 1,
    ...(run.programs === undefined ? {} : { programs: run.programs }),
    signal: run.signal ?? new AbortController().signal,
  });
  return { ending, events };
}

const turn = (text: string) => ({ text, toolCalls: [], stopReason: "stop" }) as const;

export const fakeWorld = (
  answer: (url: string) => WireReply | undefined = () => wholeReply(200, {}, "fine"),
): World => ({
  answer: async (request) => answer(request.url),
  effects: () => [],
});

async function askThrough(
  router: Router | undefined,
  scope: Scope,
  url: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Heard> {
  if (!router) throw new Error("The interception is not open.");
  const bytes = body === undefined ? new Uint8Array() : encodeText(JSON.stringify(body));
  const gone = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  gone.catch(() => undefined);
  const result = await Promise.race([
    router.route({ method: "POST", url, headers: {}, body: bytes }, scope, signal),
    gone,
  ]);
  if (result.kind === "disconnect") {
    if (result.code === "hang") return gone;
    return { text: "", ending: result.code };
  }
  if (result.kind !== "reply") return { text: result.kind === "blocked" ? result.message : "", ending: result.kind };
  const collected = await Promise.race([collectBody(result.wire.body), gone]);
  if (collected.ending === "silence") return gone;
  return { status: result.wire.status, text: decodeText(collected.bytes), ending: collected.ending };
}

/** Events of one type, typed. */
export const only = <T extends RunEvent["type"]>(events: readonly RunEvent[], type: T) =>
  events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);

/** Events of the treatment arm. */
export const treated = (events: readonly RunEvent[]): RunEvent[] =>
  events.filter((event) =>
    event.type === "trial-started"
      ? event.trial.arm === "treatment"
      : "trial" in event && event.trial.endsWith("/treatment"),
  );
