import { describe, expect, it } from "vitest";
import { AgentCrash, TargetFailure } from "../domain/ports.ts";
import {
  type Desk,
  fakeRun,
  fakeTask,
  fakeWorld,
  fault,
  inject,
  modelUrl,
  only,
  toolUrl,
  treated,
} from "../testing/fake-run.ts";

const endOf = async (agent: (desk: Desk) => Promise<string>, more: Partial<Parameters<typeof fakeRun>[0]> = {}) => {
  const { events } = await fakeRun({ agent, ...more });
  return {
    events,
    ended: only(treated(events), "performance-ended")[0],
    failed: only(treated(events), "trial-failed")[0],
  };
};

describe("a performance", () => {
  it("that does not end is hung at its deadline, to the millisecond", async () => {
    const { ended, failed, events } = await endOf(() => new Promise(() => {}), { experiment: { deadline: 90_000 } });
    expect(ended).toMatchObject({ end: "hung", t: 90_000 });
    expect(failed).toBeUndefined();
    expect(only(events, "trial-ended").map((e) => e.t)).toEqual([90_000, 90_000]);
  });

  it("that answers just before its deadline has answered", async () => {
    const { ended } = await endOf(() => new Promise((resolve) => setTimeout(() => resolve("in time"), 59_999)));
    expect(ended).toMatchObject({ end: "answered", answer: "in time", t: 59_999 });
  });

  it.each([
    ["an error", new TypeError("cannot read x of undefined"), "cannot read x of undefined"],
    ["a crash told by the target", new AgentCrash("exit code 3"), "exit code 3"],
    ["something that is no error", "just text", "just text"],
  ])("that ends with %s has crashed, and the trial counts", async (_what, thrown, error) => {
    const { ended, failed, events } = await endOf(() => Promise.reject(thrown));
    expect(ended).toMatchObject({ end: "crashed", error });
    expect(failed).toBeUndefined();
    expect(only(events, "trial-ended")).toHaveLength(2);
  });

  it("tells its target to stop at the deadline, and leaves the bystander in peace", async () => {
    const seen: string[] = [];
    const { events } = await endOf(
      async ({ task, signal }) => {
        if (task.id === "other") return new Promise((resolve) => setTimeout(() => resolve("fine"), 4000));
        return new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => {
            seen.push((signal.reason as Error).message);
            reject(signal.reason);
          }),
        );
      },
      { experiment: { deadline: 5000, bystanders: [fakeTask("other")] } },
    );
    expect(only(treated(events), "performance-ended").map((e) => [e.role, e.end, e.t])).toEqual([
      ["bystander", "answered", 4000],
      ["primary", "hung", 5000],
    ]);
    expect(seen).toHaveLength(2);
  });
});

