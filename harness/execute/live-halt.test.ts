import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Effect } from "../domain/task.ts";
import { wholeReply } from "../domain/wire.ts";
import { fakeLive, wide } from "../testing/fake-live.ts";
import { inject, modelUrl, only, toolUrl } from "../testing/fake-run.ts";
import { holdingFaults } from "../testing/live-faults.ts";

const toModel = { into: { boundary: "model", dependencies: ["*"] } } as const;
const tool = `${toolUrl}/get`;
const all = holdingFaults;
const none = (): void => undefined;
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe("halt", () => {
  it.each([
    ["late", tool, { status: 200, text: "fine", ending: "complete" }],
    ["too-late", tool, { status: 200, text: "fine", ending: "complete" }],
    ["hanging", tool, { status: 200, text: "fine", ending: "complete" }],
    ["lost", tool, { status: 200, text: "fine", ending: "complete" }],
    ["unreachable", tool, { ending: "timeout" }],
    ["stuck", `${modelUrl}/chat`, { status: 200, text: "three short words [done]", ending: "complete" }],
    ["changing", `${modelUrl}/chat`, { text: "other ", ending: "reset" }],
    ["silent", `${modelUrl}/chat`, { text: "three ", ending: "reset" }],
  ])("ends what %s holds", async (name, url, heard) => {
    const { live, ask } = fakeLive({ faults: all });
    live.arm(inject(name, {}, url === tool ? {} : toModel), wide, none);
    const held = ask(url, { body: { stream: true } });
    await soon();
    live.halt();
    expect(await held).toMatchObject(heard);
    expect(await ask(url)).toMatchObject({ status: 200, ending: "complete" });
    expect(live.activated.active.faultsPending).toBe(0);
  });

  it("asks no dependency twice on behalf of one call", async () => {
    let asked = 0;
    const world = {
      answer: async () => {
        asked += 1;
        return wholeReply(200, {}, "fine");
      },
      effects: (): readonly Effect[] => [],
    };
    const { live, ask } = fakeLive({ faults: all, world });
    for (const name of ["late", "too-late", "lost"]) {
      asked = 0;
      live.arm(inject(name), wide, none);
      const held = ask(tool);
      await soon();
      live.halt();
      expect(await held).toMatchObject({ status: 200 });
      await soon();
      expect(asked).toBe(1);
    }
  });

  it("leaves no later call touched, at whatever moment it comes", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(["failing", "late", "too-late", "hanging", "lost", "unreachable"], { minLength: 1 }),
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 0, max: 4 }),
        async (names, before, ms) => {
          const { live, ask, events } = fakeLive({ faults: all });
          for (const name of names) live.arm(inject(name), { ...wide, share: 0.7 }, none);
          const held = Array.from({ length: before }, (_, id) => ask(tool, { body: { id } }));
          if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
          live.halt();
          const said = only(events, "fault-fired").length;
          const after = await Promise.all(
            Array.from({ length: 8 }, (_, id) => ask(`${toolUrl}/later`, { body: { id } })),
          );
          expect(after.every(({ status, text }) => status === 200 && text === "fine")).toBe(true);
          await Promise.all(held);
          expect(only(events, "fault-fired")).toHaveLength(said);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is the same a second time, and arms again afterwards", async () => {
    const { live, ask } = fakeLive({ faults: all });
    live.arm(inject("failing"), wide, none);
    await ask(tool);
    expect([...live.halt()]).toEqual([["failing", 1]]);
    expect([...live.halt()]).toEqual([]);
    live.arm(inject("failing"), wide, none);
    expect((await ask(tool)).status).toBe(500);
  });
});
