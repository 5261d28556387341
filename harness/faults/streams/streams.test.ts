import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chance } from "../../domain/chance.ts";
import type { Fault } from "../../domain/fault.ts";
import type { Frame, Piece } from "../../domain/wire.ts";
import { collectBody, decodeText, isBreak } from "../../domain/wire.ts";
import { findFault } from "../index.ts";
import { spoil } from "../shared/spoil.ts";
import { transmit } from "../testing/drive.ts";
import {
  fakeContext,
  fakeProtocol,
  flow,
  frame,
  gather,
  LeapingClock,
  modelCall,
  readable,
  streamOf,
} from "../testing/fakes.ts";
import { cutStream } from "./cut-stream.ts";
import { garbageInStream } from "./garbage-in-stream.ts";
import { midStreamError } from "./mid-stream-error.ts";
import { trickle } from "./trickle.ts";

const call = modelCall({ stream: true }, { stream: true });
const [open = "", one = "", two = "", three = "", close = ""] = readable(streamOf("1", "2", "3"));
const body = streamOf("1", "2", "3");

const marked = fc.record({
  mark: fc.constantFrom("content" as const, "comment" as const),
  text: fc.string({ minLength: 1 }),
});
const streams = fc
  .array(marked, { maxLength: 12 })
  .map((middle): Frame[] => [
    frame("open", "o"),
    ...middle.map(({ mark, text }) => frame(mark, text)),
    frame("close", "c"),
  ]);

describe.each(["cut-stream", "mid-stream-error", "stalled-stream", "garbage-in-stream", "duplicated-event"])(
  "%s",
  (name) => {
    const fault = findFault(name) as Fault;

    it("touches nothing before its point, which the terminal events never pass", async () => {
      await fc.assert(
        fc.asyncProperty(streams, fc.nat(14), async (frames, afterContent) => {
          const got = await transmit(fault, call, frames, { afterContent });
          let content = 0;
          const before = frames.slice(0, -1).findIndex((one) => {
            if (one.mark === "content") content += 1;
            return content === Math.max(1, afterContent);
          });
          // After the nth content frame; before the first one for n = 0; before the close if there are fewer.
          const end = before < 0 ? frames.length - 1 : before + (afterContent === 0 ? 0 : 1);
          expect(got.slice(0, end)).toEqual(frames.slice(0, end));
          expect(got.slice(end)).not.toEqual(frames.slice(end));
        }),
      );
    });

    it("lets go of the source when it stops early", async () => {
      let released = false;
      async function* source(): AsyncGenerator<Piece> {
        try {
          yield* body;
        } finally {
          released = true;
        }
      }
      await gather(fault.transmit?.(source(), call, fakeContext(), fault.params.parse({})) ?? flow([]));
      expect(released).toBe(true);
    });

    it("leaves a stream alone that is broken already", async () => {
      const broken: Piece[] = [frame("open", "o"), { ending: "reset" }];
      const context = fakeContext();
      expect(await transmit(fault, call, broken, {}, context)).toEqual(broken);
      expect(context.idles).toEqual(["the stream ended after 0 content events"]);
    });
  },
);

describe("cut-stream", () => {
  it("ends cleanly before the terminal events, or resets", async () => {
    expect(readable(await transmit(cutStream, call, body, { afterContent: 2, how: "end" }))).toEqual([
      open,
      one,
      two,
      "<end>",
    ]);
    expect(readable(await transmit(cutStream, call, body, { afterContent: 9 }))).toEqual([
      open,
      one,
      two,
      three,
      "<reset>",
    ]);
  });

  it("ends as HTTP/2 can end, which over HTTP/1.1 is a reset", async () => {
    for (const how of ["stream-reset", "goaway"]) {
      const context = fakeContext();
      expect(readable(await transmit(cutStream, call, body, { afterContent: 0, how }, context))).toEqual([
        open,
        `<${how}>`,
      ]);
      expect(context.notes[0]).toContain("over HTTP/1.1 a connection reset");
    }
  });

  it("cuts within the next event, after half of its payload, keep-alives aside", async () => {
    const given = { afterContent: 1, how: "end", within: "event" };
    const context = fakeContext();
    const [before, after] = [body.slice(0, 2), body.slice(2)];
    const frames = [...before, frame("comment", ": ping\n\n"), ...after];
    expect(readable(await transmit(cutStream, call, frames, given, context))).toEqual([
      open,
      one,
      ": ping\n\n",
      'data: {"delt',
      "<end>",
    ]);
    expect(context.notes).toEqual([
      "cut after 1 content event and 12 of the next event's 21 bytes: clean end of the connection",
    ]);
    expect(readable(await transmit(cutStream, call, body, { ...given, afterContent: 9 })).slice(-2)).toEqual([
      expect.stringMatching(/^data: /),
      "<end>",
    ]);
  });

  it("cuts any other body in half", async () => {
    const context = fakeContext();
    const got = await transmit(cutStream, call, [frame("whole", "0123456789")], {}, context);
    expect(readable(got)).toEqual(["01234", "<reset>"]);
    expect(context.notes).toEqual(["cut after 5 of 10 bytes: connection reset"]);
  });
});

