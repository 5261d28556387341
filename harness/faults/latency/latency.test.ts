import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reply } from "../../domain/call.ts";
import { chance } from "../../domain/chance.ts";
import { distribution, sample } from "../shared/distribution.ts";
import { inject, transmit } from "../testing/drive.ts";
import {
  fakeContext,
  frame,
  LeapingClock,
  modelCall,
  StandingClock,
  streamOf,
  toolCall,
  valueReply,
} from "../testing/fakes.ts";
import { latency } from "./latency.ts";
import { slowFirstToken } from "./slow-first-token.ts";
import { slowTokens } from "./slow-tokens.ts";

const delays = (written: unknown, n: number): number[] => {
  const from = distribution().parse(written);
  return Array.from({ length: n }, (_, i) => sample(from, chance("latency", i))).sort((a, b) => a - b);
};

describe("latency", () => {
  it("waits before the dependency works, or after", async () => {
    for (const where of ["before", "after"]) {
      const clock = new LeapingClock(0);
      const workedAt: number[] = [];
      const forward = async (): Promise<Reply> => {
        workedAt.push(clock.now());
        return valueReply(1);
      };
      await latency.inject?.(toolCall(), forward, fakeContext({ clock }), latency.params.parse({ delay: "3s", where }));
      expect(workedAt).toEqual([where === "before" ? 3000 : 0]);
      expect(clock.now()).toBe(3000);
    }
  });

  it("does not call the dependency if the client leaves during the wait", async () => {
    const gone = new AbortController();
    const clock = new StandingClock();
    let forwards = 0;
    const forward = async (): Promise<Reply> => {
      forwards += 1;
      return valueReply(1);
    };
    const waiting = latency.inject?.(
      toolCall(),
      forward,
      fakeContext({ clock, signal: gone.signal }),
      latency.params.parse({}),
    );
    const ended = expect(waiting).rejects.toThrow("gone");
    expect(clock.sleepers).toBe(1);
    gone.abort(new Error("gone"));
    await ended;
    expect(forwards).toBe(0);
  });

  it("ramps from when the injection began to fire", async () => {
    const written = { delay: "1s", rampTo: "5s", rampOver: "10s" };
    for (const [at, wait] of [
      [20_000, 1000],
      [25_000, 3000],
      [30_000, 5000],
      [90_000, 5000],
    ] as const) {
      const clock = new LeapingClock();
      await inject(latency, toolCall(), valueReply(1), written, fakeContext({ clock, at, firingSince: 20_000 }));
      expect(clock.waits).toEqual([wait]);
    }
  });

  it("does nothing where the wait is 0 ms, and says so", async () => {
    const zero = { kind: "normal", mean: 0, sd: 1, max: 0 };
    for (const written of [{ delay: 0 }, { delay: zero, where: "after" }, { delay: "2s", rampTo: 0, rampOver: 0 }]) {
      const clock = new LeapingClock();
      const { notes, idles, forwards } = await inject(
        latency,
        toolCall(),
        valueReply(1),
        written,
        fakeContext({ clock }),
      );
      expect({ notes, idles, forwards, waits: clock.waits }).toEqual({
        notes: [],
        idles: ["the wait is 0 ms"],
        forwards: 1,
        waits: [],
      });
    }
    for (const [fault, written, idle] of [
      [slowFirstToken, { delay: zero }, "the wait is 0 ms"],
      [slowTokens, { gap: zero }, "every gap is 0 ms"],
    ] as const) {
      const clock = new LeapingClock();
      const context = fakeContext({ clock });
      const body = streamOf("1", "2", "3");
      expect(await transmit(fault, modelCall(), body, written, context)).toEqual(body);
      expect([context.notes, context.idles, clock.waits]).toEqual([[], [idle], []]);
    }
  });

  it("wants both halves of a ramp", () => {
    expect(latency.params.safeParse({ rampTo: "5s" }).error?.issues[0]?.message).toBe(
      "A ramp needs both rampTo and rampOver",
    );
  });

  it("says what is wrong with a duration", () => {
    expect(JSON.stringify(latency.params.safeParse({ rampOver: "5 parsecs" }).error?.issues)).toContain(
      "Not a duration",
    );
  });
});

describe("distributions", () => {
  it("have the middle and the tail that they promise", () => {
    const n = 4000;
    const middleOf = (sorted: number[]) => sorted[n / 2] ?? 0;
    const p99 = (sorted: number[]) => sorted[Math.floor(n * 0.99)] ?? 0;
    const normal = delays({ kind: "normal", mean: "2s", sd: "200ms" }, n);
    expect(middleOf(normal)).toBeGreaterThan(1950);
    expect(middleOf(normal)).toBeLessThan(2050);
    expect(p99(normal)).toBeLessThan(2600);
    const logNormal = delays({ kind: "log-normal", median: "2s", sigma: 1 }, n);
    expect(middleOf(logNormal)).toBeGreaterThan(1850);
    expect(middleOf(logNormal)).toBeLessThan(2150);
    expect(p99(logNormal)).toBeGreaterThan(14_000);
    const pareto = delays({ kind: "pareto", scale: "1s", shape: 1.5 }, n);
    expect(pareto[0]).toBeGreaterThanOrEqual(1000);
    expect(middleOf(pareto)).toBeGreaterThan(1480);
    expect(middleOf(pareto)).toBeLessThan(1700);
    expect(p99(pareto)).toBeGreaterThan(15_000);
  });

  it("stay within their bounds and above zero", () => {
    const kinds = fc.constantFrom(
      { kind: "normal", mean: 10, sd: 1000 },
      { kind: "log-normal", median: 500, sigma: 3 },
      { kind: "pareto", scale: 1, shape: 0.2 },
    );
    fc.assert(
      fc.property(kinds, fc.string(), (kind, seed) => {
        const free = sample(distribution().parse({ ...kind, max: "1h" }), chance(seed));
        const bound = sample(distribution().parse({ ...kind, min: "1s", max: "2s" }), chance(seed));
        expect(free).toBeGreaterThanOrEqual(0);
        expect(bound).toBe(Math.min(2000, Math.max(1000, free)));
      }),
    );
  });
});

describe("token pace", () => {
  const body = streamOf("1", "2", "3");

  it("delays the first token alone", async () => {
    const clock = new LeapingClock();
    expect(await transmit(slowFirstToken, modelCall(), body, { delay: "7s" }, fakeContext({ clock }))).toEqual(body);
    expect(clock.waits).toEqual([7000]);
  });

  it("stands between any two tokens, and not before the first", async () => {
    const clock = new LeapingClock();
    expect(await transmit(slowTokens, modelCall(), body, { gap: "1s" }, fakeContext({ clock }))).toEqual(body);
    expect(clock.waits).toEqual([1000, 1000]);
  });

  it("delays a body that is not streamed as a whole, and has no gaps in it", async () => {
    const whole = [frame("whole", "{}")];
    const clock = new LeapingClock();
    await transmit(slowFirstToken, modelCall(), whole, { delay: "7s" }, fakeContext({ clock }));
    const context = fakeContext({ clock });
    await transmit(slowTokens, modelCall(), whole, {}, context);
    expect(clock.waits).toEqual([7000]);
    expect(context.idles).toEqual(["the reply was not streamed"]);
  });
});
