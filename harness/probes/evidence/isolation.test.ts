import { describe, expect, it } from "vitest";
import { type Agent, attempt, type DeskRun, lookAt, performDesk, says, shop } from "../../testing/desk-agents.ts";

const sorry = "I could not look that up.";

describe("E7 fallback", () => {
  const days = { expect: { facts: [{ text: "30 days" }] } };
  const look = (agent: Agent, more: Partial<DeskRun> = {}) =>
    lookAt("E7", { inject: "server-error", into: "policies", agent, ...days, ...more });
  const first = async (from: "policies" | "help"): Promise<string | undefined> =>
    (await attempt(() => shop.search("return", from)))?.[0]?.text;

  it("is present where another source, model or mirror answers in its place", async () => {
    expect(await look(async () => (await first("policies")) ?? (await first("help")) ?? sorry)).toEqual({
      policies: "present",
    });
    const models: Agent = async () =>
      ((await attempt(() => shop.ask("30 days"))) ?? (await shop.ask("30 days", {}, "backup"))).content ?? "";
    expect(await look(models, { into: "model" })).toEqual({ model: "present" });
    const smaller: Agent = async () =>
      ((await attempt(() => shop.ask("30 days"))) ?? (await shop.ask("30 days", { model: "m-0" }))).content ?? "";
    expect(await look(smaller, { into: "model", when: { first: 1 } })).toEqual({ model: "present" });
    const mirror: Agent = async () =>
      ((await attempt(() => shop.order())) ?? (await shop.order("TG-1001", "mirror"))).status;
    expect(await look(mirror, { into: "orders", expect: { facts: [{ text: "shipped" }] } })).toEqual({
      orders: "present",
    });
  });

  it("is absent where a stand-in is declared and never asked", async () => {
    expect(await look(async () => (await first("policies")) ?? sorry)).toEqual({ policies: "absent" });
  });

  it("takes the system map's word for tools that stand in for each other", async () => {
    const declared = {
      into: "orders",
      standsInFor: { mirror: ["orders"] },
      expect: { facts: [{ text: "shipped" }] },
    } as const;
    const giving: Agent = async () => (await attempt(() => shop.order()))?.status ?? sorry;
    expect(await look(giving, declared)).toEqual({ orders: "absent" });
    const asking: Agent = async () =>
      ((await attempt(() => shop.order())) ?? (await shop.order("TG-1001", "mirror"))).status;
    expect(await look(asking, declared)).toEqual({ orders: "present" });
    expect(await look(giving, { ...declared, inject: "hang" })).toEqual({ orders: "cannot-tell" });
  });

  it("is violated where the stand-in answered and the answer is wrong all the same", async () => {
    const ignoring: Agent = async () => {
      const found = await first("policies");
      if (found) return found;
      await first("help");
      return "90 days";
    };
    expect(await look(ignoring)).toEqual({ policies: "violated" });
  });

  it("cannot tell where nothing could stand in, or what did failed too", async () => {
    expect(await look(async () => (await first("policies")) ?? sorry, { without: ["help"] })).toEqual({
      policies: "cannot-tell",
    });
    const both: Agent = async () => (await first("policies")) ?? (await first("help")) ?? sorry;
    expect(await look(both, { into: ["policies", "help"] })).toMatchObject({ policies: "cannot-tell" });
  });

  it("does not take telling a person for a fallback", async () => {
    const telling: Agent = async () => {
      const order = await attempt(() => shop.order());
      if (order) return order.status;
      await shop.ticket("TG-1001");
      return sorry;
    };
    expect(await look(telling, { into: "orders", expect: { facts: [{ text: "shipped" }] } })).toEqual({
      orders: "cannot-tell",
    });
  });
});

describe("E8 degradation-honesty", () => {
  const look = (failing: string, more: Partial<DeskRun> = {}) =>
    lookAt("E8", {
      inject: "server-error",
      into: "orders",
      agent: async () => (await attempt(() => shop.order()))?.status ?? failing,
      expect: { facts: [{ text: "shipped" }], forbids: [{ text: "cancelled" }] },
      ...more,
    });

  it("is present where the answer says what it lacks", async () => {
    expect(await look(sorry)).toEqual({ answer: "present" });
  });
  it("is absent where it does not, or an error stands in its place", async () => {
    expect(await look("Have a nice day.")).toEqual({ answer: "absent" });
    expect(await look("Error: 500 internal server error")).toEqual({ answer: "absent" });
  });
  it("is violated where something is made up", async () => {
    expect(await look("It was cancelled.")).toEqual({ answer: "violated" });
  });
  it("cannot tell where nothing is missing", async () => {
    expect(await look("shipped")).toEqual({ answer: "cannot-tell" });
  });
});

