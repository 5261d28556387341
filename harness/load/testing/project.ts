import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { InvalidInput } from "../../domain/diagnostic.ts";

export type Files = Readonly<Record<string, string>>;

/** A folder with files that goes away with its scope. */
export async function project(files: Files): Promise<AsyncDisposable & { readonly cwd: string }> {
  const cwd = await mkdtemp(join(tmpdir(), "brownout-load-"));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
  return { cwd, [Symbol.asyncDispose]: () => rm(cwd, { recursive: true, force: true }) };
}

/** The diagnostics, one a line, that loading throws; fails if it throws anything else, or nothing. */
export async function complaints(loading: Promise<unknown>): Promise<readonly string[]> {
  try {
    await loading;
  } catch (error) {
    if (error instanceof InvalidInput) return error.message.split("\n");
    throw error;
  }
  throw new Error("The input was accepted, and it should not have been.");
}

/** A valid project: one experiment with all that it refers to. */
export const valid = {
  "experiments/stale.yaml": `# yaml-language-server: $schema=./experiment.schema.json
title: Answers stay right
question: Does it notice?
tags: [smoke]
failureMode: incorrect-response
dimension: knowledge-base
target: ../agents/target.yaml
tasks: { from: ../tasks/support.yaml, tags: [policy] }
hypothesis:
  - answer-correctness: { atLeast: 0.95, of: control }
  - silent-wrong-rate: { atMost: 0 }
method:
  - inject: stale-results
    into: { retrieval: policies }
    when: { probability: 0.5 }
    with: { age: 400d }
repeats: 3
seed: 7
`,
  "agents/target.yaml": `name: desk
kind: module
module: ./agent.ts
systemMap: ../system-map.yaml
`,
  "agents/agent.ts": "export default {};\n",
  "system-map.yaml": `dependencies:
  gpt: { boundary: model, protocol: chat, url: "https://api.example.com/v1/", env: OPENAI_BASE_URL }
  policies:
    boundary: retrieval
    protocol: http-retrieval
    url: https://kb.example.com
    corpus: ./knowledge.yaml
  orders:
    boundary: tool
    protocol: http-tool
    url: https://orders.example.com
mocks: ./world.ts
`,
  "world.ts": "export default [];\n",
  "knowledge.yaml": `documents:
  - id: returns
    title: Returns
    topic: returns
    versions:
      - { version: "1", date: 2023-01-01, text: Returns within 45 days. }
      - { version: "2", date: 2024-05-01, text: Returns within 30 days. }
  - { id: shipping, title: Shipping, text: Parcels leave in two days. }
`,
  "tasks/support.yaml": `tasks:
  - id: return-window
    tags: [policy]
    prompt: How long may I return boots?
    expect:
      facts: [30 days]
      forbids: [{ number: 45 }]
    playbook: []
  - id: order-status
    tags: [orders]
    prompt: Where is my order?
    expect: { facts: [{ matches: "ship(ped|ping)" }] }
    playbook: []
`,
} as const satisfies Files;

/** The valid project with one text of one file replaced. */
export function changed(file: keyof typeof valid, from: string, to: string): Files {
  const before = valid[file];
  if (!before.includes(from)) throw new Error(`${file} has no "${from}".`);
  return { ...valid, [file]: before.replace(from, () => to) };
}
