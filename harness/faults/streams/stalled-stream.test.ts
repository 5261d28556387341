import { describe, expect, it } from "vitest";
import { transmit } from "../testing/drive.ts";
import {
  fakeContext,
  fakeProtocol,
  flow,
  LeapingClock,
  modelCall,
  readable,
  StandingClock,
  streamOf,
} from "../testing/fakes.ts";
import { stalledStream } from "./stalled-stream.ts";

const call = modelCall({ stream: true }, { stream: true });
const body = streamOf("1", "2", "3");
const [open = "", one = "", two = "", three = "", close = ""] = readable(body);

describe("stalled-stream", () => {
  it("does nothing where the stall lasts 0 ms, and says so", async () => {
    for (const behind of ["silence", "keep-alives"]) {
      const context = fakeContext();
      expect(await transmit(stalledStream, call, body, { for: 0, behind }, context)).toEqual(body);
      expect([context.notes, context.idles]).toEqual([[], ["the stall lasts 0 ms"]]);
    }
  });

  it("falls silent for good", async () => {
    expect(readable(await transmit(stalledStream, call, body, { afterContent: 1 }))).toEqual([open, one, "<silence>"]);
  });

  it("keeps the connection warm until the client is gone", async () => {
    const gone = new AbortController();
    const clock = new LeapingClock(0);
    const context = fakeContext({ clock, signal: gone.signal });
    const given = stalledStream.params.parse({ afterContent: 1, behind: "keep-alives", every: "15s" });
    const got: string[] = [];
    const read = async () => {
      for await (const piece of stalledStream.transmit?.(flow(body), call, context, given) ?? flow([])) {
        got.push(...readable([piece]));
        if (got.length === 42) gone.abort(new Error("deadline"));
      }
    };
    await expect(read()).rejects.toThrow("deadline");
    expect(got.slice(0, 2)).toEqual([open, one]);
    expect(new Set(got.slice(2))).toEqual(new Set([": keep-alive\n\n"]));
    expect(clock.now()).toBe(40 * 15_000);
  });

  it("wakes up from a wait that the client did not want to see the end of", async () => {
    const gone = new AbortController();
    const clock = new StandingClock();
    const context = fakeContext({ clock, signal: gone.signal });
    const reading = transmit(stalledStream, call, body, { behind: "keep-alives" }, context);
    const ended = expect(reading).rejects.toThrow("gone");
    while (clock.sleepers === 0) await Promise.resolve();
    gone.abort(new Error("gone"));
    await ended;
  });

  it("goes on after a stall that ends", async () => {
    const clock = new LeapingClock(0);
    const given = { afterContent: 1, behind: "keep-alives", every: "15s", for: "40s" };
    const got = readable(await transmit(stalledStream, call, body, given, fakeContext({ clock })));
    expect(got).toEqual([open, one, ": keep-alive\n\n", ": keep-alive\n\n", two, three, close]);
    expect(clock.waits).toEqual([15_000, 15_000, 10_000]);
  });

  it("looks like progress behind empty deltas, made like the last event", async () => {
    const clock = new LeapingClock(0);
    const given = { afterContent: 1, behind: "empty-deltas", every: "15s", for: "40s" };
    const context = fakeContext({ clock });
    const got = readable(await transmit(stalledStream, call, body, given, context));
    expect(got.slice(2, -3)).toEqual(['data: {"like":{"delta":"1"}}\n\n', 'data: {"like":{"delta":"1"}}\n\n']);
    expect(context.notes).toEqual(["stalled after 1 content event for 40s, behind empty deltas"]);
    expect(stalledStream.requires?.(stalledStream.params.parse(given))).toEqual(["stream", "empty-delta"]);
  });

  it("is silent where the protocol has nothing to send, and says so", async () => {
    const { midStream: _, ...mute } = fakeProtocol;
    const context = fakeContext({ protocol: mute });
    const got = await transmit(stalledStream, call, body, { afterContent: 1, behind: "empty-deltas" }, context);
    expect(readable(got)).toEqual([open, one, "<silence>"]);
    expect(context.notes[0]).toContain("(fake has no empty-deltas)");
  });

  it("refuses keep-alives without a gap", () => {
    expect(stalledStream.params.safeParse({ every: "0s" }).error?.issues[0]?.message).toContain("above zero");
  });
});
