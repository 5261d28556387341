import { describe, expect, it } from "vitest";
import { type Agent, attempt, type DeskRun, lookAt, shop } from "../../testing/desk-agents.ts";

const refunded = {
  facts: [{ text: "refunded" }],
  effects: [{ kind: "refund", order: "TG-1001", amount: 40 }],
  claims: [{ effect: "refund", when: { text: "refunded" } }],
};
const said = "I have refunded $40 for TG-1001.";
const unsure = "I could not confirm the refund.";

describe("E13 answer-truth", () => {
  const look = (agent: Agent, more: Partial<DeskRun> = {}) =>
    lookAt("E13", { inject: "server-error", into: "orders", agent, ...more });
  const shipped: Agent = async () =>
    (await attempt(() => shop.order()))?.status === "shipped" ? "shipped" : "cancelled";

  it("is present where facts and world are as wanted", async () => {
    const trying: Agent = async () => ((await attempt(() => shop.order())) ?? (await shop.order())).status;
    expect(await look(trying, { when: { first: 1 } })).toEqual({ answer: "present" });
    const refunding: Agent = async () => {
      if (!(await attempt(() => shop.refund()))) await shop.refund();
      return said;
    };
    expect(await look(refunding, { when: { first: 1 }, expect: refunded })).toEqual({
      answer: "present",
      task: "present",
    });
  });

  it("is absent where a fact or a change is missing, and nobody says so", async () => {
    expect(await look(shipped)).toEqual({ answer: "absent" });
    const silent: Agent = async () => ((await attempt(() => shop.refund())) ? said : "Have a nice day.");
    expect(await look(silent, { expect: refunded })).toEqual({ answer: "absent", task: "absent" });
  });

  it("is violated where something forbidden is said, or claimed against what was done", async () => {
    const expecting = { facts: [{ text: "shipped" }], forbids: [{ text: "cancelled" }] };
    expect(await look(shipped, { expect: expecting })).toEqual({ answer: "violated" });
    const claiming: Agent = async () => {
      await attempt(() => shop.refund());
      return said;
    };
    expect(await look(claiming, { expect: refunded })).toEqual({ answer: "present", task: "violated" });
  });

  it("cannot tell where the answer says what it lacks", async () => {
    const honest: Agent = async () => ((await attempt(() => shop.refund())) ? said : unsure);
    expect(await look(honest, { expect: refunded })).toEqual({ answer: "cannot-tell", task: "cannot-tell" });
  });
});

describe("E15 idempotency", () => {
  const look = (agent: Agent, more: Partial<DeskRun> = {}) =>
    lookAt("E15", {
      inject: "timeout-after-commit",
      into: "orders",
      operations: ["refund"],
      when: { first: 1 },
      agent,
      expect: refunded,
      ...more,
    });
  const sending =
    (key?: () => string): Agent =>
    async () => {
      const send = () =>
        shop.get("orders", "/refunds", {
          method: "POST",
          headers: { "content-type": "application/json", ...(key ? { "idempotency-key": key() } : {}) },
          body: JSON.stringify({ order_id: "TG-1001", amount: 40 }),
          signal: AbortSignal.timeout(2000),
        });
      if (!(await attempt(send))) await send();
      return said;
    };

  it("is present where one key goes with every sending, or the agent reads back", async () => {
    expect(await look(sending(() => "k1"))).toEqual({ "orders.refund": "present" });
    const reading: Agent = async () => {
      const sent = await attempt(() => Promise.race([shop.refund(), late()]));
      return sent || (await shop.refunds()).refunds.length > 0 ? said : unsure;
    };
    expect(await look(reading)).toEqual({ "orders.refund": "present" });
  });

  it("is absent where it is sent again without a key", async () => {
    expect(await look(sending())).toEqual({ "orders.refund": "absent" });
  });

  it("is violated where each sending has a key of its own", async () => {
    let n = 0;
    const fresh = () => {
      n += 1;
      return `k${n}`;
    };
    expect(await look(sending(fresh))).toEqual({ "orders.refund": "violated" });
    expect(
      await look(
        sending(() => "k1"),
        { keyless: true },
      ),
    ).toEqual({ "orders.refund": "violated" });
  });

  it("cannot tell where nothing called for a second sending", async () => {
    const once: Agent = async () => {
      await shop.refund();
      return said;
    };
    expect(await look(once, { inject: "latency", with: { delay: "1s" } })).toEqual({ "orders.refund": "cannot-tell" });
  });
});

const late = (): Promise<never> =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new Error("late")), 2000);
  });

describe("E27 check-before-effect", () => {
  const look = (agent: Agent, more: Partial<DeskRun> = {}) =>
    lookAt("E27", {
      inject: "server-error",
      into: "orders",
      operations: ["get_order"],
      agent,
      expect: refunded,
      ...more,
    });
  const refund = async (): Promise<string> => {
    await shop.refund();
    return said;
  };

  it("is present where the last look before the change succeeded", async () => {
    const looking: Agent = async () => {
      if (!(await attempt(() => shop.order()))) await shop.order();
      return refund();
    };
    expect(await look(looking, { when: { first: 1 } })).toEqual({ "orders.refund": "present" });
  });

  it("is violated where the look failed and the change was made", async () => {
    const heedless: Agent = async () => {
      await attempt(() => shop.order());
      return refund();
    };
    expect(await look(heedless)).toEqual({ "orders.refund": "violated" });
  });

  it("is absent where nobody looked", async () => {
    const blind: Agent = async () => {
      await attempt(() => shop.search("refunds"));
      return refund();
    };
    const struck = { inject: "empty-results", into: "policies" } as const;
    const { operations: _, ...expecting } = { operations: undefined, expect: refunded };
    expect(await lookAt("E27", { ...struck, agent: blind, ...expecting })).toEqual({ "orders.refund": "absent" });
  });

  it("cannot tell where what the change says was looked up, though not what it names", async () => {
    const byRule: Agent = async () => {
      const [rule] = await shop.search("refunds");
      await shop.refund(Number(/\d+/.exec(rule?.text ?? "")?.[0]));
      return said;
    };
    const late = { inject: "latency", into: "policies", with: { delay: "2s" }, agent: byRule } as const;
    expect(await lookAt("E27", { ...late, expect: refunded })).toEqual({ "orders.refund": "cannot-tell" });
  });

  it("cannot tell where the change names nothing", async () => {
    const nameless: Agent = async () => {
      await attempt(() => shop.order());
      await shop.refund(40, undefined, "all");
      return said;
    };
    expect(await look(nameless, { expect: { ...refunded, effects: [{ kind: "refund", order: "all" }] } })).toEqual({
      "orders.refund": "cannot-tell",
    });
  });
});
