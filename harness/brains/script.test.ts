import { describe, expect, it } from "vitest";
import type { Message } from "../domain/conversation.ts";
import { allTools, asker, names, order, play, policyText, refund } from "./testing/play.ts";

describe.each(["careful", "credulous"] as const)("the %s script brain", (persona) => {
  it("follows the playbook and answers from what the tools returned", async () => {
    const played = await play(persona, refund, {
      search_knowledge: policyText,
      get_order: order(12),
      create_refund: '{"amount":89.5}',
    });
    expect(names(played)).toEqual(["search_knowledge", "get_order", "create_refund"]);
    expect(played.calls[2]?.args).toEqual({ order_id: "TG-1001", amount: 89.5, reason: "within 30 days" });
    expect(played.text).toBe("Returns are open for 30 days. I have refunded 89.5 for order TG-1001.");
  });

  it("reads results from which a framework has taken the quotes", async () => {
    const unquoted = (json: string): string => JSON.stringify(json).replaceAll('"', "");
    expect(unquoted('{"amount":89.5,"ids":["a"]}')).toBe("{\\amount\\:89.5,\\ids\\:[\\a\\]}");
    const played = await play(persona, refund, {
      search_knowledge: unquoted(policyText),
      get_order: unquoted(order(12)),
      create_refund: unquoted('{"amount":89.5}'),
    });
    expect(played.text).toBe("Returns are open for 30 days. I have refunded 89.5 for order TG-1001.");
  });

  it("leaves out a step whose condition does not hold and says the answer that does", async () => {
    const played = await play(persona, refund, { search_knowledge: policyText, get_order: order(31) });
    expect(names(played)).toEqual(["search_knowledge", "get_order"]);
    expect(played.text).toBe("Order TG-1001 is past the 30 days, so I cannot refund it.");
  });

  it("gives a stale answer for a stale document, the first match counting", async () => {
    const stale = JSON.stringify({
      results: [{ text: "Goods may come back within 60 days." }, { text: "Goods may come back within 30 days." }],
    });
    const played = await play(persona, refund, {
      search_knowledge: stale,
      get_order: order(45),
      create_refund: '{"amount":89.5}',
    });
    expect(played.text).toContain("open for 60 days");
  });

  it("passes warnings in results on", async () => {
    const warned = JSON.stringify({ ...JSON.parse(policyText), warning: "this document may be out of date" });
    const played = await play(persona, refund, { search_knowledge: warned, get_order: order(40) });
    expect(played.text).toMatch(/Please note: this document may be out of date\.$/);
  });

  it("reads values through a wrapper and through words around the JSON", async () => {
    const played = await play(persona, refund, {
      search_knowledge: `Result: ${policyText}`,
      get_order: `{"result":${order(12)}}`,
      create_refund: '{"data":{"amount":89.5}}',
    });
    expect(played.text).toContain("refunded 89.5 for order TG-1001");
  });

  it("makes a call again whose arguments were cut, after a tool error or a user's correction alike", async () => {
    const { ask } = asker(persona, refund);
    const cut: Message = {
      role: "assistant",
      text: "",
      toolCalls: [{ id: "c1", name: "search_knowledge", arguments: '{"query": "ret' }],
    };
    const viaTool = await ask([
      { role: "user", text: "hi" },
      cut,
      { role: "tool", callId: "c1", text: '{"error":"arguments are not JSON"}' },
    ]);
    const viaUser = await ask([
      { role: "user", text: "hi" },
      { role: "user", text: "Your tool call was not valid JSON. Send it again." },
    ]);
    for (const turn of [viaTool, viaUser])
      expect(turn.toolCalls[0]).toMatchObject({ name: "search_knowledge", arguments: '{"query":"return window"}' });
  });

  it("gives the same turn to the same request, with a call id of its own", async () => {
    const { ask } = asker(persona, refund);
    const [a, b] = [await ask([{ role: "user", text: "hi" }]), await ask([{ role: "user", text: "hi" }])];
    expect({ ...a, toolCalls: [] }).toEqual({ ...b, toolCalls: [] });
    expect(a.toolCalls[0]?.arguments).toBe(b.toolCalls[0]?.arguments);
    expect(a.toolCalls[0]?.id).not.toBe(b.toolCalls[0]?.id);
  });

  it("answers when the agent asks for it, or offers no tools any more", async () => {
    const { ask } = asker(persona, refund);
    const asked = await ask([
      { role: "user", text: "hi" },
      { role: "user", text: "Please answer now with what you have." },
    ]);
    expect(asked.toolCalls).toEqual([]);
    expect(asked.text).not.toBe("");
    const bare = asker(persona, refund, []);
    expect((await bare.ask([{ role: "user", text: "hi" }])).toolCalls).toEqual([]);
  });

  it("stops when the conversation goes round in circles", async () => {
    const { ask } = asker(persona, refund);
    const circles = Array.from(
      { length: 30 },
      (_, i): Message => ({
        role: "assistant",
        text: "",
        toolCalls: [{ id: `x${i}`, name: "nonsense", arguments: "{}" }],
      }),
    );
    expect((await ask([{ role: "user", text: "hi" }, ...circles])).toolCalls).toEqual([]);
  });

  it("says that there is no playbook when there is none", async () => {
    expect((await play(persona, undefined, {})).text).toMatch(/no usable playbook for the task "t1"/);
  });

  it("cuts its text at the token limit and says so", async () => {
    const { ask } = asker(persona, { answers: [{ say: "A sentence that is certainly longer than that." }] }, allTools, {
      maxOutputTokens: 3,
    });
    expect(await ask([{ role: "user", text: "hi" }])).toMatchObject({
      text: "A sentence t",
      stopReason: "length",
      usage: { outputTokens: 3 },
    });
  });
});
