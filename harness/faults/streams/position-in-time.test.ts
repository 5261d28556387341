import { describe, expect, it } from "vitest";
import { transmit } from "../testing/drive.ts";
import { fakeContext, flow, frame, modelCall, readable, streamOf, toolCall } from "../testing/fakes.ts";
import { liveSource, reader } from "../testing/source.ts";
import { SteppingClock } from "../testing/stepping-clock.ts";
import { cutStream } from "./cut-stream.ts";
import { midStreamError } from "./mid-stream-error.ts";
import { stalledStream } from "./stalled-stream.ts";

const call = modelCall({ stream: true }, { stream: true });
const body = streamOf("one", "two", "three", "four");
const [open = "", one = "", two = "", three = "", four = "", close = ""] = readable(body);

describe("positions in time", () => {
  it("are reached though no byte comes", async () => {
    const clock = new SteppingClock();
    const context = fakeContext({ clock });
    const { pieces, send } = liveSource();
    const given = cutStream.params.parse({ afterTime: "500ms" });
    const { got, done } = reader(cutStream.transmit?.(pieces, call, context, given) ?? flow([]));
    send(...body.slice(0, 2));
    await clock.pass(499);
    expect(readable(got)).toEqual([open, one]);
    await clock.pass(1);
    await done;
    expect(readable(got)).toEqual([open, one, "<reset>"]);
    expect(context.notes).toEqual(["cut after 500ms: connection reset"]);
    expect(clock.sleepers).toBe(0);
  });

  it("are reached before the first byte of a stream, and not at all before the end of a plain body", async () => {
    const clock = new SteppingClock();
    const given = midStreamError.params.parse({ afterTime: "500ms" });
    const early = reader(
      midStreamError.transmit?.(liveSource().pieces, call, fakeContext({ clock }), given) ?? flow([]),
    );
    await clock.pass(500);
    await early.done;
    expect(readable(early.got)).toEqual([expect.stringContaining("event: error")]);

    const context = fakeContext({ clock });
    const { pieces, send, end } = liveSource();
    const plain = reader(midStreamError.transmit?.(pieces, modelCall(), context, given) ?? flow([]));
    await clock.pass(1000);
    send(frame("whole", "{}"));
    end();
    await plain.done;
    expect([readable(plain.got), context.idles]).toEqual([["{}"], ["the reply was not streamed"]]);
  });

  it("strike a reply that turns out to be a stream though none was asked for", async () => {
    const clock = new SteppingClock();
    const { pieces, send } = liveSource();
    const given = stalledStream.params.parse({ afterTime: "500ms" });
    const { got, done } = reader(
      stalledStream.transmit?.(pieces, toolCall(), fakeContext({ clock }), given) ?? flow([]),
    );
    await clock.pass(600);
    send(...body.slice(0, 2));
    await done;
    expect(readable(got)).toEqual(["<silence>"]);
  });

  it("cut an unstreamed body that takes longer", async () => {
    const clock = new SteppingClock();
    const { pieces, send } = liveSource();
    const given = cutStream.params.parse({ afterTime: "500ms" });
    const { got, done } = reader(cutStream.transmit?.(pieces, toolCall(), fakeContext({ clock }), given) ?? flow([]));
    send(frame("whole", "{"));
    await clock.pass(500);
    await done;
    expect(readable(got)).toEqual(["{", "<reset>"]);
  });

  it("lose no byte that was waited for when the alarm rang", async () => {
    const clock = new SteppingClock();
    const { pieces, send, end } = liveSource();
    const given = stalledStream.params.parse({ afterTime: "500ms", for: "2s" });
    const { got, done } = reader(stalledStream.transmit?.(pieces, call, fakeContext({ clock }), given) ?? flow([]));
    send(...body.slice(0, 2));
    await clock.pass(600);
    send(...body.slice(2));
    end();
    await clock.pass(1900);
    expect(readable(got)).toEqual([open, one]);
    await clock.pass(100);
    await done;
    expect(readable(got)).toEqual([open, one, two, three, four, close]);
  });

  it("strike before the terminal events where these come earlier", async () => {
    expect(
      readable(await transmit(cutStream, call, body, { afterTime: "9s" }, fakeContext({ clock: new SteppingClock() }))),
    ).toEqual([open, one, two, three, four, "<reset>"]);
    expect(readable(await transmit(cutStream, call, body, { afterTime: 0 }))).toEqual(["<reset>"]);
  });

  it("end with the client, not only with the alarm", async () => {
    const gone = new AbortController();
    const clock = new SteppingClock();
    const context = fakeContext({ clock, signal: gone.signal });
    const given = cutStream.params.parse({ afterTime: "500ms" });
    const { done } = reader(cutStream.transmit?.(liveSource().pieces, call, context, given) ?? flow([]));
    await clock.pass(0);
    gone.abort(new Error("gone"));
    await expect(done).rejects.toThrow("gone");
  });
});
