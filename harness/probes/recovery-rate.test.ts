import { expect, it } from "vitest";
import { afterwardsId } from "../domain/trial.ts";
import { at, right, runSmall, type SmallRun, wait } from "../testing/small-agents.ts";

const later = (ms: number): NonNullable<SmallRun["experiment"]> => ({
  afterwards: {
    wait: ms,
    tasks: ["ask", "more"].map((id) => ({
      id: afterwardsId(id),
      file: "tasks.yaml",
      tags: [],
      prompt: `please ${id}`,
      input: {},
      expect: { facts: [{ text: right }], forbids: [], effects: [], claims: [] },
    })),
  },
});
const admits = "I am sorry, the order service is unavailable at the moment.";
const read = async (): Promise<string> => ((await fetch(`${at.orders}/orders/1`)).ok ? right : admits);

/** Caches what it learnt first, an error included. */
const caching = () => {
  let known: string | undefined;
  return async () => (known ??= await read());
};
/** Asks nobody for a while after a failure. */
const resting = (ms: number) => () => {
  let until = 0;
  return async () => {
    if (Date.now() < until) return admits;
    const answer = await read();
    if (answer !== right) until = Date.now() + ms;
    return answer;
  };
};
const down: SmallRun["method"] = [{ inject: "unavailable" }];
const claims = [{ probe: "recovery-rate", atLeast: 1 }];

it("is what is right afterwards, with every fault off", async () => {
  const { result, calls, events } = await runSmall({
    agent: () => read,
    method: down,
    experiment: later(0),
    claims,
    repeats: 20,
  });
  expect(result.claims[0]).toMatchObject({ verdict: "held", estimate: { value: 1 } });
  expect(calls.slice(0, 3).map(({ performance }) => performance.split("~")[1])).toEqual([
    "ask",
    "ask@afterwards",
    "more@afterwards",
  ]);
  // It has no end of its own.
  expect(events.filter(({ type }) => type === "fault-fired")).toHaveLength(20);
  expect(result.outcomes.treatment).toMatchObject({ "failed-safe": 20 });
});

it("falls where an error outlives its fault, which is found as such", async () => {
  const { result } = await runSmall({ agent: caching, method: down, experiment: later(60_000), claims });
  expect(result.claims[0]).toMatchObject({ verdict: "broken", estimate: { value: 0 } });
  const found = result.findings.find(({ code }) => code === "state-left-behind");
  expect(found?.evidence.map(({ detail }) => detail).join()).toContain(
    "ask@afterwards, asked 1m after the rest with every fault off, ended failed-safe",
  );
});

it("gives a breaker the time that the experiment allows", async () => {
  const run = (ms: number) =>
    runSmall({ agent: resting(30_000), method: down, experiment: later(ms), claims, repeats: 20 });
  expect((await run(10_000)).result.claims[0]?.verdict).toBe("broken");
  const rested = (await run(31_000)).result;
  expect(rested.claims[0]?.verdict).toBe("held");
  expect(rested.findings.map(({ code }) => code)).not.toContain("state-left-behind");
});

/** Everybody waits for the one call that is under way. */
const singleFlight = () => {
  let flying: Promise<string> | undefined;
  return () => (flying ??= read().finally(() => (flying = undefined)));
};

it.each([{ inject: "latency", with: { delay: "5m" } }, { inject: "hang" }])(
  "is not spoilt by what the fault still holds: $inject lets go",
  async (fault) => {
    const { result, events } = await runSmall({
      agent: singleFlight,
      method: [fault],
      experiment: later(1000),
      deadline: 30_000,
      claims,
      repeats: 20,
    });
    const ends = events.flatMap((event) =>
      event.type === "performance-ended" && event.trial.endsWith("/1/treatment") ? [[event.end, event.t > 32_000]] : [],
    );
    expect(ends).toEqual([
      ["hung", false],
      ["answered", false],
      ["answered", false],
    ]);
    expect(events.filter(({ type }) => type === "fault-fired")).toHaveLength(20);
    expect(result.claims[0]?.verdict).toBe("held");
    expect(result.blastRadius).toMatchObject({ late: 20, afterwards: [] });
  },
);

it("cannot be told without tasks afterwards", async () => {
  const { result } = await runSmall({ agent: () => read, method: down, claims });
  expect(result.claims[0]?.verdict).toBe("inconclusive");
});

it("asks at once where no time is given, and on a clock of its own otherwise", async () => {
  const agent = () => async () => {
    await wait(100);
    return right;
  };
  const { events } = await runSmall({ agent, method: down, experiment: later(5000) });
  const ends = events.flatMap((event) =>
    event.type === "performance-ended" && event.trial.endsWith("/control") ? [event.t] : [],
  );
  expect(ends).toEqual([100, 5200, 5300]);
});
