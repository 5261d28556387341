import { beforeAll, describe, expect, it } from "vitest";
import type { Experiment, Injection } from "../domain/experiment.ts";
import type { RunReport } from "../domain/judgement.ts";
import { findFault } from "../faults/index.ts";
import { agentTarget, loadShipped, runInMemory } from "../testing/run-in-memory.ts";

type Agent = "fragile" | "sturdy";
/** Those on the usual wire, without a platform around the agent: the others differ in nothing that a route could change. */
const load = async (agent: Agent): Promise<readonly Experiment[]> => {
  const usual = (await loadShipped()).filter(({ target }) => target.file.endsWith("sturdy/target.yaml"));
  return loadShipped(
    usual.map(({ file }) => file),
    { target: agentTarget(agent), repeats: 1 },
  );
};

/**
 * Through the gateway time is real, and the fragile agent waits for as long as it is made to: there the delays are shorter.
 * The sturdy agent runs every experiment as it is shipped.
 */
const shorter: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "excessive-latency/knowledge-base-heavy-tail": { delay: { kind: "pareto", scale: "50ms", shape: 1.1, max: "300ms" } },
  "excessive-latency/model-slow-first-token": { delay: "300ms" },
  "excessive-latency/one-slow-call-in-two": { delay: "300ms" },
  "shared-fate/slow-tool-delays-others": { delay: "300ms" },
  "insufficient-capacity/model-throttled": { retryAfter: "1s" },
};
/** The fragile agent hangs here until the deadline, or for as long as the quota says. */
const endless = ["excessive-latency/inventory-hangs", "excessive-latency/stream-stalls-behind-keep-alives"];
const waits = ["insufficient-capacity/request-quota"];
/** What a colleague is told has the date of delivery in it, which is another on the day of a real clock; and tasks at once race for one breaker. */
const otherInRealTime = [
  "single-point-of-failure/refunds-fail",
  "single-point-of-failure/refunds-without-a-policy",
  "shared-fate/dead-orders-and-many-customers",
  "incorrect-response/refund-reported-and-not-made",
];

function brief(experiment: Experiment, agent: Agent, tasks: number): Experiment {
  const own = agent === "fragile" ? shorter[experiment.id] : undefined;
  const change = (one: Injection): Injection =>
    own ? { ...one, params: findFault(one.fault)?.params.parse(own) } : one;
  return {
    ...experiment,
    tasks: experiment.tasks.slice(0, tasks),
    cells: experiment.cells.map((cell) => ({ ...cell, method: cell.method.map(change) })),
  };
}

/** With a short deadline, which the usual latency of virtual stand-ins must then not use up. */
const hurried = (experiment: Experiment): Experiment => ({
  ...experiment,
  deadline: 4000,
  target: {
    ...experiment.target,
    map: {
      ...experiment.target.map,
      dependencies: experiment.target.map.dependencies.map(({ latency: _, ...rest }) => rest),
    },
  },
});

const outcomes = (report: RunReport | undefined) =>
  report?.experiments.map(({ outcomes: { control, treatment }, injections }) => ({
    control,
    treatment,
    fired: injections.map(({ id, fired }) => [id, fired]),
  }));

const both = new Map<string, { readonly virtual: RunReport; readonly gateway: RunReport }>();
const key = (agent: Agent, { id }: Experiment): string => `${agent} ${id}`;
const planned = new Map<string, Experiment>();
const virtual = new Map<string, RunReport>();
/** Trials that last longer are too long to be waited for in real time, ms. */
const affordable = 35_000;
for (const agent of ["fragile", "sturdy"] as const) {
  for (const shipped of await load(agent)) {
    if (agent === "fragile" && waits.includes(shipped.id)) continue;
    if (otherInRealTime.includes(shipped.id)) continue;
    const experiment = brief(shipped, agent, 2);
    const name = key(agent, shipped);
    const run = agent === "fragile" && endless.includes(shipped.id) ? hurried(experiment) : experiment;
    const { report, events } = await runInMemory([run]);
    if (events.some((event) => "t" in event && event.t > affordable)) continue;
    planned.set(name, run);
    virtual.set(name, report);
  }
}

describe("the two routes", () => {
  beforeAll(async () => {
    // Real time, so many at once; no virtual clock may run in this process meanwhile.
    const left = [...planned].sort(([a], [b]) => Number(b.includes("latency/")) - Number(a.includes("latency/")));
    const worker = async (): Promise<void> => {
      for (let one = left.shift(); one; one = left.shift()) {
        const [name, experiment] = one;
        const { report } = await runInMemory([experiment], { route: "gateway", concurrency: 4 });
        const twin = virtual.get(name);
        if (twin) both.set(name, { virtual: twin, gateway: report });
      }
    };
    await Promise.all(Array.from({ length: 12 }, worker));
  }, 300_000);

  it("are compared over most experiments", () => {
    expect(planned.size).toBeGreaterThan(70);
  });

  it.each([...planned.keys()])("show an agent the same, and come to the same outcomes: %s", (name) => {
    const { virtual: calm, gateway } = both.get(name) ?? {};
    expect(calm?.experiments[0]?.trials).toMatchObject({ finished: 4, failed: 0 });
    expect(outcomes(gateway)).toEqual(outcomes(calm));
    expect(gateway?.digest).toBe(calm?.digest);
    expect([calm?.route, gateway?.route]).toEqual(["in-process", "gateway"]);
  });
});

describe("the same seed", () => {
  const ids = [
    "stale-policies",
    "truncated-tool-arguments",
    "flapping-inventory",
    "slow-tool-delays-others",
    "one-slow-call-in-two",
  ];
  const chosen = [...planned.values()].filter(
    ({ id, target }) => target.name.startsWith("fragile") && ids.some((end) => id.endsWith(end)),
  );
  // Half of the calls, by chance, so that there is something for concurrency to change; never at a time of day.
  const random = chosen.map((experiment) => ({
    ...experiment,
    cells: experiment.cells.map((cell) => ({
      ...cell,
      method: cell.method.map((one) => ({
        ...one,
        when: { probability: 0.5 },
        ...(one.fault === "latency" ? { params: findFault("latency")?.params.parse({ delay: "40ms" }) } : {}),
      })),
    })),
  }));
  let wanted: RunReport | undefined;
  beforeAll(async () => {
    wanted = (await runInMemory(random, { concurrency: 1 })).report;
  });

  it.each([
    ["in-process", 1],
    ["in-process", 4],
    ["in-process", 16],
    ["gateway", 1],
    ["gateway", 4],
    ["gateway", 16],
  ] as const)(
    "gives the same digest ten times: %s, %i trials at once",
    async (route, concurrency) => {
      const experiments = wanted?.experiments ?? [];
      expect(experiments.map(({ trials }) => trials)).toMatchObject(ids.map(() => ({ finished: 4, failed: 0 })));
      expect(experiments.flatMap(({ injections }) => injections.map(({ fired }) => fired > 0))).toContain(true);
      const digests = new Set<string>();
      for (let run = 1; run <= 10; run += 1)
        digests.add((await runInMemory(random, { route, concurrency })).report.digest);
      expect([...digests]).toEqual([wanted?.digest]);
    },
    60_000,
  );

  it("is what makes it the same: another one gives another digest", async () => {
    const other = random.map((experiment) => ({ ...experiment, seed: "8" }));
    expect((await runInMemory(other)).report.digest).not.toBe(wanted?.digest);
  });
});
