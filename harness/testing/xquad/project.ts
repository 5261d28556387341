import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Passage } from "./knowledge-service.ts";
import { knowledgeUrl } from "./knowledge-service.ts";
import type { AgedParagraph, AgedQuestion } from "./old-version.ts";
import { sentence } from "./other-answer.ts";
import { patternFor } from "./read-pattern.ts";

export const agents = ["naive", "guarded"] as const;
const faults = { irrelevant: "irrelevant-results", stale: "stale-results", empty: "empty-results" } as const;
export type Trouble = keyof typeof faults;
export const troubles = Object.keys(faults) as readonly Trouble[];

const params: Readonly<Record<Trouble, Readonly<Record<string, unknown>>>> = {
  irrelevant: { from: "corpus" },
  stale: { from: "corpus", versionsBack: 1 },
  empty: {},
};
const oldVersion = { version: "1", date: "2024-03-01" };
const inForce = { version: "2", date: "2026-06-01" };

export const passagesOf = (paragraphs: readonly AgedParagraph[]): readonly Passage[] =>
  paragraphs.map(({ id, topic, text }) => ({ id, title: topic, text, ...inForce }));

/** Writes what a user of the harness would have written. @returns the experiments: over all questions, and over a few by chance. */
export async function writeProject(
  folder: string,
  paragraphs: readonly AgedParagraph[],
): Promise<{ readonly all: readonly string[]; readonly few: readonly string[] }> {
  const here = (name: string): string => JSON.stringify(join(import.meta.dirname, name));
  const put = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
  await mkdir(folder, { recursive: true });
  await put("passages.json", JSON.stringify(passagesOf(paragraphs)));
  await put("corpus.jsonl", lines(paragraphs.map(documentOf)));
  const tasks = paragraphs.flatMap((paragraph) => paragraph.questions.map((question) => taskOf(paragraph, question)));
  await put("tasks.jsonl", lines(tasks.map((task, index) => ({ ...task, tags: index % 2 === 0 ? ["half"] : [] }))));
  await put("package.json", '{ "type": "module" }');
  await put(
    "mocks.ts",
    `import { knowledgeService } from ${here("knowledge-service.ts")};\n` +
      `import passages from "./passages.json" with { type: "json" };\nexport default knowledgeService(passages);\n`,
  );
  await put("system-map.yaml", stringify(systemMap));
  for (const agent of agents) {
    const guard = agent === "guarded" ? "guarded" : "{}";
    await put(
      `${agent}.ts`,
      `import { guarded, ragAgent } from ${here("agent.ts")};\nexport default { boot: () => ragAgent(${guard}) };\n`,
    );
    await put(`${agent}.target.yaml`, stringify(targetOf(agent)));
  }
  const pairs = agents.flatMap((agent) => troubles.map((trouble) => ({ agent, trouble })));
  for (const { agent, trouble } of pairs) {
    const experiment = experimentOf(agent, trouble);
    await put(`${agent}-${trouble}.yaml`, stringify(experiment));
    const method = experiment.method.map((injection) => ({ ...injection, when: { probability: 0.5 } }));
    await put(
      `few-${agent}-${trouble}.yaml`,
      stringify({ ...experiment, tasks: { from: "tasks.jsonl", limit: 50 }, method }),
    );
  }
  const names = pairs.map(({ agent, trouble }) => `${agent}-${trouble}.yaml`);
  return { all: names, few: names.map((name) => `few-${name}`) };
}

const lines = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join("");

const documentOf = ({ id, topic, text, oldText }: AgedParagraph) => ({
  id,
  title: topic,
  topic,
  versions: [
    { ...oldVersion, text: oldText },
    { ...inForce, text },
  ],
});

function taskOf({ text, oldText }: AgedParagraph, question: AgedQuestion) {
  const { id, answer, stale, aged, invented, old } = question;
  const matches = patternFor([
    { text, span: question },
    { text: oldText, span: old },
  ]);
  if (matches === undefined) throw new Error(`Nothing singles out the answer to ${id}.`);
  return {
    id,
    prompt: question.question,
    expect: { facts: [{ text: answer }], forbids: aged ? [{ text: stale }] : [] },
    playbook: {
      steps: [{ call: "search_knowledge", with: { query: question.question }, as: "found" }],
      reads: { answer: { from: "found", matches } },
      answers: [{ say: sentence("{{answer}}") }],
      invent: { answer: invented },
    },
  };
}

const systemMap = {
  dependencies: {
    model: { boundary: "model", protocol: "openai", url: "https://api.openai.com/v1" },
    passages: { boundary: "retrieval", protocol: "json-retrieval", url: knowledgeUrl, corpus: "corpus.jsonl" },
  },
  mocks: "mocks.ts",
};

const targetOf = (agent: string) => ({
  name: `${agent} retrieval agent`,
  kind: "module",
  module: `${agent}.ts`,
  systemMap: "system-map.yaml",
  brain: { script: "credulous" },
});

const experimentOf = (agent: string, trouble: Trouble) => ({
  title: `The knowledge base gives ${trouble} results`,
  question: "Does the agent notice, or does it answer all the same?",
  failureMode: "incorrect-response",
  dimension: "knowledge-base",
  target: `${agent}.target.yaml`,
  // The guarded agent makes twice as many calls: half of the questions say enough, and keep the run short.
  tasks: agent === "naive" ? "tasks.jsonl" : { from: "tasks.jsonl", tags: ["half"] },
  hypothesis: [{ "silent-wrong-rate": { atMost: 0.02, of: "control" } }, { "disclosure-rate": { atLeast: 0.9 } }],
  method: [{ inject: faults[trouble], into: { retrieval: "passages", operation: "search" }, with: params[trouble] }],
  repeats: 1,
  seed: 240,
  blastRadius: { maxTrials: 2400 },
});
