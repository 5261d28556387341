import { describe, expect, it } from "vitest";
import type { Protocol } from "../domain/protocol.ts";
import { decodeText, wholeReply } from "../domain/wire.ts";
import { fakeProtocol } from "../testing/fake-protocol.ts";
import { fakeRun, fakeTask, fakeWorld, fault, inject, modelUrl, only, toolUrl, treated } from "../testing/fake-run.ts";

const failing = fault("failing", {
  inject: async () => ({ kind: "failure", failure: { kind: "server-error" } }),
});
const addresses = (events: Parameters<typeof only>[0]) => only(treated(events), "call-started").map((e) => e.address);

describe("an address", () => {
  it("counts a repeat after a clean reply as another call, and after a failed one as another attempt", async () => {
    const { events } = await fakeRun({
      method: [inject("failing", { nth: [3, 4] })],
      faults: [failing],
      agent: async ({ ask }) => {
        for (let i = 0; i < 5; i += 1) await ask(`${toolUrl}/get`, { id: 1 });
        await ask(`${toolUrl}/get`, { id: 2 });
        return "done";
      },
    });
    expect(addresses(events)).toEqual([
      "tool:orders.get[1]#1",
      "tool:orders.get[2]#1",
      "tool:orders.get[3]#1",
      "tool:orders.get[3]#2",
      "tool:orders.get[3]#3",
      "tool:orders.get[4]#1",
    ]);
    expect(only(treated(events), "fault-fired").map((e) => e.address)).toEqual([
      "tool:orders.get[3]#1",
      "tool:orders.get[3]#2",
    ]);
  });

  it("counts a repeat after a stream that held no answer as another attempt, and after one that did as another call", async () => {
    const reading = (text: string): Protocol => ({
      ...fakeProtocol("model"),
      decodeReply: (_call, { bytes }) =>
        decodeText(bytes).includes(text)
          ? { kind: "model", turn: { text, toolCalls: [], stopReason: "stop" } }
          : undefined,
    });
    const after = async (protocol: Protocol) => {
      const { events } = await fakeRun({
        method: [inject("watched", {}, { into: { boundary: "model", dependencies: ["*"] } })],
        faults: [fault("watched", { transmit: (pieces) => pieces })],
        equipment: { findProtocol: (name) => (name === "model" ? protocol : fakeProtocol("tool")) },
        agent: async ({ ask }) => {
          await ask(`${modelUrl}/chat`, { stream: true });
          return (await ask(`${modelUrl}/chat`, { stream: true })).text;
        },
      });
      return { seen: addresses(events), unreadable: only(treated(events), "call-ended").map((e) => e.unreadable) };
    };
    expect(await after(reading("[done]"))).toEqual({
      seen: ["model:model.chat[1]#1", "model:model.chat[2]#1"],
      unreadable: [undefined, undefined],
    });
    expect(await after(reading("nothing of the kind"))).toEqual({
      seen: ["model:model.chat[1]#1", "model:model.chat[1]#2"],
      unreadable: [true, true],
    });
  });

  it("does not depend on faults that fire meanwhile for another task", async () => {
    const delayed = fault("delayed", {
      inject: async (_call, forward, { clock, signal }) => {
        await clock.sleep(10, signal);
        return forward();
      },
    });
    const { events } = await fakeRun({
      method: [inject("delayed", {}, { into: { boundary: "tool", dependencies: ["*"], operations: ["disturbed"] } })],
      faults: [delayed],
      experiment: { bystanders: [fakeTask("other")] },
      brain: {
        name: "slow",
        turn: (_conversation, _call, { task }) =>
          new Promise((resolve) => setTimeout(() => resolve({ text: task.id, toolCalls: [], stopReason: "stop" }), 50)),
      },
      agent: async ({ ask, task }) => {
        if (task.id === "other") return (await ask(`${toolUrl}/disturbed`)).text;
        await ask(`${modelUrl}/chat`);
        await ask(`${modelUrl}/chat`);
        return "done";
      },
    });
    expect(only(treated(events), "fault-fired")).toHaveLength(1);
    expect(addresses(events).filter((address) => address.startsWith("model"))).toEqual([
      "model:model.chat[1]#1",
      "model:model.chat[2]#1",
    ]);
  });
});

