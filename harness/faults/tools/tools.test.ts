import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Fault } from "../../domain/fault.ts";
import { leavesOf } from "../shared/json.ts";
import { answerOf, inject } from "../testing/drive.ts";
import { fakeContext, keeping, toolCall, valueReply } from "../testing/fakes.ts";
import { duplicatedDelivery } from "./duplicated-delivery.ts";
import { errorIn200 } from "./error-in-200.ts";
import { impossibleValues } from "./impossible-values.ts";
import { missingFields } from "./missing-fields.ts";
import { staleValues } from "./stale-values.ts";
import { successWithoutEffect } from "./success-without-effect.ts";
import { wrongTypes } from "./wrong-types.ts";

const order = {
  id: "TG-1001",
  account_number: 4711,
  total: 89.5,
  paid: true,
  ordered: "2025-03-01",
  delivered: "2025-03-04T10:00:00Z",
  items: [{ sku: "TENT-2", unitPrice: 44.75, quantity: 2 }],
};
const value = async (fault: Fault, from: unknown, written: unknown = {}, seed = "0"): Promise<unknown> =>
  answerOf("tool", (await inject(fault, toolCall(), valueReply(from), written, fakeContext({ seed }))).reply).result
    .value;

const json = fc.jsonValue({ maxDepth: 3 });

describe("wrong-types", () => {
  it("changes the type of every value if all are meant, and no member", async () => {
    const changed = await value(wrongTypes, order, { share: 1 });
    expect(changed).toEqual({
      id: { value: "TG-1001" },
      account_number: "4711",
      total: "89.5",
      paid: "true",
      ordered: 1740787200,
      delivered: 1741082400,
      items: [{ sku: { value: "TENT-2" }, unitPrice: "44.75", quantity: "2" }],
    });
  });

  it("changes as many values as its share says, at least one", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { minLength: 1, maxLength: 20 }), fc.string(), async (list, seed) => {
        const changed = await value(wrongTypes, list, { share: 0.25 }, seed);
        const strings = leavesOf(changed).filter((leaf) => typeof leaf.value === "string");
        expect(strings).toHaveLength(Math.max(1, Math.round(list.length / 4)));
      }),
    );
  });
});

describe("missing-fields", () => {
  it("leaves out the named members wherever they stand, or at one path", async () => {
    expect(await value(missingFields, { id: 1, order: { id: 2, x: 3 } }, { fields: ["id"] })).toEqual({
      order: { x: 3 },
    });
    expect(await value(missingFields, { id: 1, order: { id: 2, x: 3 } }, { fields: ["order.id"] })).toEqual({
      id: 1,
      order: { x: 3 },
    });
    expect(await value(missingFields, [{ a: 1, b: 2 }, { a: 3 }], { fields: ["a"] })).toEqual([{ b: 2 }, {}]);
  });

  it("leaves one out by chance, from every element alike", async () => {
    const changed = (await value(missingFields, [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ])) as object[];
    expect(Object.keys(changed[0] ?? {})).toHaveLength(1);
    expect(Object.keys(changed[0] ?? {})).toEqual(Object.keys(changed[1] ?? {}));
  });

  it("says so when there is no such member", async () => {
    const answer = valueReply(order);
    const { reply, idles } = await inject(missingFields, toolCall(), answer, { fields: ["nope"] });
    expect(reply).toBe(answer);
    expect(idles).toEqual(["no member nope"]);
  });
});

describe("impossible-values", () => {
  it("turns amounts and quantities below zero and leaves identifiers alone", async () => {
    expect(await value(impossibleValues, order, { values: ["amounts", "quantities"] })).toEqual({
      ...order,
      total: -89.5,
      items: [{ sku: "TENT-2", unitPrice: -44.75, quantity: -1 }],
    });
    expect(await value(impossibleValues, { excess: 250, policy_no: 4471 }, { values: ["amounts"] })).toEqual({
      excess: -250,
      policy_no: 4471,
    });
    expect(await value(impossibleValues, { discount: 5, price: "€49.00", count: 3 })).toEqual({
      discount: -5,
      price: "€NaN",
      count: -1,
    });
  });

  it("lets periods end before they start", async () => {
    expect(await value(impossibleValues, order, { values: ["periods"] })).toEqual({
      ...order,
      ordered: order.delivered,
      delivered: order.ordered,
    });
  });

  it("moves dates out of time", async () => {
    const { since } = (await value(impossibleValues, { since: "2025-03-01" }, { values: ["dates"] })) as {
      since: string;
    };
    expect(["9999-03-01", "0001-03-01"]).toContain(since);
  });

  it("keeps the shape of any answer", async () => {
    const shape = (of: unknown): string => JSON.stringify(leavesOf(of).map((leaf) => [leaf.path, typeof leaf.value]));
    await fc.assert(
      fc.asyncProperty(json, async (from) => {
        expect(shape(await value(impossibleValues, { from, price: 3 }))).toBe(shape({ from, price: -3 }));
      }),
    );
  });
});

describe("stale-values", () => {
  const read = toolCall({ method: "GET", path: "/orders/1" });

  it("moves dates back", async () => {
    expect(await value(staleValues, order, { age: "10d" })).toEqual({
      ...order,
      ordered: "2025-02-19",
      delivered: "2025-02-22T10:00:00Z",
    });
  });

  it("repeats the first answer to the same read after things have changed", async () => {
    const state = keeping();
    const ask = async (call: typeof read, status: string) => {
      const context = fakeContext({ state });
      const { reply } = await inject(staleValues, call, valueReply({ status }), {}, context);
      return { status: (answerOf("tool", reply).result.value as { status: string }).status, notes: context.notes };
    };
    expect((await ask(read, "open")).status).toBe("open");
    const second = await ask(read, "refunded");
    expect(second.status).toBe("open");
    expect(second.notes[0]).toContain("the first answer to this request again");
    expect((await ask(toolCall({ method: "GET", path: "/orders/2" }), "new")).status).toBe("new");
    const write = toolCall({ method: "POST", path: "/orders/1" });
    expect((await ask(write, "a")).status).toBe("a");
    expect((await ask(write, "b")).status).toBe("b");
  });
});

describe("tools that lie", () => {
  it("report an error with status 200 and do nothing", async () => {
    const { reply, forwards } = await inject(errorIn200, toolCall(), valueReply(order), { message: "boom" });
    expect(answerOf("tool", reply).result).toEqual({
      status: 200,
      value: { success: false, error: { message: "boom" } },
    });
    expect(forwards).toBe(0);
  });

  it("report success and do nothing", async () => {
    const call = toolCall({ method: "POST", arguments: { order_id: "TG-1", amount: 5 } });
    const { reply, forwards } = await inject(successWithoutEffect, call, valueReply(order));
    expect(answerOf("tool", reply).result.value).toEqual({
      order_id: "TG-1",
      amount: 5,
      success: true,
      status: "completed",
    });
    expect(forwards).toBe(0);
    const own = await inject(successWithoutEffect, call, valueReply(order), { value: { ok: 1 } });
    expect(answerOf("tool", own.reply).result.value).toEqual({ ok: 1 });
  });

  it("receive a request twice and answer it once", async () => {
    const answer = valueReply(order);
    const { reply, forwards } = await inject(duplicatedDelivery, toolCall(), answer);
    expect(forwards).toBe(2);
    expect(reply).toBe(answer);
  });
});
