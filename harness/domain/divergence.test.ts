import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alignCalls } from "./align.ts";
import { divergenceOf } from "./divergence.ts";
import type { JudgedTrial } from "./judgement.ts";
import { type TwinCall, type TwinTask, twinTrial } from "./testing/twins.ts";

const chat = (occurrence: number, more: Partial<TwinCall> = {}): TwinCall => ({
  name: "model",
  boundary: "model",
  occurrence,
  asks: { said: occurrence },
  ...more,
});
const stock: TwinCall = { name: "stock" };
const control = (...others: readonly TwinTask[]) =>
  twinTrial("control", { calls: [chat(1), stock, chat(2)] }, ...others);

const words = (first: TwinTask, usual: TwinTask): readonly string[] =>
  alignCalls(twinTrial("treatment", first).primary.record, twinTrial("control", usual).primary.record).map(
    ({ address, change }) => `${address} ${change}`,
  );

describe("the alignment of two traces", () => {
  it("goes by address, whatever the time", () => {
    const late = [chat(1), { ...stock, at: 40_000 }, chat(2, { at: 41_000 })];
    expect(words({ calls: late }, { calls: [chat(1), stock, chat(2)] })).toEqual([
      "model:model.go[1]#1 same",
      "tool:stock.go[1]#1 same",
      "model:model.go[2]#1 same",
    ]);
  });

  it("tells another request, another reply, an extra call and a missing one apart, a missing one where it was made", () => {
    const calls = [
      chat(1),
      { ...stock, status: 503, gets: "down" },
      { ...stock, attempt: 2 },
      chat(2, { asks: "else" }),
    ];
    expect(words({ calls }, { calls: [chat(1), stock, { name: "price" }, chat(2)] })).toEqual([
      "model:model.go[1]#1 same",
      "tool:stock.go[1]#1 reply",
      "tool:price.go[1]#1 missing",
      "tool:stock.go[1]#2 extra",
      "model:model.go[2]#1 request",
    ]);
    expect(words({ calls: [] }, { calls: [stock] })).toEqual(["tool:stock.go[1]#1 missing"]);
  });

  it("takes a request that quotes another clock reading for the same one", () => {
    const at = (second: number) => [chat(1), chat(2, { asks: { new: `as of 2026-10-01T09:00:0${second}.123Z: 4` } })];
    expect(words({ calls: at(4) }, { calls: at(1) }).at(-1)).toBe("model:model.go[2]#1 same");
    const other = [chat(1), chat(2, { asks: { new: "as of 2026-10-01T09:00:01.123Z: 5" } })];
    expect(words({ calls: other }, { calls: at(1) }).at(-1)).toBe("model:model.go[2]#1 request");
  });

  it("does not take a conversation for the same because its newest message is", () => {
    const turn = (history: string, occurrence: number) => chat(occurrence, { asks: { new: history } });
    const here = alignCalls(
      twinTrial("treatment", { calls: [turn("error", 1), turn("thanks", 2)] }).primary.record,
      twinTrial("control", { calls: [turn("fine", 1), turn("thanks", 2)] }).primary.record,
    );
    expect(here.map(({ change }) => change)).toEqual(["request", "same"]);
    // The journal keeps only new messages; the fingerprint is of all.
    const withHistory = here.map(({ here: call }) => call).flatMap((call) => (call ? [call] : []));
    const [first, second] = withHistory;
    if (!first || !second) throw new Error("two calls were made");
    const diverted = { ...second, started: { ...second.started, fingerprint: "error, thanks" } };
    const record = { ...twinTrial("treatment", {}).primary.record, calls: [first, diverted] };
    const usual = twinTrial("control", { calls: [turn("fine", 1), turn("thanks", 2)] }).primary.record;
    expect(alignCalls(record, usual).map(({ change }) => change)).toEqual(["request", "request"]);
  });
});

