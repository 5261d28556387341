import { describe, expect, it } from "vitest";
import { readDocuments } from "../../fixtures/support-desk/documents.ts";
import { knowledgeExperiment } from "../testing/knowledge-experiment.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { type Batch, batches, type Found } from "../testing/targets/batch-agent.ts";

const documents = new Map(readDocuments().map((document) => [document.id, document]));
const versionsOf = (id: string) => documents.get(id)?.versions ?? [];
const inForce = ({ id, text }: Found[number]): boolean => versionsOf(id).at(-1)?.text === text;
const idsOf = (found: readonly Found[]) => found.map((hits) => hits.map(({ id }) => id));

/** What the searches of a batch found in both arms. */
async function search(store: Batch, fault: string, params: Readonly<Record<string, unknown>> = {}) {
  const protocol = store.split(" ")[0] ?? store;
  const { events } = await runInMemory([
    knowledgeExperiment({ agent: "batch-agent.ts", store, protocol, fault, params }),
  ]);
  const failed = events.find((event) => event.type === "trial-failed");
  if (failed?.type === "trial-failed") throw new Error(failed.error);
  const of = (arm: string): readonly Found[] => {
    const ended = events.find((event) => event.type === "performance-ended" && event.trial.endsWith(`/${arm}`));
    if (ended?.type !== "performance-ended" || ended.data === undefined)
      throw new Error(`No outcome: ${JSON.stringify(ended)}`);
    return ended.data as readonly Found[];
  };
  expect(events.filter(({ type }) => type === "fault-fired")).toHaveLength(1);
  return { control: of("control"), treatment: of("treatment") };
}

describe.each(batches)("a batch of searches by the client of %s", (store) => {
  it("finds for each what is in force, and stale results for each what was before", async () => {
    const { control, treatment } = await search(store, "stale-results");
    expect(control.map((hits) => hits.length)).toEqual([3, 3]);
    expect(control.flat().every(inForce)).toBe(true);
    const [first, second] = idsOf(control);
    expect(first).not.toEqual(second);
    expect(idsOf(treatment)).toEqual([first, second]);
    for (const hits of treatment) {
      const withHistory = hits.filter(({ id }) => versionsOf(id).length > 1);
      expect(withHistory.length).toBeGreaterThan(0);
      expect(withHistory.some(inForce)).toBe(false);
    }
  });

  it("is answered with something else in each by irrelevant results, and with nothing in each by empty ones", async () => {
    const { control, treatment } = await search(store, "irrelevant-results", { canary: false });
    for (const [at, hits] of treatment.entries()) {
      const right = idsOf(control)[at] ?? [];
      expect(hits).toHaveLength(right.length);
      expect(hits.filter(({ id }) => right.includes(id))).toEqual([]);
    }
    expect((await search(store, "empty-results")).treatment).toEqual([[], []]);
  });

  it("misses the best of each by partial results", async () => {
    const { control, treatment } = await search(store, "partial-results", { drop: 1 });
    expect(treatment).toEqual(control.map((hits) => hits.slice(1)));
  });
});
