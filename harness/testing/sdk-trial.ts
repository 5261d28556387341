import { join } from "node:path";
import type { CallEnded, RunEvent } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import { findFault } from "../faults/index.ts";
import { runInMemory } from "./run-in-memory.ts";
import type { Raised, SdkInput } from "./targets/sdk-agent.ts";

/** One call of a real client under one fault. */
export interface SdkCase extends SdkInput {
  readonly fault: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
export interface SdkOutcome {
  readonly raised: Raised;
  readonly attempts: number;
  /** Milliseconds between the starts of the attempts. */
  readonly gaps: readonly number[];
  /** Until the client's code went on. */
  readonly took: number;
  readonly endings: readonly CallEnded["ending"][];
  readonly digest: string | undefined;
}

export const said = "one two three four five six";

/** Runs the case through the whole pipe and says what the client's author would have seen in the treatment arm. */
export async function sdkTrial(given: SdkCase, route: "in-process" | "gateway"): Promise<SdkOutcome> {
  const { events } = await runInMemory([experimentOf(given)], { route });
  const failed = events.find((event) => event.type === "trial-failed");
  if (failed?.type === "trial-failed") throw new Error(failed.error);
  const mine = events.filter((event: RunEvent) => "trial" in event && String(event.trial).endsWith("/treatment"));
  const starts = mine.flatMap((event) => (event.type === "call-started" ? [event.t] : []));
  const ended = mine.find((event) => event.type === "performance-ended");
  if (ended?.type !== "performance-ended" || ended.data === undefined)
    throw new Error(`No outcome: ${JSON.stringify(ended)}`);
  const over = mine.find((event) => event.type === "trial-ended");
  return {
    raised: ended.data as Raised,
    attempts: starts.length,
    gaps: starts.slice(1).map((t, i) => t - (starts[i] ?? 0)),
    took: ended.t,
    endings: mine.flatMap((event) => (event.type === "call-ended" ? [event.ending] : [])),
    digest: over?.type === "trial-ended" ? over.digest : undefined,
  };
}

function experimentOf({ fault, with: params = {}, ...input }: SdkCase): Experiment {
  const dependency = { alsoAt: [], boundary: "model", dimension: "foundation-model", options: {} } as const;
  const name = input.sdk === "anthropic" ? "anthropic" : "openai";
  return {
    id: `sdk/${fault}`,
    file: "sdk.yaml",
    title: fault,
    question: "?",
    tags: [],
    failureMode: "shared-fate",
    dimension: "foundation-model",
    target: {
      name: "sdk",
      file: "target.yaml",
      spec: { kind: "module", module: join(import.meta.dirname, "targets", "sdk-agent.ts"), clock: "virtual" },
      brain: { kind: "script", persona: "careful" },
      map: {
        file: "system-map.yaml",
        allowHosts: [],
        dependencies: [
          {
            ...dependency,
            name: "openai",
            protocol: "openai",
            url: "https://api.openai.com/v1",
            env: "OPENAI_BASE_URL",
          },
          {
            ...dependency,
            name: "anthropic",
            protocol: "anthropic",
            url: "https://api.anthropic.com",
            env: "ANTHROPIC_BASE_URL",
          },
        ],
      },
    },
    tasks: [
      {
        id: "ask",
        file: "tasks.yaml",
        tags: [],
        prompt: "hello",
        input: { ...input },
        expect: { facts: [{ text: said }], forbids: [], effects: [], claims: [] },
        playbook: { steps: [], reads: {}, answers: [{ say: said }], invent: {} },
      },
    ],
    bystanders: [],
    hypothesis: [],
    cells: [
      {
        values: {},
        method: [
          {
            id: fault,
            fault,
            into: { boundary: "model", dependencies: [name] },
            description: fault,
            when: {},
            params: findFault(fault)?.params.parse(params),
            at: "sdk.yaml:1:1",
          },
        ],
      },
    ],
    repeats: 1,
    seed: "7",
    blastRadius: { maxTrials: 10, maxFaultsPerTrial: 100 },
    abortWhen: [],
    deadline: 600_000,
  };
}
