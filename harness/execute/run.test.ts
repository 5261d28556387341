import { describe, expect, it, vi } from "vitest";
import type { RunEvent } from "../domain/events.ts";
import { fakeRun, fakeTask, fault, inject, only, toolUrl, treated } from "../testing/fake-run.ts";

const failing = fault("failing", { inject: async () => ({ kind: "failure", failure: { kind: "server-error" } }) });
const tasks = (count: number) => Array.from({ length: count }, (_, i) => fakeTask(`t${i}`));
const trialsOf = (events: readonly RunEvent[], type: "trial-started" | "trial-ended") =>
  events.filter((event) => event.type === type).length;

describe("abort conditions", () => {
  const statusOf = {
    method: [inject("failing")],
    faults: [failing],
    outcome: (answer: string | undefined) => (answer === "500" ? ("wrong" as const) : ("correct" as const)),
    agent: async ({ ask }: { ask(url: string): Promise<{ status?: number }> }) =>
      String((await ask(`${toolUrl}/get`)).status),
  };

  it("end the experiment once an outcome has been seen too often, in treatment only", async () => {
    const { ending, events } = await fakeRun({
      ...statusOf,
      experiment: { tasks: tasks(10), abortWhen: [{ outcome: "wrong", count: 3 }] },
    });
    expect(ending).toBe("aborted");
    expect(trialsOf(events, "trial-ended")).toBe(6);
    expect(only(events, "experiment-aborted")).toMatchObject([
      { experiment: "e", reason: expect.stringMatching(/^e\.yaml: aborted after 3 trials, 3 of them wrong/) },
    ]);
  });

  it("end it when a share is exceeded, but not before enough trials", async () => {
    const { events } = await fakeRun({
      ...statusOf,
      experiment: { tasks: tasks(10), abortWhen: [{ outcome: "wrong", share: 0.5, after: 4 }] },
    });
    expect(trialsOf(events, "trial-ended")).toBe(8);
  });

  it("that are not met change nothing", async () => {
    const { ending, events } = await fakeRun({
      ...statusOf,
      experiment: {
        tasks: tasks(3),
        abortWhen: [
          { outcome: "harmful", count: 1 },
          { outcome: "wrong", count: 4 },
        ],
      },
    });
    expect([ending, trialsOf(events, "trial-ended")]).toEqual(["finished", 6]);
  });

  it("end it after so much wall time, even of an agent that ignores everything", async () => {
    const began = performance.now();
    const { ending, events } = await fakeRun({
      clock: "real",
      agent: () => new Promise(() => {}),
      experiment: { tasks: tasks(3), abortWhen: [{ wallTime: 60 }] },
    });
    expect(performance.now() - began).toBeLessThan(5000);
    expect(ending).toBe("aborted");
    expect(trialsOf(events, "trial-ended")).toBe(0);
    expect(only(events, "performance-ended").map((e) => e.end)).toEqual(["cancelled"]);
    expect(only(events, "experiment-aborted")[0]?.reason).toMatch(/60ms of wall time/);
  });
});

describe("an interruption", () => {
  it.each(["experiment", "trial-started", "call-started"] as const)(
    "that comes of being told %s ends an agent that hangs",
    async (told) => {
      const stop = new AbortController();
      const { ending, events } = await fakeRun({
        clock: "real",
        signal: stop.signal,
        onEvent: ({ type }) => void (type === told && stop.abort(new Error("enough"))),
        agent: async ({ ask }) => {
          await ask(`${toolUrl}/get`);
          return await new Promise<string>(() => {});
        },
      });
      expect(ending).toBe("interrupted");
      expect(trialsOf(events, "trial-ended")).toBe(0);
    },
  );

  it("ends every wait at once; what had not finished does not count as run", async () => {
    const stop = new AbortController();
    const { ending, events } = await fakeRun({
      clock: "real",
      signal: stop.signal,
      concurrency: 2,
      experiment: { tasks: tasks(4) },
      onEvent: (event) => {
        if (event.type === "trial-ended") setTimeout(() => stop.abort(new Error("SIGINT")), 5);
      },
      agent: ({ task }) => (task.id === "t0" ? Promise.resolve("done") : new Promise(() => {})),
    });
    expect(ending).toBe("interrupted");
    expect(only(events, "trial-ended").map((e) => e.trial)).toEqual(["e/t0/1/control", "e/t0/1/treatment"]);
    expect(only(events, "trial-failed")).toEqual([]);
    expect(only(events, "experiment-aborted")).toEqual([]);
    expect(trialsOf(events, "trial-started")).toBe(4);
  });

  it("before the first trial runs nothing", async () => {
    const { ending, events } = await fakeRun({ agent: async () => "", signal: AbortSignal.abort(new Error("SIGINT")) });
    expect([ending, events]).toEqual(["interrupted", []]);
  });
});

