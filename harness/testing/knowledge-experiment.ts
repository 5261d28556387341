import { join } from "node:path";
import type { Experiment } from "../domain/experiment.ts";
import { findFault } from "../faults/index.ts";
import { root } from "./run-in-memory.ts";

export interface KnowledgeCase {
  /** File below `harness/testing/targets`. */
  readonly agent: string;
  readonly store: string;
  readonly protocol?: string;
  readonly fault: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** One question to a store with nothing behind it but the knowledge fixtures. */
export function knowledgeExperiment({ agent, store, protocol = store, fault, params = {} }: KnowledgeCase): Experiment {
  const found = findFault(fault);
  if (!found) throw new Error(`No fault "${fault}".`);
  return {
    id: `${store}/${fault}`,
    file: "knowledge.yaml",
    title: fault,
    question: "?",
    tags: [],
    failureMode: "incorrect-response",
    dimension: "knowledge-base",
    target: {
      name: store,
      file: "target.yaml",
      spec: { kind: "module", module: join(root, "harness/testing/targets", agent), clock: "virtual" },
      brain: { kind: "script", persona: "careful" },
      map: {
        file: "system-map.yaml",
        allowHosts: [],
        dependencies: [
          {
            name: "policies",
            boundary: "retrieval",
            dimension: "knowledge-base",
            protocol,
            url: `http://${protocol}.test:6333`,
            alsoAt: [],
            env: "STORE_URL",
            options: {},
            corpus: join(root, "fixtures/knowledge"),
          },
        ],
      },
    },
    tasks: [
      {
        id: "returns",
        file: "tasks.yaml",
        tags: [],
        prompt: "How many days do I have for returns of unused items?",
        input: { store },
        expect: { facts: [], forbids: [], effects: [], claims: [] },
        playbook: { steps: [], reads: {}, answers: [{ say: "" }], invent: {} },
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
            into: { boundary: "retrieval", dependencies: ["policies"] },
            description: fault,
            when: {},
            params: found.params.parse(params),
            at: "knowledge.yaml:1:1",
          },
        ],
      },
    ],
    repeats: 1,
    seed: "7",
    blastRadius: { maxTrials: 10, maxFaultsPerTrial: 10 },
    abortWhen: [],
    deadline: 60_000,
  };
}
