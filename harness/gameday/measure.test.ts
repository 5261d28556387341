import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallEnded, CallStarted } from "../domain/events.ts";
import { bound } from "../testing/fake-gameday.ts";
import { decide } from "./bound.ts";
import { histogram } from "./histogram.ts";
import { dueBy } from "./load-shape.ts";
import { measure } from "./measure.ts";
import { slidingWindow } from "./sliding-window.ts";

const started = (id: number, t: number, attempt = 1): CallStarted => ({
  type: "call-started",
  trial: "live",
  performance: "p",
  t,
  address: `tool:orders.get[${id}]#${attempt}`,
  boundary: "tool",
  dependency: "orders",
  dimension: "tools",
  operation: "get",
  occurrence: id,
  attempt,
  fingerprint: "f",
  stream: false,
  request: {},
});
const ended = (id: number, t: number, more: Partial<CallEnded> = {}): CallEnded => ({
  type: "call-ended",
  trial: "live",
  performance: "p",
  t,
  address: `tool:orders.get[${id}]#1`,
  status: 200,
  ending: "complete",
  bytes: 1,
  digest: "d",
  ...more,
});

it("a histogram's quantiles are within 4 % of the true ones", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1, max: 100_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.5, 0.95, 0.99),
      (values, share) => {
        const counted = histogram();
        for (const value of values) counted.add(value);
        const truth = values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(share * values.length)) - 1] ?? 0;
        const told = counted.quantile(share) ?? 0;
        expect(Math.abs(told - truth) / truth).toBeLessThan(0.04);
      },
    ),
  );
});

it("a sliding window holds what is younger than it, and nothing that is older by a part of it", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), (steps) => {
      const window = slidingWindow(1000);
      const times: number[] = [];
      let t = 0;
      for (const step of steps) {
        t += step;
        times.push(t);
        window.add(t, { n: 1 });
        const { n } = window.at(t).counts;
        expect(n).toBeGreaterThanOrEqual(times.filter((one) => one > t - 1000).length);
        expect(n).toBeLessThanOrEqual(times.filter((one) => one > t - 1100).length);
      }
    }),
  );
});

describe("what is measured of a dependency", () => {
  const latency = bound({ metric: "latency-p95", dependency: "orders", atMost: 500, min: 2 });
  const errors = bound({ dependency: "orders", atMost: 0.5, min: 2 });

  it("is its calls that ended, failed or were tried again", () => {
    const figures = measure([errors], ["orders"]);
    figures.onEvent(started(1, 0));
    figures.onEvent(started(2, 0));
    figures.onEvent(started(3, 0));
    figures.onEvent(ended(1, 100));
    figures.onEvent(ended(2, 200, { status: 500 }));
    expect(figures.dependency("orders", 300)).toMatchObject({ n: 2, errors: 1, open: 1 });
    expect(decide(errors, figures.read(errors, 300))).toBe(true);
    figures.onEvent(ended(3, 300, { ending: "reset" }));
    expect(decide(errors, figures.read(errors, 300))).toBe(false);
    expect(figures.read(errors, 30_000)).toEqual({ n: 0 });
    expect(decide(errors, figures.read(errors, 30_000))).toBeUndefined();
  });

  it("is too slow while nobody is answered, though no call ends", () => {
    const figures = measure([latency], ["orders"]);
    for (let id = 0; id < 5; id += 1) figures.onEvent(started(id, 0));
    expect(decide(latency, figures.read(latency, 400))).toBeUndefined();
    expect(decide(latency, figures.read(latency, 600))).toBe(false);
  });

  it("is not counted of a call that the end of the trial cut off", () => {
    const figures = measure([errors], ["orders"]);
    figures.onEvent(started(1, 0));
    figures.onEvent(ended(1, 10, { ending: "trial-over" }));
    expect(figures.dependency("orders", 20)).toMatchObject({ n: 0, open: 0 });
  });
});

describe("what is measured of the agent", () => {
  const latency = bound({ metric: "latency-p95", atMost: 500, min: 2 });

  it("is too slow while it answers nobody, though no task ends", () => {
    const figures = measure([latency], []);
    figures.asked("a", 0);
    figures.asked("b", 0);
    expect(decide(latency, figures.read(latency, 400))).toBeUndefined();
    expect(decide(latency, figures.read(latency, 600))).toBe(false);
    expect(figures.agent(600).open).toBe(2);
  });

  it("does not wait for what was cut off", () => {
    const figures = measure([latency], []);
    figures.asked("a", 0);
    figures.asked("b", 0);
    figures.answered({ id: "a", t: 10, latency: 10, outcome: "correct", forbidden: 0 });
    figures.over("a");
    figures.over("b");
    expect(figures.agent(600).open).toBe(0);
    expect(figures.read(latency, 600).n).toBe(1);
  });
});

it("a forbidden effect breaks its bound however few the answers are", () => {
  const forbidden = bound({ metric: "forbidden-effects", atMost: 0, min: 20 });
  const figures = measure([forbidden], []);
  figures.asked("p", 5);
  figures.answered({ id: "p", t: 10, latency: 5, outcome: "harmful", forbidden: 1 });
  expect(decide(forbidden, figures.read(forbidden, 20))).toBe(false);
});

describe("the load that is due", () => {
  it("is the area under the rate", () => {
    expect(dueBy({ kind: "constant", rate: 10 }, 2500)).toBe(25);
    expect(dueBy({ kind: "ramp", from: 0, to: 10, over: 2000 }, 2000)).toBe(10);
    expect(dueBy({ kind: "ramp", from: 0, to: 10, over: 2000 }, 3000)).toBe(20);
    const spike = { kind: "spike", rate: 1, peak: 10, after: 1000, lasts: 1000 } as const;
    expect([1000, 1500, 2000, 3000].map((t) => dueBy(spike, t))).toEqual([1, 6, 11, 12]);
  });

  it("never becomes less", () => {
    const rate = fc.double({ min: 0, max: 100, noNaN: true });
    const time = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(rate, rate, time, fc.array(time, { minLength: 2 }), (from, to, over, times) => {
        const due = times.toSorted((a, b) => a - b).map((t) => dueBy({ kind: "ramp", from, to, over }, t));
        for (const [index, value] of due.entries()) expect(value).toBeGreaterThanOrEqual((due[index - 1] ?? 0) - 1e-9);
      }),
    );
  });
});