describe("mid-stream-error", () => {
  it("puts the provider's error in place of the rest", async () => {
    const context = fakeContext();
    const got = readable(await transmit(midStreamError, call, body, { afterContent: 1, kind: "overloaded" }, context));
    expect(got).toEqual([open, one, 'event: error\ndata: {"kind":"overloaded"}\n\n']);
    expect(context.notes).toEqual(["overloaded reported after 1 content event"]);
  });

  it("resets the connection where the protocol has no such error", async () => {
    const { midStream: _, ...protocol } = fakeProtocol;
    const context = fakeContext({ protocol });
    expect(readable(await transmit(midStreamError, call, body, { afterContent: 1 }, context))).toEqual([
      open,
      one,
      "<reset>",
    ]);
  });

  it("does nothing to a reply that is not streamed, and says so", async () => {
    const context = fakeContext();
    expect(await transmit(midStreamError, call, [frame("whole", "{}")], {}, context)).toEqual([frame("whole", "{}")]);
    expect(context.idles).toEqual(["the reply was not streamed"]);
  });
});

describe("garbage-in-stream", () => {
  it("damages one event and leaves the events around it whole", async () => {
    for (const how of ["truncated", "noise"]) {
      const got = readable(await transmit(garbageInStream, call, body, { afterContent: 1, how }));
      expect(got).toHaveLength(body.length);
      expect([got[0], got[1], got[3], got[4]]).toEqual([open, one, three, close]);
      expect(got[2]).toMatch(/^data: \{[^\n]*\n\n$/);
      expect(() => JSON.parse(got[2]?.slice(6) ?? "")).toThrow();
    }
  });

  it("breaks a checksum as the protocol does, and asks for one that has any", async () => {
    const breakChecksum = ({ bytes, mark }: Frame): Frame => ({
      bytes: Uint8Array.from(bytes, (byte) => byte ^ 1),
      mark,
    });
    const protocol = {
      ...fakeProtocol,
      midStream: { ...fakeProtocol.midStream, breakChecksum },
    } as typeof fakeProtocol;
    const given = { afterContent: 1, how: "checksum" };
    const got = await transmit(garbageInStream, call, body, given, fakeContext({ protocol }));
    expect(got[2]).toEqual(breakChecksum(body[2] as Frame));
    expect(got.toSpliced(2, 1)).toEqual(body.toSpliced(2, 1));
    expect(garbageInStream.requires?.(garbageInStream.params.parse(given))).toEqual(["stream", "checksum"]);
  });

  it("is damaged in the protocol's own way, if it has one", async () => {
    const garble = ({ mark }: Frame): Frame => frame(mark, "?");
    const protocol = { ...fakeProtocol, midStream: { ...fakeProtocol.midStream, garble } } as typeof fakeProtocol;
    const got = await transmit(garbageInStream, call, body, { afterContent: 1 }, fakeContext({ protocol }));
    expect(readable(got)).toEqual([open, one, "?", three, close]);
  });

  it("spoils every event without touching what separates events", () => {
    const bytes = new TextEncoder().encode('event: x\ndata: {"a":1}\r\n\r\n');
    expect(decodeText(spoil(bytes, "truncated", chance("1")))).toBe('event: x\ndata: {"a\r\n\r\n');
    expect(decodeText(spoil(bytes, "noise", chance("1")))).toMatch(/^event: x\ndata: \{"a[!-~]{4}\r\n\r\n$/);
  });
});

describe("trickle", () => {
  it("leaves a body as it is where every gap is 0 ms, and does not wait for a slice whose gap is", async () => {
    const clock = new LeapingClock();
    const context = fakeContext({ clock });
    expect(await transmit(trickle, call, body, { bytes: 1, gap: 0 }, context)).toEqual(body);
    expect([context.notes, context.idles, clock.waits]).toEqual([[], ["no slice had to wait"], []]);
    const some = fakeContext({ clock });
    const gap = { kind: "normal", mean: 0, sd: 10 };
    const got = await transmit(trickle, call, [frame("whole", "0123456789".repeat(9))], { bytes: 5, gap }, some);
    expect(readable(got).join("")).toBe("0123456789".repeat(9));
    expect(some.notes).toHaveLength(1);
    expect(clock.waits.length).toBeGreaterThan(0);
    expect(clock.waits.length).toBeLessThan(18);
    expect(clock.waits).not.toContain(0);
  });

  it("gives the same bytes in slices with a gap before each", async () => {
    await fc.assert(
      fc.asyncProperty(streams, fc.integer({ min: 1, max: 9 }), async (frames, bytes) => {
        const clock = new LeapingClock();
        const got = await transmit(trickle, call, frames, { bytes, gap: "10ms" }, fakeContext({ clock }));
        expect((await collectBody(got)).bytes).toEqual((await collectBody(frames)).bytes);
        expect(got.every((piece) => !isBreak(piece) && piece.bytes.length <= bytes)).toBe(true);
        expect(clock.waits).toEqual(got.map(() => 10));
        const contents = (pieces: readonly Piece[]) =>
          pieces.filter((one) => !isBreak(one) && one.mark === "content").length;
        expect(contents(got)).toBe(contents(frames));
      }),
      { numRuns: 40 },
    );
  });
});
