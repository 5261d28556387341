import { describe, expect, it } from "vitest";
import { fakeRun, fault, inject, modelUrl, only, toolUrl, treated } from "../testing/fake-run.ts";

const failing = fault("failing", {
  inject: async () => ({ kind: "failure", failure: { kind: "server-error" } }),
});
const wrapping = (name: string, log: string[] = []) =>
  fault(name, {
    inject: async (_call, forward) => {
      log.push(`${name} before`);
      const reply = await forward();
      log.push(`${name} after`);
      return reply;
    },
    transmit: async function* (pieces) {
      for await (const piece of pieces) {
        if ("ending" in piece) yield piece;
        else yield { ...piece, bytes: Buffer.from(`${name}(${Buffer.from(piece.bytes).toString()})`) };
      }
    },
  });
const _addresses = (events: Parameters<typeof only>[0]) => only(treated(events), "call-started").map((e) => e.address);

describe("the injections at one call", () => {
  it("wrap each other, the first being the outermost, on the way there and back", async () => {
    const log: string[] = [];
    const { events } = await fakeRun({
      method: [inject("a"), inject("b"), inject("c")],
      faults: [wrapping("a", log), wrapping("b", log), wrapping("c", log)],
      agent: async ({ ask }) => (await ask(`${toolUrl}/get`)).text,
    });
    expect(log).toEqual(["a before", "b before", "c before", "c after", "b after", "a after"]);
    expect(only(treated(events), "performance-ended")[0]?.answer).toBe("a(b(c(fine)))");
  });

  it("leave those inside an outer one that does not forward unfired", async () => {
    const { events } = await fakeRun({
      method: [inject("failing"), inject("inner")],
      faults: [failing, wrapping("inner")],
      agent: async ({ ask }) => String((await ask(`${toolUrl}/get`)).status),
    });
    expect(only(treated(events), "fault-fired").map((e) => e.injection)).toEqual(["failing"]);
  });

  it("have not fired at a client that left before they had met it, unless they said so", async () => {
    const late = (name: string, say: boolean) =>
      fault(name, {
        transmit: async function* (pieces, _call, context) {
          if (say) context.note("said at once");
          for await (const piece of pieces)
            yield "mark" in piece && piece.mark === "close" ? { ending: "reset" } : piece;
        },
      });
    for (const [pieces, fired] of [
      [1, ["said"]],
      [9, ["said", "silent"]],
    ] as const) {
      const { events } = await fakeRun({
        method: [
          inject("said", {}, { into: { boundary: "model", dependencies: ["*"] } }),
          inject("silent", {}, { into: { boundary: "model", dependencies: ["*"] } }),
        ],
        faults: [late("said", true), late("silent", false)],
        agent: async ({ glance }) => {
          await glance(`${modelUrl}/chat`, { stream: true }, pieces);
          return "left";
        },
      });
      expect(
        only(treated(events), "fault-fired")
          .map((e) => e.injection)
          .sort(),
      ).toEqual(fired);
    }
  });

  it("have not fired at a reply that the client did not wait for", async () => {
    const changing = fault("changing", { inject: async (_call, forward) => ({ ...(await forward()) }) });
    const { events } = await fakeRun({
      method: [inject("changing", {}, { into: { boundary: "model", dependencies: ["*"] } })],
      faults: [changing],
      brain: { name: "gone", turn: () => new Promise((_, reject) => setTimeout(() => reject(new Error("gone")), 900)) },
      agent: async ({ ask }) => {
        await ask(`${modelUrl}/chat`, {}, AbortSignal.timeout(300)).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 2000));
        return "gave up";
      },
    });
    expect(only(treated(events), "call-ended")).toMatchObject([{ ending: "aborted" }]);
    expect(only(treated(events), "fault-fired")).toEqual([]);
  });

  it("leave everything as it was when their trigger never agrees", async () => {
    const { events } = await fakeRun({
      method: [inject("failing", { never: true }), inject("a", { nth: [99] })],
      faults: [failing, wrapping("a")],
      agent: async ({ ask }) => (await ask(`${toolUrl}/get`)).text + (await ask(`${modelUrl}/chat`)).text,
    });
    expect(only(events, "fault-fired")).toEqual([]);
    const [control, treatment] = only(events, "trial-ended").map((e) => e.digest);
    expect(control).toBe(treatment);
    expect(only(treated(events), "performance-ended")[0]?.answer).toContain("fine");
  });

  it("never touch the control arm", async () => {
    const { events } = await fakeRun({
      method: [inject("failing")],
      faults: [failing],
      agent: async ({ ask }) => String((await ask(`${toolUrl}/get`)).status),
    });
    expect(only(events, "performance-ended").map((e) => [e.trial, e.answer])).toEqual([
      ["e/one/1/control", "200"],
      ["e/one/1/treatment", "500"],
    ]);
  });

  it.each(["one after another", "all at once"])("fire no more often than the blast radius allows, %s", async (how) => {
    const slow = fault("slow", {
      inject: async (_call, forward, { clock, note }) => {
        await clock.sleep(10);
        note("slow");
        return forward();
      },
    });
    const { events } = await fakeRun({
      method: [inject("slow")],
      faults: [slow],
      experiment: { blastRadius: { maxTrials: 10, maxFaultsPerTrial: 2 } },
      agent: async ({ ask }) => {
        const asking = [1, 2, 3, 4, 5].map((id) => () => ask(`${toolUrl}/get`, { id }));
        if (how === "all at once") await Promise.all(asking.map((one) => one()));
        else for (const one of asking) await one();
        return "done";
      },
    });
    expect(only(treated(events), "fault-fired").map((e) => e.address)).toEqual([
      "tool:orders.get[1]#1",
      "tool:orders.get[2]#1",
    ]);
    expect(only(treated(events), "call-ended")).toHaveLength(5);
  });

  it("give back what the blast radius allows when they found nothing to act on", async () => {
    const picky = fault("picky", {
      inject: async (call, forward, { note, idle }) => {
        if (call.occurrence < 3) idle("no figure to spoil");
        else note("spoilt");
        return forward();
      },
    });
    const { events } = await fakeRun({
      method: [inject("picky")],
      faults: [picky],
      experiment: { blastRadius: { maxTrials: 10, maxFaultsPerTrial: 1 } },
      agent: async ({ ask }) => {
        for (const id of [1, 2, 3, 4]) await ask(`${toolUrl}/get`, { id });
        return "done";
      },
    });
    expect(only(treated(events), "fault-fired").map((e) => [e.address, e.note])).toEqual([
      ["tool:orders.get[3]#1", "spoilt"],
    ]);
  });

  it("correlate: one follows another for as long as it says", async () => {
    const squeeze = fault("squeeze", { inject: (_call, forward) => forward() });
    const stale = fault("stale", { inject: (_call, forward) => forward() });
    const { events } = await fakeRun({
      method: [
        inject("squeeze", { nth: [2] }, { into: { boundary: "model", dependencies: ["*"] } }),
        inject("stale", { after: { injection: "squeeze", within: 5000 } }),
      ],
      faults: [squeeze, stale],
      agent: async ({ ask }) => {
        for (const id of [1, 2, 3, 4]) {
          await ask(`${toolUrl}/get`, { id });
          await ask(`${modelUrl}/chat`, { prompt: String(id) });
          await new Promise((resolve) => setTimeout(resolve, 3000));
        }
        return "done";
      },
    });
    expect(only(treated(events), "fault-fired").map((e) => [e.injection, e.address, e.t])).toEqual([
      ["squeeze", "model:model.chat[2]#1", 3000],
      ["stale", "tool:orders.get[3]#1", 6000],
    ]);
  });
});