describe("the kill switch", () => {
  it("stops every fault at once, in the middle of a trial", async () => {
    let halted = false;
    const { events } = await fakeRun({
      method: [inject("failing")],
      faults: [failing],
      equipment: { halted: () => halted },
      agent: async ({ ask }) => {
        const seen: (number | undefined)[] = [];
        for (const id of [1, 2, 3, 4]) {
          halted = id > 2;
          seen.push((await ask(`${toolUrl}/get`, { id })).status);
        }
        return seen.join(" ");
      },
    });
    expect(only(treated(events), "performance-ended")[0]?.answer).toBe("500 500 200 200");
    expect(only(events, "fault-fired")).toHaveLength(2);
  });
});

describe("what a run leaves behind", () => {
  const globals = () => [
    setTimeout,
    clearTimeout,
    setInterval,
    Date,
    performance.now,
    fetch,
    AbortSignal.timeout,
    crypto.subtle.digest,
  ];
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const forgetful = async () => {
    setInterval(() => undefined, 10);
    setTimeout(() => undefined, 10_000_000);
    return "done";
  };

  it.each([
    ["finished", {}],
    ["aborted", { experiment: { abortWhen: [{ outcome: "wrong", count: 1 }], tasks: tasks(3) } }],
    ["aborted by time", { experiment: { abortWhen: [{ wallTime: 3_600_000 }] } }],
    ["interrupted", { signal: AbortSignal.abort() }],
    ["failed", { boot: () => Promise.reject(new Error("no start")) }],
  ] as const)("is nothing when it has %s: the globals are the original ones and no timer runs", async (_how, more) => {
    const [before, running] = [globals(), timers()];
    await fakeRun({
      agent: forgetful,
      method: [inject("failing")],
      faults: [failing],
      outcome: () => "wrong",
      ...more,
    });
    expect(globals()).toEqual(before);
    // The test runner has timers of its own, which come and go.
    await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(running));
  });

  it("is nothing when the harness itself breaks", async () => {
    const [before, running] = [globals(), timers()];
    const broken = fakeRun({
      agent: forgetful,
      experiment: { abortWhen: [{ wallTime: 3_600_000 }], tasks: tasks(3) },
      concurrency: 3,
      onEvent: (event) => {
        if (event.type === "trial-ended") throw new Error("a bug of ours");
      },
    });
    await expect(broken).rejects.toThrow("a bug of ours");
    expect(globals()).toEqual(before);
    // The test runner has timers of its own, which come and go.
    await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(running));
  });
});

describe("the digest of a trial", () => {
  it("is the same at any concurrency and whichever trial comes first", async () => {
    const digests = async (concurrency: number) => {
      const { events } = await fakeRun({
        concurrency,
        method: [inject("failing", { probability: 0.5 })],
        faults: [failing],
        experiment: { tasks: tasks(6), repeats: 2, bystanders: [fakeTask("other")] },
        agent: async ({ ask, task }) => {
          const statuses = await Promise.all(
            [1, 2, 3].map(async (id) => (await ask(`${toolUrl}/${task.id}`, { id })).status),
          );
          return statuses.join(" ");
        },
      });
      return Object.fromEntries(
        only(events, "trial-ended")
          .map((e) => [e.trial, e.digest])
          .sort(),
      );
    };
    const alone = await digests(1);
    expect(Object.keys(alone)).toHaveLength(24);
    expect(await digests(4)).toEqual(alone);
    expect(await digests(16)).toEqual(alone);
  });
});

describe("a server as the target", () => {
  it.each([
    [{ start: ["node", "server.js"], propagates: true }, 1],
    [{ propagates: false }, 1],
    [{ propagates: true }, 4],
  ])("with %j has so many trials at once: %i", async (spec, most) => {
    let now = 0;
    let seen = 0;
    const http = {
      kind: "http",
      url: "http://127.0.0.1:1/",
      cwd: "/",
      environment: {},
      ready: "/",
      readyWithin: 1,
    } as const;
    const { events } = await fakeRun({
      concurrency: 4,
      experiment: { tasks: tasks(3) },
      boot: async () => {
        now += 1;
        seen = Math.max(seen, now);
        return {
          perform: () => new Promise((resolve) => setTimeout(() => resolve({ text: "done" }), 5)),
          close: async () => {
            now -= 1;
          },
        };
      },
      agent: async () => "",
      target: { ...http, ...spec },
    });
    expect([seen, trialsOf(events, "trial-ended")]).toEqual([most, 6]);
  });
});
