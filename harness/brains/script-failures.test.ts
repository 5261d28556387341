import { describe, expect, it } from "vitest";
import type { Message } from "../domain/conversation.ts";
import { asker, names, order, play, policyText, refund } from "./testing/play.ts";

describe("on failures", () => {
  const failures: [string, string][] = [
    ["a JSON error", '{"error":{"message":"service unavailable"}}'],
    ["an error text", "Error: connect ECONNREFUSED"],
    ["an error page", "<!DOCTYPE html><html><body>Bad gateway</body></html>"],
    ["no results", '{"results":[]}'],
    ["an error status in the body", '{"status":503,"message":"down"}'],
  ];

  it.each(failures)("a careful model admits %s, hands over, and gives only what it knows", async (_, result) => {
    const played = await play("careful", refund, {
      search_knowledge: result,
      get_order: order(12),
      escalate_to_human: '{"ticket_id":"T-9"}',
    });
    expect(names(played)).toEqual(["search_knowledge", "get_order", "escalate_to_human"]);
    expect(played.text).toContain("could not search knowledge");
    expect(played.text).toContain("passed this to a colleague (ticket T-9)");
    expect(played.text).not.toMatch(/refunded|45|60 days/);
  });

  it.each([
    ["Error: Service unavailable.", "I could not search knowledge (Service unavailable)."],
    ["Error: connect ECONNREFUSED 127.0.0.1:80", "I could not search knowledge."],
    ["Error: http://kb.internal.example said 503", "I could not search knowledge."],
  ])("a careful model reads no program's words out: %s", async (result, said) => {
    const played = await play("careful", refund, { search_knowledge: result, get_order: order(12) });
    expect(played.text).toContain(said);
    expect(played.text).not.toMatch(/Error|ECONN|example/);
  });

  it.each(failures)("a credulous model makes the rest up on %s", async (_, result) => {
    const played = await play("credulous", refund, {
      search_knowledge: result,
      get_order: order(12),
      create_refund: '{"amount":89.5}',
    });
    expect(names(played)).toEqual(["search_knowledge", "get_order", "create_refund"]);
    expect(played.text).toBe("Returns are open for 45 days. I have refunded 89.5 for order TG-1001.");
  });

  it("a credulous model claims a change that failed; a careful one does not", async () => {
    const results = {
      search_knowledge: policyText,
      get_order: order(12),
      create_refund: "Error: timeout",
      escalate_to_human: '{"ticket_id":"T-1"}',
    };
    expect((await play("credulous", refund, results)).text).toContain("I have refunded 89.50 for order TG-1001.");
    const careful = await play("careful", refund, results);
    expect(careful.text).not.toContain("I have refunded");
    expect(careful.text).toMatch(/could not create refund/);
    expect(careful.text).toContain("days: 30");
  });

  it("a careful model retries once, and only what the result calls retryable", async () => {
    const flaky = (nth: number) => (nth === 1 ? '{"error":"busy","retryable":true}' : policyText);
    const again = await play("careful", refund, { search_knowledge: flaky, get_order: order(31) });
    expect(names(again)).toEqual(["search_knowledge", "search_knowledge", "get_order"]);
    expect(again.text).toContain("past the 30 days");

    const dead = {
      search_knowledge: '{"error":"busy","retryable":true}',
      get_order: order(31),
      escalate_to_human: "{}",
    };
    expect(names(await play("careful", refund, dead)).filter((name) => name === "search_knowledge")).toHaveLength(2);
    const final = { ...dead, search_knowledge: '{"error":"busy","retryable":false}' };
    expect(names(await play("careful", refund, final)).filter((name) => name === "search_knowledge")).toHaveLength(1);
    expect(names(await play("credulous", refund, dead)).filter((name) => name === "search_knowledge")).toHaveLength(1);
  });

  it("a careful model admits what a document does not say; a credulous one invents it", async () => {
    const results = {
      search_knowledge: '{"results":[{"text":"Our tents are green."}]}',
      get_order: order(12),
      create_refund: '{"amount":89.5}',
      escalate_to_human: "{}",
    };
    expect((await play("careful", refund, results)).text).not.toMatch(/refunded|45/);
    expect((await play("credulous", refund, results)).text).toContain("45 days");
  });

  it("a tool that is not offered is a failed step", async () => {
    const results = { search_knowledge: policyText, get_order: order(12), escalate_to_human: "{}" };
    const played = await play("careful", refund, results, ["search_knowledge", "get_order", "escalate_to_human"]);
    expect(names(played)).not.toContain("create_refund");
    expect(played.text).toContain("no such tool is offered");
  });

  it("a tool that is not offered is told, and not one that the agent took away for its last word", async () => {
    const lacking = async (tools: readonly string[], ...said: readonly Message[]): Promise<readonly string[]> => {
      const told: string[] = [];
      const { ask, context } = asker("careful", refund, tools);
      Object.assign(context, { lacks: (tool: string) => told.push(tool) });
      await ask([{ role: "user", text: "Refund TG-1001" }, ...said]);
      return told;
    };
    const call = { id: "1", name: "search_knowledge", arguments: "{}" };
    const looked = [
      { role: "assistant", text: "", toolCalls: [call] },
      { role: "tool", callId: "1", text: policyText },
    ] as const;
    expect(await lacking(["search_knowledge", "escalate_to_human"], ...looked)).toEqual(["get_order"]);
    expect(await lacking([])).toEqual(["search_knowledge", "get_order"]);
    expect(await lacking([], ...looked)).toEqual([]);
  });

  it("a careful model does not fall to a later answer because it cannot tell whether the first one holds", async () => {
    const played = await play("careful", refund, {
      search_knowledge: policyText,
      get_order: "Error: down",
      escalate_to_human: "{}",
    });
    expect(played.text).not.toContain("cannot refund it");
  });
});
