import { describe, expect, it } from "vitest";
import { collectBody, decodeText, encodeText, type Piece, type WireReply, wholeReply } from "../domain/wire.ts";
import { fakeProtocol } from "../testing/fake-protocol.ts";
import { type FakeRun, fakeRun, fakeWorld, fault, inject, only, toolUrl, treated } from "../testing/fake-run.ts";

const frame = (text: string, mark: "content" | "close" = "content"): Piece => ({ bytes: encodeText(text), mark });
const talking = {
  ...fakeProtocol("tool"),
  asides: {
    within: (_call: unknown, { status }: { status: number }) => status === 200,
    isAside: ({ bytes }: { bytes: Uint8Array }) => decodeText(bytes).startsWith("?"),
    async *after(_call: unknown, { status, body }: WireReply): AsyncIterable<Piece> {
      yield frame(`${status}:${decodeText((await collectBody(body)).bytes)}`, "close");
    },
  },
};
const collects = fault("collects", {
  inject: async (_call, forward) => {
    const reply = await forward();
    if (reply.kind !== "raw") return reply;
    const { bytes } = await collectBody(reply.wire.body);
    return { kind: "raw", wire: { ...reply.wire, body: [frame(decodeText(bytes).toUpperCase())] } };
  },
});
const loses = (code: "reset" | "hang") =>
  fault("loses", {
    inject: async (_call, forward) => {
      const reply = await forward();
      if (reply.kind === "raw") await collectBody(reply.wire.body);
      return { kind: "disconnect", code };
    },
  });

/** A server that goes on only once what it asked has arrived at the client's end. */
async function run(acting: NonNullable<FakeRun["faults"]>[number], asks: boolean, patience = 60_000) {
  const arrived = Promise.withResolvers<void>();
  const sees = fault("sees", {
    transmit: async function* (pieces) {
      for await (const piece of pieces) {
        yield piece;
        arrived.resolve();
      }
    },
  });
  async function* body(): AsyncIterable<Piece> {
    if (asks) {
      yield frame("?one ");
      await arrived.promise;
      yield frame("?two ");
    }
    yield frame("answer", "close");
  }
  const { events } = await fakeRun({
    method: [inject("sees"), inject(acting.name)],
    faults: [sees, acting],
    clock: "real",
    world: {
      ...fakeWorld(),
      answer: async (_request, performance) =>
        performance.includes("/control") ? wholeReply(200, {}, "") : { status: 200, headers: {}, body: body() },
    },
    agent: async ({ ask }) => {
      const heard = await ask(`${toolUrl}/get`, {}, AbortSignal.timeout(patience)).catch((error: Error) => error.name);
      return typeof heard === "string" ? heard : `${heard.text}|${heard.ending}`;
    },
    equipment: { findProtocol: () => talking },
  });
  expect(only(events, "trial-failed")).toEqual([]);
  return {
    heard: only(treated(events), "performance-ended")[0]?.answer,
    ending: only(treated(events), "call-ended")[0]?.ending,
    fired: only(treated(events), "fault-fired").map(({ fault }) => fault),
  };
}

describe("what a server says before its answer", () => {
  it("passes while a fault waits for the answer, which goes on from there", async () => {
    const { heard, fired } = await run(collects, true);
    expect(heard).toBe("?one ?two 200:ANSWER|complete");
    expect(fired.toSorted()).toEqual(["collects", "sees"]);
  });

  it("leaves a reply without any as the fault made it", async () => {
    expect((await run(collects, false)).heard).toBe("ANSWER|complete");
  });

  it("stays in its place in a reply that no fault reads", async () => {
    const slow = fault("slow", { inject: (_call, forward) => forward() });
    expect((await run(slow, true)).heard).toBe("?one ?two answer|complete");
  });

  it("has passed when the answer is lost: the reply breaks off, or nothing more comes", async () => {
    expect(await run(loses("reset"), true)).toMatchObject({ heard: "?one ?two |reset", ending: "reset" });
    expect(await run(loses("reset"), false)).toMatchObject({ heard: "|reset", ending: "reset" });
    expect(await run(loses("hang"), true, 300)).toMatchObject({ heard: "TimeoutError", ending: "silence" });
  });
});