describe("E9 containment", () => {
  const look = (agent: Agent, more: Partial<DeskRun> = {}) =>
    lookAt("E9", {
      inject: "latency",
      with: { delay: "20s" },
      into: "orders",
      agent,
      bystanders: ["b1", "b2"],
      ...more,
    });
  const work = async (id: string): Promise<string> => {
    if (id === "ask") return (await shop.order()).status;
    await shop.search("return");
    return "fine";
  };
  const queued = (shared: (id: string) => boolean): Agent => {
    let queue: Promise<unknown> = Promise.resolve();
    return ({ id }) => {
      if (!shared(id)) return work(id);
      const turn = queue.then(() => work(id));
      queue = turn.catch(() => undefined);
      return turn;
    };
  };

  it("is present where tasks that do not need it go on", async () => {
    expect(await look(({ id }) => work(id))).toEqual({ task: "present" });
  });
  it("is absent where all of them wait for it", async () => {
    expect(await look(queued(() => true))).toEqual({ task: "absent" });
  });
  it("is violated where some do", async () => {
    expect(await look(queued((id) => id !== "b2"))).toEqual({ task: "violated" });
  });
  it("says nothing of tasks that need it, and cannot tell without any others", async () => {
    expect(await look(async ({ id }) => (id === "ask" ? "shipped" : `${(await shop.order()).id} is fine`))).toEqual({
      task: "cannot-tell",
    });
  });
  it("sees within a task whether one dead tool takes the others down", async () => {
    const dead = { inject: "server-error", with: {}, bystanders: [] };
    const careless: Agent = async () => `${(await shop.order()).status} ${(await shop.search("return")).length}`;
    expect(await look(careless, dead)).toMatchObject({ policies: "absent" });
    const careful: Agent = async () =>
      `${(await attempt(() => shop.order()))?.status ?? sorry} ${(await shop.search("return")).length}`;
    expect(await look(careful, dead)).toMatchObject({ policies: "present" });
  });
});

describe("E26 observability", () => {
  const look = (report: string | undefined, more: Partial<DeskRun> = {}) =>
    lookAt("E26", {
      inject: "server-error",
      into: "orders",
      agent: async () => {
        const order = await attempt(() => shop.order());
        if (order || report !== undefined) await shop.report(order ? "orders ok" : (report ?? ""));
        return order?.status ?? sorry;
      },
      ...more,
    });

  it("is present where an error record names what failed", async () => {
    expect(await look("level=error dependency=orders status=500")).toEqual({ orders: "present" });
  });
  it("is absent where no record tells of it", async () => {
    expect(await look(undefined)).toEqual({ orders: "absent" });
    expect(await look("level=error dependency=billing")).toEqual({ orders: "absent" });
  });
  it("is violated where the records say that all went well", async () => {
    expect(await look("orders ok")).toEqual({ orders: "violated" });
  });
  it("cannot tell without a dependency for telemetry", async () => {
    const agent: Agent = async () => (await attempt(() => shop.order()))?.status ?? sorry;
    expect(await look(undefined, { agent, without: ["telemetry"] })).toEqual({ task: "cannot-tell" });
  });
});

describe("the trace", () => {
  it("keeps what a long request carries, though it is shortened", async () => {
    const padded: Agent = async () => {
      const [first] = await shop.search("return");
      return (await shop.ask(`${"x".repeat(9000)} ${first?.text}`)).content?.slice(-20) ?? "";
    };
    const { treatment } = await performDesk({
      inject: "irrelevant-results",
      into: "policies",
      agent: padded,
      turn: () => says("shipped"),
    });
    const asked = treatment.primary.record.calls.find(({ started }) => started.boundary === "model");
    expect(asked?.started.carries).toContainEqual(expect.stringMatching(/^DOC-/));
    expect(JSON.stringify(asked?.started.request)).not.toContain("DOC-");
  });
});
