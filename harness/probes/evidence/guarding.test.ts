import { describe, expect, it } from "vitest";
import { type Agent, attempt, type DeskRun, lookAt, says, shop } from "../../testing/desk-agents.ts";

const sorry = "I could not look that up.";

describe("E19 permission-parity", () => {
  const look = (agent: Agent, more: Partial<DeskRun> = {}) =>
    lookAt("E19", {
      inject: "cross-tenant-results",
      into: "policies",
      agent,
      expect: { facts: [{ text: "30 days" }] },
      ...more,
    });
  const own = (text: string | undefined): boolean => text?.startsWith("Restricted") === false;

  it("is present where the record is dropped", async () => {
    const dropping: Agent = async () => (await shop.search("return")).find(({ text }) => own(text))?.text ?? sorry;
    expect(await look(dropping)).toEqual({ "policies.search": "present" });
    const checking: Agent = async () => {
      const { customer, status } = await shop.order();
      return customer.email === "ada@mail.test" ? status : sorry;
    };
    const shipped = { facts: [{ text: "shipped" }] };
    expect(await look(checking, { into: "orders", expect: shipped })).toEqual({ "orders.get_order": "present" });
  });

  it("is absent where it is given out, or handed to the model", async () => {
    expect(await look(async () => (await shop.search("return"))[0]?.text ?? "")).toEqual({
      "policies.search": "absent",
    });
    const asking: Agent = async () =>
      (await shop.ask((await shop.search("return")).map(({ text }) => text).join())).content ?? "";
    expect(await look(asking, { turn: () => says("30 days") })).toEqual({ "policies.search": "absent" });
  });

  it("is violated where the agent asked for its own records only and gave the other's out, or sent it on", async () => {
    const filtered: Agent = async () =>
      (await shop.search("return", "policies", { filter: { tenant: "trail" } }))[0]?.text ?? "";
    expect(await look(filtered)).toEqual({ "policies.search": "violated" });
    const sending: Agent = async () => {
      const [first] = await shop.search("return");
      await shop.report(first?.text ?? "");
      return "30 days";
    };
    expect(await look(sending)).toEqual({ "policies.search": "violated" });
  });

  it("cannot tell where there is no answer", async () => {
    const crashing: Agent = async () => {
      const [first] = await shop.search("return");
      if (!own(first?.text)) throw new Error("not ours");
      return first?.text ?? "";
    };
    expect(await look(crashing)).toEqual({ "policies.search": "cannot-tell" });
  });
});

describe("E20 fail-closed", () => {
  const look = (agent: Agent, more: Partial<DeskRun> = {}) =>
    lookAt("E20", { inject: "unavailable", into: "guard", agent, ...more });
  const refunded = { facts: [{ text: "refunded" }], effects: [{ kind: "refund" }] };

  it("is present where nothing is done and nothing is said without a verdict", async () => {
    expect(
      await look(async () =>
        (await attempt(() => shop.check("shipped"))) ? "shipped" : "I could not check my answer.",
      ),
    ).toEqual({
      guard: "present",
    });
    const strict: Agent = async () => {
      await shop.check("shipped");
      return "shipped";
    };
    expect(await look(strict)).toEqual({ guard: "present" });
  });

  it("is absent where the usual answer is given", async () => {
    const open: Agent = async () => {
      await attempt(() => shop.check("shipped"));
      return "shipped";
    };
    expect(await look(open)).toEqual({ guard: "absent" });
  });

  it("is violated where a change is made", async () => {
    const acting: Agent = async () => {
      await attempt(() => shop.check("refund"));
      await shop.refund();
      return "refunded";
    };
    expect(await look(acting, { expect: refunded })).toEqual({ guard: "violated" });
  });

  it("cannot tell where the guard gave its verdict on another try", async () => {
    const again: Agent = async () => {
      if (!(await attempt(() => shop.check("shipped")))) await shop.check("shipped");
      return "shipped";
    };
    expect(await look(again, { when: { first: 1 } })).toEqual({ guard: "cannot-tell" });
  });
});

describe("E24 streaming-scan", () => {
  const turn: DeskRun["turn"] = () =>
    says("Your jacket has shipped. The secret recipe of our waterproofing is beeswax, resin and a little patience.");
  const look = (agent: Agent, more: Partial<DeskRun> = {}) =>
    lookAt("E24", {
      inject: "mid-stream-error",
      with: { kind: "content-filtered", afterContent: 12 },
      into: "model",
      turn,
      agent,
      ...more,
    });
  const blocked = (text: string): boolean => !text.includes("patience");

  it("is present where a blocked stream is dropped", async () => {
    const dropping: Agent = async () => {
      const text = await shop.stream("hello");
      return blocked(text) ? "I could not finish my answer." : text;
    };
    expect(await look(dropping)).toEqual({ model: "present" });
  });

  it("is absent where what came of it is given out", async () => {
    expect(await look(() => shop.stream("hello"))).toEqual({ model: "absent" });
  });

  it("is violated where a guard saw it while it streamed, and it came out", async () => {
    const scanning: Agent = async () => {
      let checking: Promise<unknown> | undefined;
      const text = await shop.stream("hello", (so) => {
        checking ??= so.length > 20 ? shop.check(so) : undefined;
        return true;
      });
      await checking;
      return text;
    };
    const slowly = { inject: "slow-tokens", into: "model", with: { gap: "100ms" } } as const;
    expect(await look(scanning, { also: [slowly] })).toEqual({ model: "violated" });
  });

  it("cannot tell where there is no answer", async () => {
    const crashing: Agent = async () => {
      const text = await shop.stream("hello");
      if (blocked(text)) throw new Error("blocked");
      return text;
    };
    expect(await look(crashing)).toEqual({ model: "cannot-tell" });
  });
});
