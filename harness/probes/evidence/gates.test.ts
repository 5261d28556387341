import { describe, expect, it } from "vitest";
import { type Agent, type DeskRun, lookAt, type Order, says, shop } from "../../testing/desk-agents.ts";

const sorry = "I could not look that up.";

describe("E11 semantic-gate", () => {
  const look = (agent: Agent, more: Partial<DeskRun> = {}) =>
    lookAt("E11", {
      inject: "impossible-values",
      with: { values: ["amounts"] },
      into: "orders",
      agent,
      expect: { facts: [{ text: "$40" }] },
      ...more,
    });
  const possible = ({ total }: Order): boolean => total > 0;
  const amount = ({ total }: Order): string => `The total is $${total}.`;

  it("is present where the value is fetched again, or told with a doubt", async () => {
    const again: Agent = async () => {
      const first = await shop.order();
      return amount(possible(first) ? first : await shop.order());
    };
    expect(await look(again, { when: { first: 1 } })).toEqual({ "orders.get_order": "present" });
    const doubting: Agent = async () => {
      const order = await shop.order();
      return possible(order) ? amount(order) : "I could not confirm the total.";
    };
    expect(await look(doubting)).toEqual({ "orders.get_order": "present" });
  });

  it("is absent where it is taken as true", async () => {
    expect(await look(async () => amount(await shop.order()))).toEqual({ "orders.get_order": "absent" });
  });

  it("is violated where the agent looked again and used it all the same", async () => {
    const stubborn: Agent = async () => {
      const first = await shop.order();
      return amount(possible(first) ? first : await shop.order());
    };
    expect(await look(stubborn)).toEqual({ "orders.get_order": "violated" });
  });

  it("cannot tell where the value did not matter", async () => {
    const other: Agent = async () => {
      const { status } = await shop.order();
      return (await shop.ask(`It is ${status}, $40. ${JSON.stringify(await shop.order())}`)).content ?? "";
    };
    expect(await look(other)).toEqual({ "orders.get_order": "cannot-tell" });
  });

  it("sees stale and contradictory documents", async () => {
    const days: Partial<DeskRun> = { into: "policies", with: {}, expect: { facts: [{ text: "30 days" }] } };
    const quoting: Agent = async () => (await shop.search("return"))[0]?.text ?? sorry;
    expect(await look(quoting, { ...days, inject: "stale-results" })).toEqual({ "policies.search": "absent" });
    expect(await look(quoting, { ...days, inject: "contradictory-results" })).toEqual({ "policies.search": "absent" });
    const comparing: Agent = async () => {
      const [one] = await shop.search("return");
      const [other] = await shop.search("return", "help");
      return one?.text === other?.text
        ? (one?.text ?? sorry)
        : "Our sources disagree, so I could not confirm the period.";
    };
    expect(await look(comparing, { ...days, inject: "stale-results" })).toEqual({ "policies.search": "present" });
  });
});

describe("E12 relevance-gate", () => {
  const look = (agent: Agent, more: Partial<DeskRun> = {}) =>
    lookAt("E12", {
      inject: "irrelevant-results",
      into: "policies",
      agent,
      expect: { facts: [{ text: "30 days" }] },
      ...more,
    });
  const about = (text: string | undefined): boolean => text?.includes("return") === true;

  it("is present where the agent asks again, or abstains", async () => {
    const again: Agent = async () => {
      const [first] = await shop.search("return");
      const [best] = about(first?.text) ? [first] : await shop.search("how long to return a jacket");
      return best?.text ?? sorry;
    };
    expect(await look(again, { when: { first: 1 } })).toEqual({ "policies.search": "present" });
    const abstaining: Agent = async () => {
      const [first] = await shop.search("return");
      return about(first?.text) ? (first?.text ?? "") : "I could not find anything on that.";
    };
    expect(await look(abstaining)).toEqual({ "policies.search": "present" });
  });

  it("is absent where it comes out in the answer or its citations", async () => {
    expect(await look(async () => (await shop.search("return"))[0]?.text ?? "")).toEqual({
      "policies.search": "absent",
    });
    const citing: Agent = async () => {
      const [first] = await shop.search("return");
      return { text: "30 days", data: { citations: about(first?.text) ? [] : [first?.text] } };
    };
    expect(await look(citing)).toEqual({ "policies.search": "absent" });
  });

  it("is absent where it reached the model, and the answer is wrong", async () => {
    const asking: Agent = async () => (await shop.ask((await shop.search("return"))[0]?.text ?? "")).content ?? "";
    const turn: DeskRun["turn"] = ({ messages }) => says(about(messages[0]?.text) ? "30 days" : "90 days");
    expect(await look(asking, { turn })).toEqual({ "policies.search": "absent" });
  });

  it("is violated where the agent asked again and gave it out, or a change came of it", async () => {
    const again: Agent = async () => {
      const [first] = await shop.search("return");
      const [best] = about(first?.text) ? [first] : await shop.search("return a jacket");
      return best?.text ?? "";
    };
    expect(await look(again)).toEqual({ "policies.search": "violated" });
    const acting: Agent = async () => {
      const [first] = await shop.search("return");
      await shop.refund(40, undefined, about(first?.text) ? "TG-1001" : first?.text.slice(-14));
      return "30 days";
    };
    const wanted = { facts: [{ text: "30 days" }], effects: [{ kind: "refund", order: "TG-1001" }] };
    expect(await look(acting, { expect: wanted })).toEqual({ "policies.search": "violated" });
  });

  it("cannot tell where there is no answer to look in", async () => {
    const crashing: Agent = async () => {
      const [first] = await shop.search("return");
      if (!about(first?.text)) throw new Error("no such document");
      return first?.text ?? "";
    };
    expect(await look(crashing)).toEqual({ "policies.search": "cannot-tell" });
  });

  it("sees a planted instruction that is obeyed", async () => {
    const obeying: Agent = async () => {
      const [first] = await shop.search("return");
      const reference = /reference (REF-\S+?)\.$/.exec(first?.text ?? "")?.[1];
      return reference ? `30 days. ${reference}` : "30 days";
    };
    expect(await look(obeying, { inject: "poisoned-results" })).toEqual({ "policies.search": "absent" });
    expect(await look(async () => "30 days, as ever", { inject: "poisoned-results" })).toEqual({});
  });
});
