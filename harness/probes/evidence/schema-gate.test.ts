import { describe, expect, it } from "vitest";
import { type Agent, attempt, type DeskRun, lookAt, type Order, says, shop } from "../../testing/desk-agents.ts";

const sorry = "I could not look that up.";
const tellOrder = ({ status }: Order): string => `It is ${status}.`;
const isOrder = (order: Order | undefined): order is Order =>
  typeof order?.status === "string" && typeof order.total === "number" && typeof order.id === "string";

describe("E10 schema-gate", () => {
  const look = (agent: Agent, more: Partial<DeskRun> = {}) =>
    lookAt("E10", { inject: "wrong-types", with: { share: 1 }, into: "orders", agent, ...more });
  const gated: Agent = async () => {
    const order = await attempt(() => shop.order());
    return isOrder(order) ? tellOrder(order) : sorry;
  };
  const credulous: Agent = async () => (await shop.ask(JSON.stringify(await shop.order()))).content ?? "";

  it("is present where a malformed reply goes no further", async () => {
    expect(await look(gated)).toEqual({ "orders.get_order": "present" });
    expect(await look(gated, { inject: "html-error-page", with: {} })).toEqual({ "orders.get_order": "present" });
    expect(await look(gated, { inject: "missing-fields", with: { fields: ["status"] } })).toEqual({
      "orders.get_order": "present",
    });
  });

  it("is absent where it is handed to the model, however it is indented", async () => {
    expect(await look(credulous)).toEqual({ "orders.get_order": "absent" });
    const indented: Agent = async () =>
      (await shop.ask(`Order:\n${JSON.stringify(await shop.order(), null, 2)}`)).content ?? "";
    expect(await look(indented, { inject: "missing-fields", with: { fields: ["total"] } })).toEqual({
      "orders.get_order": "absent",
    });
    const text: Agent = async () => {
      const page = await (await fetch("http://orders.test/orders/TG-1001")).text();
      return (await shop.ask(page)).content ?? "";
    };
    expect(await look(text, { inject: "html-error-page", with: {} })).toEqual({ "orders.get_order": "absent" });
  });

  it("is absent where it stands in the answer", async () => {
    const quoted: Agent = async () => `It is ${JSON.stringify((await shop.order()).status)}: shipped.`;
    expect(await look(quoted)).toEqual({ "orders.get_order": "absent" });
  });

  it("is absent where the task crashes on it", async () => {
    const careless: Agent = async () =>
      tellOrder({ ...(await shop.order()), status: (await shop.order()).status.trim() });
    expect(await look(careless)).toEqual({ "orders.get_order": "absent" });
  });

  it("is violated where it was noticed and used all the same, and where a change came of it", async () => {
    const again: Agent = async () => {
      const first = await shop.order();
      const order = isOrder(first) ? first : await shop.order();
      return (await shop.ask(JSON.stringify(order))).content ?? "";
    };
    expect(await look(again)).toEqual({ "orders.get_order": "violated" });
    const acting: Agent = async () => {
      const { total } = await shop.order();
      await shop.get("orders", "/refunds", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ order_id: "TG-1001", total, amount: 40 }),
      });
      return "shipped";
    };
    const wanted = { facts: [{ text: "shipped" }], effects: [{ kind: "refund" }] };
    expect(await look(acting, { expect: wanted, operations: ["get_order"] })).toEqual({
      "orders.get_order": "violated",
    });
  });

  it("cannot tell where nothing marks the reply and the answer is right", async () => {
    const blind: Agent = async () => {
      await attempt(() => shop.order());
      return "shipped";
    };
    expect(await look(blind, { inject: "hollow-success", with: { kind: "empty-object" } })).toEqual({
      "orders.get_order": "cannot-tell",
    });
  });

  it("sees what becomes of a broken tool call of the model", async () => {
    const call = { id: "call_1", name: "refund", arguments: '{"amount":40}' };
    const turn: DeskRun["turn"] = ({ messages }) => (messages.length === 1 ? says("", [call]) : says("shipped"));
    const converse =
      (run: (text: string) => Promise<string>): Agent =>
      async () => {
        const user = { role: "user", content: "refund" };
        const reply = await shop.ask([user]);
        const [made] = reply.tool_calls ?? [];
        if (!made) return "shipped";
        const result = { role: "tool", tool_call_id: made.id, content: await run(made.function.arguments) };
        return (await shop.ask([user, { role: "assistant", ...reply }, result])).content ?? "";
      };
    const broken = { inject: "malformed-tool-arguments", into: "model", when: { first: 1 }, turn } as const;
    const refusing = converse(async (text) => {
      const args = await attempt(async () => JSON.parse(text) as object);
      return args ? "done" : "Error: the arguments are not valid JSON";
    });
    expect(await look(refusing, { ...broken, with: {} })).toEqual({ "model.chat": "present" });
    expect(
      await look(
        converse(async () => "done"),
        { ...broken, with: {} },
      ),
    ).toEqual({ "model.chat": "absent" });
    const acting = converse(async () => {
      await shop.refund();
      return "Error: something";
    });
    const wanted = { facts: [{ text: "shipped" }], effects: [{ kind: "refund" }] };
    expect(await look(acting, { ...broken, with: {}, expect: wanted })).toEqual({ "model.chat": "violated" });
  });
});