describe("a call that nobody waits for any more", () => {
  const stuck = fault("stuck", {
    inject: async (_call, forward, { clock, signal }) => {
      await clock.sleep(3_600_000, signal);
      return forward();
    },
  });

  it("ends the fault's wait when the client gives up, and says aborted", async () => {
    const { events } = await fakeRun({
      method: [inject("stuck")],
      faults: [stuck],
      agent: async ({ ask }) => {
        const error: unknown = await ask(`${toolUrl}/get`, {}, AbortSignal.timeout(250)).catch((e: unknown) => e);
        return error instanceof Error ? error.name : "answered";
      },
    });
    expect(only(treated(events), "call-ended").map(({ ending, t }) => [ending, t])).toEqual([["aborted", 250]]);
    expect(only(treated(events), "performance-ended")[0]).toMatchObject({ answer: "TimeoutError", t: 250 });
    expect(only(events, "trial-failed")).toEqual([]);
  });

  it.each([
    ["stuck", "trial-over"],
    ["hanging", "hang"],
  ] as const)("of a %s dependency ends with the trial: %s", async (name, ending) => {
    const hanging = fault("hanging", { inject: async () => ({ kind: "disconnect", code: "hang" }) });
    const { events } = await fakeRun({
      method: [inject(name)],
      faults: [stuck, hanging],
      experiment: { deadline: 5000 },
      agent: async ({ ask }) => (await ask(`${toolUrl}/get`)).text,
    });
    expect(only(treated(events), "performance-ended")).toMatchObject([{ end: "hung", t: 5000 }]);
    expect(only(treated(events), "call-ended")).toMatchObject([{ ending, t: 5000 }]);
  });

  it("ends a silent stream with the client, after what had come", async () => {
    const silent = fault("silent", {
      transmit: async function* (pieces) {
        for await (const piece of pieces) {
          yield piece;
          yield { ending: "silence" };
          return;
        }
      },
    });
    const { events } = await fakeRun({
      method: [inject("silent", {}, { into: { boundary: "model", dependencies: ["*"] } })],
      faults: [silent],
      brain: { name: "b", turn: async () => ({ text: "hello over there", toolCalls: [], stopReason: "stop" }) },
      agent: async ({ ask }) => {
        await ask(`${modelUrl}/chat`, { stream: true }, AbortSignal.timeout(700)).catch(() => undefined);
        return "gave up";
      },
    });
    expect(only(treated(events), "call-ended")).toMatchObject([
      { ending: "silence", t: 700, bytes: 6, firstContent: 0 },
    ]);
    expect(only(treated(events), "fault-fired")).toHaveLength(1);
  });
});

it("keeps no key of an unknown endpoint's address", async () => {
  const { events } = await fakeRun({
    method: [],
    agent: async ({ ask }) => (await ask(`${toolUrl}/?key=my-own-key&q=x&sig=a%2Bb`)).text,
  });
  const [started] = only(events, "call-started");
  expect(started?.request).toMatchObject({
    arguments: { key: expect.stringMatching(/^sha1:/), q: "x", sig: expect.stringMatching(/^sha1:/) },
  });
  expect(JSON.stringify(events)).not.toMatch(/my-own-key|a\+b/);
});

describe("how a connection fails", () => {
  it.each(["refused", "reset", "dns"] as const)("%s at once", async (code) => {
    const broken = fault("broken", { inject: async () => ({ kind: "disconnect", code }) });
    const { events } = await fakeRun({
      method: [inject("broken")],
      faults: [broken],
      agent: async ({ ask }) => (await ask(`${toolUrl}/get`)).ending,
    });
    expect(only(treated(events), "performance-ended")[0]).toMatchObject({ answer: code, t: 0 });
    expect(only(treated(events), "call-ended")[0]).toMatchObject({ ending: code, bytes: 0 });
  });

  it("times out as long after as a client's connect does", async () => {
    const broken = fault("broken", { inject: async () => ({ kind: "disconnect", code: "timeout" }) });
    const { events } = await fakeRun({
      method: [inject("broken")],
      faults: [broken],
      agent: async ({ ask }) => (await ask(`${toolUrl}/get`)).ending,
    });
    expect(only(treated(events), "performance-ended")[0]).toMatchObject({ answer: "timeout", t: 10_000 });
  });
});

describe("what is journalled of a reply", () => {
  it("is its status, Retry-After, length and a digest without clock readings", async () => {
    let day = 1;
    const dated = () => wholeReply(200, { "retry-after": "2" }, `{"at":"2026-01-0${day++}T00:00:00Z"}`);
    const { events } = await fakeRun({
      world: fakeWorld(dated),
      agent: async ({ ask }) => (await ask(`${toolUrl}/get`)).text,
    });
    const [control, treatment] = only(events, "call-ended");
    expect(control).toMatchObject({ status: 200, retryAfterMs: 2000, bytes: 29, ending: "complete" });
    expect(control?.digest).toBe(treatment?.digest);
  });

  it("is there for every call that has begun, exactly once", async () => {
    const { events } = await fakeRun({
      method: [inject("failing", { every: 2 })],
      faults: [failing],
      concurrency: 3,
      experiment: { repeats: 3, bystanders: [fakeTask("two")] },
      agent: async ({ ask }) => {
        await Promise.all([1, 2, 3].map((id) => ask(`${toolUrl}/get`, { id })));
        await ask(`${modelUrl}/chat`, { stream: true });
        return "done";
      },
    });
    const key = (e: { performance: string; address: string }) => `${e.performance} ${e.address}`;
    const started = only(events, "call-started").map(key);
    expect(started).toHaveLength(48);
    expect(only(events, "call-ended").map(key).sort()).toEqual(started.sort());
  });
});