describe("the divergence of a pair", () => {
  it("names where the traces part and where they come back together", () => {
    const calls = [
      chat(1),
      { ...stock, gets: "503", status: 503, fault: "unavailable" },
      { ...stock, attempt: 2 },
      chat(2),
    ];
    const found = divergenceOf(twinTrial("treatment", { calls }), control());
    expect([found.parted?.address, found.parted?.change]).toEqual(["tool:stock.go[1]#1", "reply"]);
    expect(found.rejoined?.address).toBe("model:model.go[2]#1");
    expect(found).toMatchObject({ faulted: ["stock"], beyond: [], bystanders: [], answerChanged: false });
    expect(found.outcome).toBeUndefined();
  });

  it("counts what was touched beyond the faulted dependency, and says that the traces stay apart", () => {
    const calls = [
      chat(1),
      { ...stock, gets: "503", status: 503, fault: "unavailable" },
      { name: "price" },
      chat(2, { asks: "sorry" }),
    ];
    const found = divergenceOf(twinTrial("treatment", { calls, answer: "no", outcome: "failed-safe" }), control());
    expect(found.rejoined).toBeUndefined();
    expect(found.beyond).toEqual([
      { dependency: "model", extra: 0, missing: 0, changed: 1 },
      { dependency: "price", extra: 1, missing: 0, changed: 0 },
    ]);
    expect(found).toMatchObject({ answerChanged: true, effectsChanged: false });
    expect(found.outcome).toEqual({ from: "correct", to: "failed-safe" });
  });

  it("looks at bystanders too, and at what they committed", () => {
    const calm: TwinTask = { task: "b", calls: [{ name: "orders" }] };
    const first: TwinTask = { calls: [chat(1), { ...stock, fault: "latency" }, chat(2)] };
    const alike = divergenceOf(twinTrial("treatment", first, calm), control(calm));
    expect(alike).toMatchObject({ bystanders: [] });
    expect(alike.parted).toBeUndefined();
    const crowded: TwinTask = { task: "b", calls: [{ name: "orders", gets: "429", at: 5 }] };
    const found = divergenceOf(twinTrial("treatment", first, crowded), control(calm));
    expect(found).toMatchObject({ bystanders: ["b"], beyond: [{ dependency: "orders", changed: 1 }] });
    expect(found.parted).toMatchObject({ task: "b", address: "tool:orders.go[1]#1" });
    const paid: TwinTask = { ...calm, effects: [{ kind: "refund", order: "1" }] };
    expect(divergenceOf(twinTrial("treatment", first, paid), control(calm)).bystanders).toEqual(["b"]);
    expect(divergenceOf(twinTrial("treatment", first), control(calm)).bystanders).toEqual(["b"]);
  });

  it("sees a bystander, or the task itself, that only ends much later", () => {
    const calm: TwinTask = { task: "b", calls: [{ name: "orders" }] };
    const first: TwinTask = { calls: [chat(1)] };
    const found = divergenceOf(
      twinTrial("treatment", { ...first, endAt: 3501 }, { ...calm, endAt: 3501 }),
      twinTrial("control", { ...first, endAt: 1000 }, { ...calm, endAt: 1000 }),
    );
    expect(found).toMatchObject({ late: true, bystanders: ["b"] });
    expect(found.parted).toBeUndefined();
    const soon = divergenceOf(
      twinTrial("treatment", { ...first, endAt: 3500 }, { ...calm, endAt: 3500 }),
      twinTrial("control", { ...first, endAt: 1000 }, { ...calm, endAt: 1000 }),
    );
    expect(soon).toMatchObject({ late: false, bystanders: [] });
  });

  it("does not hold against a task asked afterwards that those before it were slow", () => {
    const later = (trial: JudgedTrial): JudgedTrial => ({ ...trial, bystanders: [], afterwards: trial.bystanders });
    const first: TwinTask = { calls: [chat(1)], endAt: 1000 };
    const calm: TwinTask = { task: "b", calls: [{ name: "orders" }], endAt: 1100 };
    const usual = later(twinTrial("control", first, calm));
    const slow = twinTrial("treatment", { ...first, endAt: 60_000 }, { ...calm, endAt: 60_100 });
    expect(divergenceOf(later(slow), usual)).toMatchObject({ late: true, bystanders: [], afterwards: [] });
    const wrong = twinTrial("treatment", first, { ...calm, outcome: "wrong" });
    expect(divergenceOf(later(wrong), usual)).toMatchObject({ bystanders: [], afterwards: ["b"] });
  });

  it("does not mind the order of concurrent effects", () => {
    const effects = [{ kind: "refund", order: "1" }, { kind: "note" }];
    const found = divergenceOf(
      twinTrial("treatment", { effects }),
      twinTrial("control", { effects: effects.toReversed() }),
    );
    expect(found.effectsChanged).toBe(false);
  });

  const call: fc.Arbitrary<TwinCall> = fc.record({
    name: fc.constantFrom("a", "b", "model"),
    boundary: fc.constantFrom("tool", "model"),
    occurrence: fc.integer({ min: 1, max: 3 }),
    attempt: fc.integer({ min: 1, max: 3 }),
    at: fc.integer({ min: 0, max: 50 }),
    asks: fc.constantFrom("x", "y"),
    gets: fc.constantFrom("ok", "429"),
  });
  const key = ({ name, boundary, occurrence, attempt }: TwinCall): string =>
    [boundary, name, occurrence, attempt].join();
  const task = (name: string): fc.Arbitrary<TwinTask> =>
    fc.record({
      task: fc.constant(name),
      calls: fc.uniqueArray(call, { selector: key, maxLength: 12 }),
      answer: fc.constantFrom("yes", "no"),
    });

  it("a trial never parts from itself", () => {
    fc.assert(
      fc.property(task("t"), task("b"), (first, other) => {
        const found = divergenceOf(twinTrial("treatment", first, other), twinTrial("control", first, other));
        expect(found).toEqual({
          faulted: [],
          beyond: [],
          bystanders: [],
          afterwards: [],
          late: false,
          answerChanged: false,
          effectsChanged: false,
        });
      }),
    );
  });

  it("has every call of both arms in exactly one step", () => {
    fc.assert(
      fc.property(task("t"), task("t"), (first, other) => {
        const [here, usual] = [twinTrial("treatment", first), twinTrial("control", other)].map(
          ({ primary }) => primary.record,
        );
        const steps = alignCalls(here, usual);
        expect(steps.flatMap((step) => (step.here ? [step.here] : []))).toEqual(
          [...(here?.calls ?? [])].sort((a, b) => a.started.t - b.started.t),
        );
        expect(new Set(steps.flatMap((step) => (step.usual ? [step.usual] : [])))).toEqual(new Set(usual?.calls));
        expect(new Set(steps.map(({ address }) => address)).size).toBe(steps.length);
      }),
    );
  });

  it("sees the same parted dependencies from either side", () => {
    fc.assert(
      fc.property(task("t"), task("t"), (first, other) => {
        const there = divergenceOf(twinTrial("treatment", first), twinTrial("control", other));
        const back = divergenceOf(twinTrial("treatment", other), twinTrial("control", first));
        expect(back.parted === undefined).toBe(there.parted === undefined);
        expect(back.beyond.map(({ extra, missing }) => [missing, extra])).toEqual(
          there.beyond.map(({ extra, missing }) => [extra, missing]),
        );
      }),
    );
  });
});
