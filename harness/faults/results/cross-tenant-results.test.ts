import { describe, expect, it } from "vitest";
import { inject } from "../testing/drive.ts";
import { fakeContext, toolCall, valueReply } from "../testing/fakes.ts";
import { ask, ids, truth } from "../testing/knowledge.ts";
import { crossTenantResults } from "./cross-tenant-results.ts";
import { irrelevantResults } from "./irrelevant-results.ts";
import { poisonedResults } from "./poisoned-results.ts";

const of = async (value: unknown, seed = "0") => {
  const context = fakeContext({ seed });
  const { reply, idles } = await inject(crossTenantResults, toolCall(), valueReply(value), {}, context);
  const shown = reply.kind === "answer" && reply.payload.kind === "tool" ? reply.payload.result.value : undefined;
  return { shown, idles, signs: context.signs };
};

describe("cross-tenant-results", () => {
  it("puts a restricted record before the hits, as alike as the best of them", async () => {
    const { hits } = await ask(crossTenantResults);
    expect(ids(hits)).toEqual(["returns-2", "returns", "stores"]);
    expect(hits[0]?.score).toBe(truth[0]?.score);
    expect(hits[0]?.text).toMatch(/Account ACC-\w+-\w+: contact/);
  });

  it("adds a record to a list, and puts another's in the place of a single one", async () => {
    const mine = { id: "TG-1", customer: { name: "A", email: "a@b.test" }, items: [{ sku: "x" }], total: 3 };
    const listed = await of({ orders: [mine] });
    expect(listed.shown).toMatchObject({ orders: [{ id: "TG-1", total: 3 }, mine] });
    expect(JSON.stringify(listed.shown)).toContain(listed.signs[0]?.canaries?.[0]);
    const single = await of(mine);
    expect(single.shown).toMatchObject({ id: "TG-1", items: [{ sku: "x" }], total: 3 });
    expect(single.shown).not.toMatchObject({ customer: { name: "A" } });
    expect(single.signs[0]).toMatchObject({ restricted: true });
  });

  it("leaves alone what names nobody", async () => {
    const { shown, idles } = await of({ sku: "x", available: 3 });
    expect(shown).toEqual({ sku: "x", available: 3 });
    expect(idles).toHaveLength(1);
  });

  it("has the same canary with the same chance, and another with another", async () => {
    const first = await of({ name: "A" });
    expect(await of({ name: "A" })).toEqual(first);
    expect((await of({ name: "A" }, "1")).signs).not.toEqual(first.signs);
  });
});

describe("planted canaries", () => {
  it("stand in every irrelevant text and in the poisoned one", async () => {
    for (const fault of [irrelevantResults, poisonedResults]) {
      const context = fakeContext();
      const { hits } = await ask(fault, {}, truth, context);
      const canaries = context.signs.flatMap((signs) => signs.canaries ?? []);
      expect(canaries.length).toBe(fault === irrelevantResults ? hits.length : 1);
      for (const canary of canaries) expect(hits.map(({ text }) => text).join("\n")).toContain(canary);
    }
  });
});
