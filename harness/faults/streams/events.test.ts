import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Frame, Piece } from "../../domain/wire.ts";
import { isBreak } from "../../domain/wire.ts";
import { transmit } from "../testing/drive.ts";
import { fakeContext, frame, modelCall, readable, streamOf } from "../testing/fakes.ts";
import { duplicatedEvent } from "./duplicated-event.ts";
import { missingFinalEvent } from "./missing-final-event.ts";
import { reorderedEvents } from "./reordered-events.ts";

const call = modelCall({ stream: true }, { stream: true });
const body = streamOf("one", "two", "three", "four");
const [open = "", one = "", two = "", three = "", four = "", close = ""] = readable(body);
const beat = frame("comment", ": ping\n\n");

const streams = fc
  .array(fc.constantFrom(frame("content", "a"), frame("content", "b"), frame("comment", "-")), { maxLength: 8 })
  .map((middle): Frame[] => [frame("open", "o"), ...middle, frame("close", "c"), frame("close", "d")]);
const told = (pieces: readonly Piece[]): string =>
  readable(pieces.filter((piece) => isBreak(piece) || piece.mark !== "comment")).join("");

describe("duplicated-event", () => {
  it("says the last event again", async () => {
    const context = fakeContext();
    expect(readable(await transmit(duplicatedEvent, call, body, { afterContent: 2 }, context))).toEqual([
      open,
      one,
      two,
      two,
      three,
      four,
      close,
    ]);
    expect(context.notes).toEqual(["the last event came again after 2 content events"]);
  });

  it("says no keep-alive twice, and the first event where none went before", async () => {
    const frames = [...body.slice(0, 3), beat, ...body.slice(3)];
    expect(readable(await transmit(duplicatedEvent, call, frames, { afterBytes: 60 }))).toEqual(
      readable([...frames.slice(0, 4), ...body.slice(2)]),
    );
    expect(readable(await transmit(duplicatedEvent, call, body, { afterEvents: 0 }))).toEqual([
      open,
      open,
      one,
      two,
      three,
      four,
      close,
    ]);
  });
});

describe("reordered-events", () => {
  it("swaps the two content events after its position", async () => {
    const context = fakeContext();
    expect(readable(await transmit(reorderedEvents, call, body, { afterContent: 2 }, context))).toEqual([
      open,
      one,
      two,
      four,
      three,
      close,
    ]);
    expect(context.notes).toEqual(["two content events swapped after 2 content events"]);
  });

  it("swaps two that differ, wherever the first such pair is, or says that there is none", async () => {
    await fc.assert(
      fc.asyncProperty(streams, async (frames) => {
        const context = fakeContext();
        const got = await transmit(reorderedEvents, call, frames, { afterContent: 0 }, context);
        expect(told(got)).toBe(told(frames).replace(/ab|ba/, ([x, y]) => `${y}${x}`));
        expect(got).toHaveLength(frames.length);
        expect(context.notes.length).toBe(/ab|ba/.test(told(frames)) ? 1 : 0);
        expect(context.idles.length).toBe(1 - context.notes.length);
      }),
    );
  });

  it("does not pull content over an event of another kind, nor lose what it holds when the stream breaks", async () => {
    const parted = [frame("content", "a"), frame("open", "|"), frame("content", "b"), { ending: "reset" }] as const;
    expect(readable(await transmit(reorderedEvents, call, parted, { afterEvents: 0 }))).toEqual([
      "a",
      "|",
      "b",
      "<reset>",
    ]);
  });
});

describe("missing-final-event", () => {
  const ends = [frame("close", "data: {}\n\n"), beat, frame("close", "data: [DONE]\n\n")];
  const frames = [...body.slice(0, -1), ...ends];

  it("leaves out the last terminal event or all of them, and says which", async () => {
    const last = fakeContext();
    const got = await transmit(missingFinalEvent, call, frames, {}, last);
    expect(got).toEqual([...frames.slice(0, -1), { ending: "end" }]);
    expect(last.notes).toEqual(["this event never came, then a clean end: data: [DONE]"]);
    const all = fakeContext();
    expect(await transmit(missingFinalEvent, call, frames, { missing: "all" }, all)).toEqual([
      ...frames.slice(0, -3),
      { ending: "end" },
    ]);
    expect(all.notes).toEqual(["neither this event nor any after it came, then a clean end: data: {}"]);
  });

  it("holds nothing back but a terminal event", async () => {
    await fc.assert(
      fc.asyncProperty(streams, async (given) => {
        const got = await transmit(missingFinalEvent, call, given);
        expect(told(got)).toBe(told(given).replace(/d$/, "<end>"));
        expect(await transmit(missingFinalEvent, call, [...given, { ending: "reset" }])).toEqual([
          ...given,
          { ending: "reset" },
        ]);
      }),
    );
  });

  it("says so where there is none", async () => {
    const context = fakeContext();
    expect(await transmit(missingFinalEvent, call, [frame("whole", "{}")], {}, context)).toEqual([
      frame("whole", "{}"),
    ]);
    expect(context.idles).toEqual(["the reply had no terminal event"]);
  });
});
