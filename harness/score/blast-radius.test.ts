import fc from "fast-check";
import { expect, it } from "vitest";
import { openPair } from "../domain/pair.ts";
import { type TwinCall, twinTrial } from "../domain/testing/twins.ts";
import { openBlastRadius } from "./blast-radius.ts";
import { experimentOf } from "./testing/trials.ts";

const usual: readonly TwinCall[] = [{ name: "a" }, { name: "b", occurrence: 1 }];
const pairOf = (calls: readonly TwinCall[], answer = "yes") =>
  openPair(
    twinTrial("treatment", { calls, answer }, { task: "b", calls: [{ name: "c", gets: answer }] }),
    twinTrial("control", { calls: usual }, { task: "b", calls: [{ name: "c", gets: "yes" }] }),
    experimentOf([]),
  );
type Sample = ReturnType<typeof pairOf>;

const sum = (pairs: readonly Sample[]) => {
  const collector = openBlastRadius();
  for (const pair of pairs) collector.see(pair);
  return collector.finish();
};

it("sums pairs up: where they part, what they touch, which come back", () => {
  const [first, second] = usual;
  if (!first || !second) throw new Error("two calls are made");
  const down: TwinCall = { ...first, gets: "503", fault: "unavailable" };
  expect(
    sum([
      pairOf([{ ...first, fault: "latency" }, second]),
      pairOf([down, { ...first, attempt: 2 }, second]),
      pairOf([down, { ...second, asks: "error" }], "no"),
    ]),
  ).toEqual({
    pairs: 3,
    parted: 2,
    where: [{ address: "tool:a.go[1]#1", change: "reply", pairs: 2 }],
    faulted: ["a"],
    beyond: [
      { dependency: "b", pairs: 1, extra: 0, missing: 0, changed: 1 },
      { dependency: "c", pairs: 1, extra: 0, missing: 0, changed: 1 },
    ],
    bystanders: [{ task: "b", pairs: 1 }],
    afterwards: [],
    rejoined: 1,
    late: 0,
    answerChanged: 1,
    effectsChanged: 0,
    outcomeChanged: 0,
  });
});

const call: fc.Arbitrary<TwinCall> = fc.record({
  name: fc.constantFrom("a", "b"),
  occurrence: fc.integer({ min: 1, max: 4 }),
  gets: fc.constantFrom("ok", "503"),
});
const pair = fc
  .tuple(
    fc.uniqueArray(call, { selector: ({ name, occurrence }) => `${name}${occurrence}` }),
    fc.constantFrom("yes", "no"),
  )
  .map(([calls, answer]) => pairOf(calls, answer));

it("does not depend on the order of the trials", () => {
  fc.assert(
    fc.property(fc.array(pair), fc.infiniteStream(fc.nat()), (pairs, draw) => {
      const shuffled = pairs.map((one) => ({ one, key: draw.next().value ?? 0 })).sort((a, b) => a.key - b.key);
      expect(sum(shuffled.map(({ one }) => one))).toEqual(sum(pairs));
    }),
  );
});

it("adds up from two halves", () => {
  fc.assert(
    fc.property(fc.array(pair), fc.array(pair), (first, second) => {
      const [one, other, all] = [sum(first), sum(second), sum([...first, ...second])];
      for (const key of [
        "pairs",
        "parted",
        "rejoined",
        "late",
        "answerChanged",
        "effectsChanged",
        "outcomeChanged",
      ] as const)
        expect(all[key]).toBe(one[key] + other[key]);
      for (const { dependency, extra, missing, changed } of all.beyond)
        expect([extra, missing, changed]).toEqual(
          (["extra", "missing", "changed"] as const).map((key) =>
            [one, other].reduce(
              (total, half) => total + (half.beyond.find((each) => each.dependency === dependency)?.[key] ?? 0),
              0,
            ),
          ),
        );
    }),
  );
});
