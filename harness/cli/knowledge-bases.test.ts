import { describe, expect, it } from "vitest";
import { readDocuments } from "../../fixtures/support-desk/documents.ts";
import { knowledgeExperiment } from "../testing/knowledge-experiment.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { type Found, type Search, type Store, stores } from "../testing/targets/knowledge-agent.ts";

const documents = new Map(readDocuments().map((document) => [document.id, document]));
const versionsOf = (id: string) => documents.get(id)?.versions ?? [];
const inForce = ({ id, text, date }: Found): boolean => {
  const current = versionsOf(id).at(-1);
  return current?.text === text && current.date === date;
};
const outdated = ({ id, text, date }: Found): boolean =>
  versionsOf(id)
    .slice(0, -1)
    .some((version) => version.text === text && version.date === date);

/** What the agent found in both arms. */
async function search(store: Store, fault: string, params: Readonly<Record<string, unknown>> = {}) {
  const { events } = await runInMemory([knowledgeExperiment({ agent: "knowledge-agent.ts", store, fault, params })]);
  const failed = events.find((event) => event.type === "trial-failed");
  if (failed?.type === "trial-failed") throw new Error(failed.error);
  const of = (arm: string): Search => {
    const ended = events.find((event) => event.type === "performance-ended" && event.trial.endsWith(`/${arm}`));
    if (ended?.type !== "performance-ended" || ended.data === undefined)
      throw new Error(`No outcome: ${JSON.stringify(ended)}`);
    return ended.data as Search;
  };
  expect(events.filter(({ type }) => type === "fault-fired")).toHaveLength(1);
  return { control: of("control"), treatment: of("treatment") };
}

const idsOf = ({ hits }: Search): string[] => hits.map(({ id }) => id);

describe.each(stores)("%s with nothing but a corpus, searched by its own client", (store) => {
  it("finds what is in force, best first; stale results are old versions of the same documents", async () => {
    const { control, treatment } = await search(store, "stale-results");
    expect(control.hits).toHaveLength(4);
    expect(control.hits.every(inForce)).toBe(true);
    expect(idsOf(control).some((id) => id.startsWith("returns"))).toBe(true);
    const scores = control.hits.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(idsOf(treatment)).toEqual(idsOf(control));
    const withHistory = treatment.hits.filter(({ id }) => versionsOf(id).length > 1);
    expect(withHistory.length).toBeGreaterThan(0);
    expect(withHistory.every(outdated)).toBe(true);
  });

  it("shows irrelevant results as other documents, less alike", async () => {
    const { control, treatment } = await search(store, "irrelevant-results", { canary: false });
    expect(control.hits.every(inForce)).toBe(true);
    expect(treatment.hits).toHaveLength(control.hits.length);
    expect(idsOf(treatment).filter((id) => idsOf(control).includes(id))).toEqual([]);
    expect(treatment.hits.every(inForce)).toBe(true);
  });

  it("shows empty results as a success without hits", async () => {
    const { control, treatment } = await search(store, "empty-results");
    expect(control.hits.every(inForce)).toBe(true);
    expect(treatment.hits).toEqual([]);
  });

  it("shows partial results without the best of them", async () => {
    const { control, treatment } = await search(store, "partial-results");
    expect(control.hits.every(inForce)).toBe(true);
    expect(treatment.hits).toEqual(control.hits.slice(2));
  });
});

it("partial results can be announced where the service can tell of failed shards", async () => {
  const { control, treatment } = await search("opensearch", "partial-results", { announced: true });
  expect(control.failedShards).toBe(0);
  expect(treatment).toEqual({ hits: control.hits.slice(2), failedShards: 1 });
});
