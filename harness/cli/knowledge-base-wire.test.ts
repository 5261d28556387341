import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readDocuments } from "../../fixtures/support-desk/documents.ts";
import type { Experiment, Injection } from "../domain/experiment.ts";
import { findFault } from "../faults/index.ts";
import { root, runInMemory } from "../testing/run-in-memory.ts";
import type { Found } from "../testing/targets/knowledge-base-agent.ts";

const question = "Within how many days may unused items be returned?";
const documents = readDocuments();
const textAndDate = (id: unknown): { text: string | undefined; date: string | undefined } => {
  const inForce = documents.find((document) => document.id === id)?.versions.at(-1);
  return { text: inForce?.text, date: inForce?.date };
};

function injection(fault: string): Injection {
  const found = findFault(fault);
  if (!found) throw new Error(`No fault ${fault}.`);
  return {
    id: fault,
    fault,
    into: { boundary: "retrieval", dependencies: ["policies"] },
    description: fault,
    when: {},
    params: found.params.parse({}),
    at: "kb.yaml:1:1",
  };
}

const experimentOf = (fault: string, http1: boolean): Experiment => ({
  id: `kb/${fault}`,
  file: "kb.yaml",
  title: fault,
  question: "What does the client give the agent?",
  tags: [],
  failureMode: "incorrect-response",
  dimension: "knowledge-base",
  target: {
    name: "kb",
    file: "kb.yaml",
    spec: {
      kind: "module",
      module: join(root, "harness", "testing", "targets", "knowledge-base-agent.ts"),
      clock: "virtual",
    },
    brain: { kind: "script", persona: "careful" },
    map: {
      file: "kb.yaml",
      allowHosts: [],
      dependencies: [
        {
          name: "policies",
          boundary: "retrieval",
          protocol: "bedrock-knowledge-base",
          url: "https://bedrock-agent-runtime.us-east-1.amazonaws.com",
          env: "AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME",
          alsoAt: [],
          dimension: "knowledge-base",
          corpus: join(root, "fixtures", "knowledge"),
          options: {},
        },
      ],
    },
  },
  tasks: [
    {
      id: "returns",
      file: "kb.yaml",
      tags: [],
      prompt: question,
      input: { http1 },
      expect: { facts: [], forbids: [], effects: [], claims: [] },
    },
  ],
  bystanders: [],
  hypothesis: [],
  cells: [{ values: {}, method: [injection(fault)] }],
  repeats: 1,
  seed: "7",
  blastRadius: { maxTrials: 10, maxFaultsPerTrial: 10 },
  abortWhen: [],
  deadline: 60_000,
});

/** What the client gave the agent without and with the fault, through the whole pipe. */
async function bothArms(fault: string, http1: boolean): Promise<{ control: Found; treatment: Found }> {
  const { events } = await runInMemory([experimentOf(fault, http1)]);
  const failed = events.find((event) => event.type === "trial-failed");
  if (failed?.type === "trial-failed") throw new Error(failed.error);
  const found = (arm: string): Found => {
    const ended = events.find((event) => event.type === "performance-ended" && event.trial.endsWith(`/${arm}`));
    if (ended?.type !== "performance-ended" || ended.data === undefined)
      throw new Error(`No outcome: ${JSON.stringify(ended)}`);
    return ended.data as Found;
  };
  return { control: found("control"), treatment: found("treatment") };
}

describe.each([
  ["HTTP/1.1", true],
  ["HTTP/2, its default", false],
])("a knowledge base made of documents, asked by its own client over %s", (_name, http1) => {
  it("answers with the documents in force, most alike first", async () => {
    const { control } = await bothArms("empty-results", http1);
    expect(control.chunks.map(({ id }) => id)).toEqual(expect.arrayContaining(["returns-standard"]));
    expect(control.chunks).toHaveLength(3);
    for (const { id, text, date } of control.chunks) expect({ text, date }).toEqual(textAndDate(id));
    const scores = control.chunks.map(({ score = 0 }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(control.generated).toBe(control.chunks[0]?.text);
  });

  it("gives nothing under empty-results", async () => {
    const { treatment } = await bothArms("empty-results", http1);
    expect(treatment.chunks).toEqual([]);
    expect(treatment.generated).toBe("Sorry, I am unable to assist you with this request.");
  });

  it("gives what the documents said before under stale-results, as sure as ever", async () => {
    const { control, treatment } = await bothArms("stale-results", http1);
    expect(treatment.chunks.map(({ id, score }) => [id, score])).toEqual(
      control.chunks.map(({ id, score }) => [id, score]),
    );
    expect(treatment.generated).toBe(treatment.chunks[0]?.text);
    const aged = treatment.chunks.filter(({ text }, index) => text !== control.chunks[index]?.text);
    expect(aged.length).toBeGreaterThan(0);
    for (const { id, text, date } of aged) {
      const old = documents.find((document) => document.id === id)?.versions.slice(0, -1) ?? [];
      expect(old.map((version) => [version.text, version.date])).toContainEqual([text, date]);
    }
  });

  it("gives documents on something else under irrelevant-results", async () => {
    const { control, treatment } = await bothArms("irrelevant-results", http1);
    // Each call's canary is its own.
    const plain = (text = "") => text.replace(/\nReference: [A-Z0-9-]+\.$/, "");
    expect(plain(treatment.generated)).toBe(plain(treatment.chunks[0]?.text));
    const topics = new Set(control.chunks.map(({ id }) => documents.find((one) => one.id === id)?.topic));
    expect(treatment.chunks).toHaveLength(control.chunks.length);
    for (const { id, text } of treatment.chunks) {
      const document = documents.find((one) => one.id === id);
      expect(plain(text)).toBe(document?.versions.at(-1)?.text);
      expect(topics.has(document?.topic)).toBe(false);
    }
    expect(treatment.chunks.map(({ score }) => score)).toEqual(control.chunks.map(({ score }) => score));
  });
});
