import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Clock } from "../domain/clock.ts";
import { fakeLive, wide } from "../testing/fake-live.ts";
import { fault, inject, only, toolUrl } from "../testing/fake-run.ts";
import { holdingFaults } from "../testing/live-faults.ts";
import { monotonicClock } from "./monotonic-clock.ts";
import { trialDigest } from "./trial-digest.ts";

const tool = `${toolUrl}/get`;
const all = holdingFaults;
const none = (): void => undefined;
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe("a live trial", () => {
  it("arms, changes and disarms while it runs", async () => {
    const { live, ask } = fakeLive({ faults: all });
    expect((await ask(tool)).status).toBe(200);
    live.arm(inject("failing"), wide, none);
    expect((await ask(tool)).status).toBe(500);
    expect(live.change("failing", { ...wide, share: 0 })).toBe(true);
    expect((await ask(tool)).status).toBe(200);
    expect(live.change("failing", wide)).toBe(true);
    expect((await ask(tool)).status).toBe(500);
    expect(live.disarm("failing")).toBe(2);
    expect(live.disarm("failing")).toBeUndefined();
    expect((await ask(tool)).status).toBe(200);
  });

  it("touches only calls with the headers that it is to touch", async () => {
    const { live, ask } = fakeLive({ faults: all });
    live.arm(inject("failing"), { ...wide, headers: { "x-tenant": "acme-*" } }, none);
    expect((await ask(tool, { headers: { "x-tenant": "acme-eu" } })).status).toBe(500);
    expect((await ask(tool, { headers: { "x-tenant": "other" } })).status).toBe(200);
    expect((await ask(tool)).status).toBe(200);
  });

  it("touches about its share of the calls, and the same ones again by the same names", async () => {
    const once = async (): Promise<readonly (number | undefined)[]> => {
      const { live, ask } = fakeLive({ faults: all });
      live.arm(inject("failing"), { ...wide, share: 0.3 }, none);
      const heard: (number | undefined)[] = [];
      for (let n = 0; n < 200; n += 1) heard.push((await ask(tool, { performance: `live~${n}~one` })).status);
      return heard;
    };
    const [first, second] = [await once(), await once()];
    expect(first).toEqual(second);
    const share = first.filter((status) => status === 500).length / first.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.45);
  });

  it("keeps no call in memory: the books of the last performances, and no events", async () => {
    const { live, ask, events } = fakeLive({ faults: all });
    for (let n = 0; n < 2100; n += 1) await ask(`${toolUrl}/op-${n}`);
    expect(live.activated.digest()).toBe(trialDigest().value());
    expect(only(events, "call-ended")).toHaveLength(2100);
    expect(live.activated.active.open.size).toBe(0);
  });
});

describe("the cap", () => {
  it("is never exceeded, whatever happens at the same time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.constantFrom("short", "long", "idle", "leave"), { minLength: 1, maxLength: 25 }),
        async (cap, calls) => {
          const kinds = [...calls];
          const varied = fault("varied", {
            inject: async (_call, forward, { idle, clock, signal, note }) => {
              const kind = kinds.shift();
              await clock.sleep(kind === "long" ? 3 : 1, signal);
              if (kind === "idle") idle("nothing to do");
              else note("fired");
              return forward();
            },
          });
          const { live, ask, events } = fakeLive({ faults: [varied] });
          const off: unknown[] = [];
          live.arm(inject("varied"), { ...wide, cap }, (...why) => off.push(why));
          const leaving = AbortSignal.timeout(1);
          await Promise.all(
            calls.map((kind, id) => ask(tool, { body: { id }, ...(kind === "leave" ? { signal: leaving } : {}) })),
          );
          const fired = only(events, "fault-fired").length;
          expect(fired).toBeLessThanOrEqual(cap);
          expect(off).toEqual(fired === cap ? [["cap", cap]] : []);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("lets the last call that it allows go on as it is", async () => {
    const { live, ask, events } = fakeLive({ faults: all });
    live.arm(inject("late"), { ...wide, cap: 1 }, none);
    const held = ask(tool);
    await soon();
    expect((await ask(`${toolUrl}/other`)).status).toBe(200);
    expect(only(events, "call-ended")).toHaveLength(1);
    live.halt();
    expect(await held).toMatchObject({ status: 200, text: "fine" });
  });
});

describe("the time to live", () => {
  it("ends a fault and the waits that it has begun", async () => {
    const { live, ask, events } = fakeLive({ faults: all });
    const off = new Promise((resolve) => live.arm(inject("late"), { ...wide, for: 40 }, (...why) => resolve(why)));
    expect(await ask(tool)).toMatchObject({ status: 200 });
    expect(await off).toEqual(["time-to-live", 1]);
    expect(await ask(tool)).toMatchObject({ status: 200 });
    expect(only(events, "fault-fired")).toHaveLength(1);
  });

  it("is over by the clock even where its timer is late", async () => {
    let now = 0;
    const clock: Clock = { ...monotonicClock(), now: () => now };
    const { live, ask } = fakeLive({ faults: all, clock });
    live.arm(inject("failing"), { ...wide, for: 1000 }, none);
    now = 999;
    expect((await ask(tool)).status).toBe(500);
    now = 1000;
    expect((await ask(tool)).status).toBe(200);
    live.close();
  });

  it("is not prolonged by a date that jumps back", () => {
    const date = vi.spyOn(Date, "now");
    try {
      const clock = monotonicClock();
      const before = clock.now();
      date.mockReturnValue(0);
      expect(clock.now()).toBeGreaterThanOrEqual(before);
      expect(clock.now() - before).toBeLessThan(1000);
    } finally {
      date.mockRestore();
    }
  });
});
