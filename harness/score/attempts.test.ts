import { expect, it } from "vitest";
import { openPair } from "../domain/pair.ts";
import { type TwinCall, twinTrial } from "../domain/testing/twins.ts";
import { openAttempts } from "./attempts.ts";
import { experimentOf } from "./testing/trials.ts";

const pairOf = (calls: readonly TwinCall[]) =>
  openPair(twinTrial("treatment", { calls }), twinTrial("control", { calls: [{ name: "a" }] }), experimentOf([]));
const attempt = (number: number, more: Partial<TwinCall> = {}): TwinCall => ({ name: "a", attempt: number, ...more });
const down = { gets: "503", status: 503, fault: "unavailable" } as const;

it("counts an attempt whose stream told an error under a status of success", () => {
  const told = { gets: "cut", status: 200, fault: "mid-stream-error" } as const;
  const collector = openAttempts();
  collector.see(pairOf([attempt(1, told), attempt(2, told), attempt(3)]));
  expect(collector.finish()).toMatchObject({ calls: 1, fewest: 3, most: 3, gaps: [90, 90] });
});

it("counts the attempts at calls that a fault met, whatever came first", () => {
  const pairs = [
    pairOf([attempt(1, down), attempt(2, down), attempt(3)]),
    pairOf([attempt(1, { fault: "latency" })]),
    pairOf([{ name: "b" }]),
  ];
  const counted = (list: typeof pairs) => {
    const collector = openAttempts();
    for (const pair of list) collector.see(pair);
    return collector.finish();
  };
  expect(counted(pairs)).toMatchObject({ calls: 2, fewest: 1, most: 3 });
  expect(counted(pairs)?.gaps).toHaveLength(2);
  expect(counted(pairs.toReversed())).toEqual(counted(pairs));
  expect(counted([])).toBeUndefined();
});
