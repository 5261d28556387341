import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Call } from "../domain/call.ts";
import { chance } from "../domain/chance.ts";
import type { Trigger } from "../domain/experiment.ts";
import { fires, selects } from "./trigger.ts";

const call: Call = {
  boundary: "tool",
  dependency: "orders",
  protocol: "http-json",
  operation: "get_order",
  occurrence: 1,
  attempt: 1,
  address: "tool:orders.get_order[1]#1",
  trial: "t",
  performance: "t~a",
  at: 0,
  stream: false,
  payload: { kind: "tool", request: { arguments: { order_id: "TG-1001" } } },
};

/** At which of the first `calls` calls, `gap` ms apart, the trigger fires. */
function firingCalls(trigger: Trigger, calls: number, gap = 1000, fired: Record<string, number> = {}): number[] {
  const out: number[] = [];
  for (let matched = 1; matched <= calls; matched += 1) {
    const at = (matched - 1) * gap;
    if (fires(trigger, { matched, at, call, chance: chance(1, matched), lastFired: (id) => fired[id] }))
      out.push(matched);
  }
  return out;
}

describe("a trigger", () => {
  it.each<[Trigger, number[]]>([
    [{}, [1, 2, 3, 4, 5, 6]],
    [{ never: true }, []],
    [{ nth: [2, 5] }, [2, 5]],
    [{ every: 3 }, [3, 6]],
    [{ first: 2 }, [1, 2]],
    [{ afterFirst: 4 }, [5, 6]],
    [{ window: { from: 1000, to: 3000 } }, [2, 3]],
    [{ duty: { on: 1000, off: 2000 } }, [1, 4]],
    [{ every: 2, first: 4 }, [2, 4]],
    [{ probability: 0 }, []],
    [{ probability: 1 }, [1, 2, 3, 4, 5, 6]],
    [{ ramp: { from: 0, to: 0, over: 10 } }, []],
    [{ where: { "request.arguments.order_id": "TG-1001" } }, [1, 2, 3, 4, 5, 6]],
    [{ where: { "request.arguments.order_id": "/^TG-2/" } }, []],
  ])("%j fires at calls %j of six", (trigger, expected) => {
    expect(firingCalls(trigger, 6)).toEqual(expected);
  });

  it("fires after another injection, and only within its time", () => {
    const trigger: Trigger = { after: { injection: "squeeze", within: 2000 } };
    expect(firingCalls(trigger, 6)).toEqual([]);
    expect(firingCalls(trigger, 6, 1000, { squeeze: 1000 })).toEqual([1, 2, 3, 4]);
  });

  it("fires as often as its probability says, whatever order the decisions are taken in", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.95, noNaN: true }), fc.integer(), (probability, seed) => {
        const decisions = Array.from({ length: 400 }, (_, i) =>
          fires({ probability }, { matched: 1, at: 0, call, chance: chance(seed, i), lastFired: () => undefined }),
        );
        const share = decisions.filter(Boolean).length / decisions.length;
        expect(Math.abs(share - probability)).toBeLessThan(0.15);
        const backwards = Array.from({ length: 400 }, (_, i) =>
          fires(
            { probability },
            { matched: 1, at: 0, call, chance: chance(seed, 399 - i), lastFired: () => undefined },
          ),
        );
        expect(backwards.reverse()).toEqual(decisions);
      }),
      { numRuns: 30 },
    );
  });

  it("ramps from one probability to the other", () => {
    const trigger: Trigger = { ramp: { from: 0, to: 1, over: 100_000 } };
    const fired = firingCalls(trigger, 200, 1000);
    expect(fired.filter((n) => n <= 50).length).toBeLessThan(25);
    expect(fired.filter((n) => n > 101)).toHaveLength(99);
  });
});

describe("a selector", () => {
  it("matches boundary, dependency, operation glob and values", () => {
    const base = { boundary: "tool", dependencies: ["*"] } as const;
    expect(selects(base, call)).toBe(true);
    expect(selects({ ...base, boundary: "model" }, call)).toBe(false);
    expect(selects({ ...base, dependencies: ["inventory"] }, call)).toBe(false);
    expect(selects({ ...base, operations: ["get_*"] }, call)).toBe(true);
    expect(selects({ ...base, operations: ["create_*"] }, call)).toBe(false);
    expect(selects({ ...base, where: { "request.arguments.order_id": "TG-9" } }, call)).toBe(false);
  });
});