describe("a set-up that is broken", () => {
  it("fails the trial when the target does not start: nothing is held against the agent", async () => {
    const { ended, failed, events } = await endOf(async () => "", {
      boot: async () => {
        throw new TargetFailure("no module there");
      },
    });
    expect(failed?.error).toBe("no module there");
    expect(ended).toBeUndefined();
    expect(only(events, "trial-ended")).toEqual([]);
  });

  it("holds junk against the set-up without a fault, and against the agent under one", async () => {
    const { events } = await fakeRun({
      experiment: { bystanders: [fakeTask("other")] },
      agent: async ({ task }) => {
        if (task.id === "other") return "fine";
        throw new TargetFailure("printed junk");
      },
    });
    expect(only(events, "trial-failed")).toMatchObject([
      { trial: expect.stringMatching(/control$/), error: "printed junk" },
    ]);
    expect(only(treated(events), "performance-ended")).toContainEqual(
      expect.objectContaining({ role: "primary", end: "crashed", error: "printed junk" }),
    );
  });

  it("does not take a later call of the same kind for a retry because an earlier one was slow", async () => {
    const slow = fault("slow", {
      inject: async (_call, forward, { clock, signal, note }) => {
        note("slow");
        await clock.sleep(10, signal);
        return forward();
      },
    });
    const { events } = await fakeRun({
      method: [inject("slow")],
      faults: [slow],
      agent: async ({ ask }) => {
        for (let poll = 0; poll < 3; poll += 1) await ask(`${toolUrl}/get`);
        return "done";
      },
    });
    expect(only(treated(events), "call-started").map(({ address }) => address)).toEqual([
      "tool:orders.get[1]#1",
      "tool:orders.get[2]#1",
      "tool:orders.get[3]#1",
    ]);
  });

  it("fails the trial when nothing stands in for a dependency, and says how to mend it", async () => {
    const { failed, ended } = await endOf(async ({ ask }) => (await ask(`${toolUrl}/get`)).text, {
      world: fakeWorld(() => undefined),
    });
    expect(failed?.error).toMatch(
      /tool:orders\.get\[1\]#1: Nothing answers POST http:\/\/orders\.test\/get for dependency "orders"\. Add a handler .*\/mocks\.ts.* or add "orders\.test" to "allowHosts"/,
    );
    expect(ended?.end).not.toBe("crashed");
  });

  it.each(["inject", "transmit"] as const)("fails the trial when a fault's %s throws", async (side) => {
    const broken = fault("broken", {
      [side]: () => {
        throw new Error("a bug of ours");
      },
    });
    const { failed } = await endOf(async ({ ask }) => (await ask(`${toolUrl}/get`)).text, {
      method: [inject("broken")],
      faults: [broken],
    });
    expect(failed?.error).toBe("tool:orders.get[1]#1: a bug of ours");
  });

  it("fails the trial when a fault breaks in the middle of a stream", async () => {
    const broken = fault("broken", {
      transmit: async function* (pieces) {
        for await (const piece of pieces) {
          yield piece;
          throw new Error("a bug of ours");
        }
      },
    });
    const { failed } = await endOf(async ({ ask }) => (await ask(`${modelUrl}/chat`, { stream: true })).text, {
      method: [inject("broken", {}, { into: { boundary: "model", dependencies: ["*"] } })],
      faults: [broken],
    });
    expect(failed?.error).toBe("model:model.chat[1]#1: a bug of ours");
  });

  it("fails the trial when the brain throws", async () => {
    const { failed } = await endOf(async ({ ask }) => (await ask(`${modelUrl}/chat`)).text, {
      brain: {
        name: "broken",
        turn: async () => {
          throw new Error("no playbook");
        },
      },
    });
    expect(failed?.error).toBe("model:model.chat[1]#1: no playbook");
  });

  it("fails the trial when a request cannot be read by its protocol", async () => {
    const { failed } = await endOf(async ({ ask }) => (await ask(`${toolUrl}/get`)).text, {
      equipment: {
        findProtocol: (name) => ({
          name,
          summary: "",
          boundary: "tool",
          failures: [],
          recognise: () => "get",
          decodeCall: () => {
            throw new Error("unexpected shape");
          },
          encodeReply: () => ({ status: 200, headers: {}, body: [] }),
          decodeReply: () => undefined,
        }),
      },
    });
    expect(failed?.error).toBe('Cannot read POST http://orders.test/get as a call to "orders": unexpected shape');
  });

  it("fails the trial when its world cannot be made, and goes on with the next", async () => {
    let made = 0;
    const { events } = await fakeRun({
      agent: async () => "fine",
      world: () => {
        made += 1;
        if (made === 1) throw new TargetFailure("the mocks return something else");
        return fakeWorld();
      },
    });
    expect(only(events, "trial-failed").map((e) => [e.trial, e.error])).toEqual([
      ["e/one/1/control", "the mocks return something else"],
    ]);
    expect(only(events, "trial-started")).toHaveLength(2);
    expect(only(events, "trial-ended").map((e) => e.trial)).toEqual(["e/one/1/treatment"]);
  });

  it("fails the trial when the target does not close", async () => {
    const { failed } = await endOf(async () => "", {
      boot: async () => ({
        perform: async () => ({ text: "fine" }),
        close: async () => {
          throw new Error("still busy");
        },
      }),
    });
    expect(failed?.error).toBe("The target did not close: still busy");
  });
});
