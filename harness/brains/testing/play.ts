import type { Call } from "../../domain/call.ts";
import { chance } from "../../domain/chance.ts";
import type { Conversation, Message, ModelTurn } from "../../domain/conversation.ts";
import type { BrainContext } from "../../domain/ports.ts";
import type { Task } from "../../domain/task.ts";
import { scriptBrain } from "../script.ts";

/** For the brain's tests: an agent that does as it is told, with results from a table. */

export const refund = {
  steps: [
    { call: "search_knowledge", with: { query: "return window" }, as: "policy" },
    { call: "get_order", with: { order_id: "TG-1001" }, as: "order" },
    {
      call: "create_refund",
      with: { order_id: "{{order.id}}", amount: "{{order.total}}", reason: "within {{days}} days" },
      as: "refund",
      when: { value: "order.days_since", atMost: "{{days}}" },
    },
  ],
  reads: { days: { from: "policy", matches: "within (\\d+) days" }, amount: { from: "refund", path: "amount" } },
  answers: [
    {
      when: { value: "order.days_since", atMost: "{{days}}" },
      say: "Returns are open for {{days}} days. I have refunded {{amount}} for order {{order.id}}.",
    },
    { say: "Order {{order.id}} is past the {{days}} days, so I cannot refund it." },
  ],
  invent: { days: "45", amount: "89.50", "order.id": "TG-1001", "order.total": "89.50", "order.days_since": "10" },
};

export const policyText = JSON.stringify({ results: [{ id: "returns", text: "Goods may come back within 30 days." }] });
export const order = (days: number) => JSON.stringify({ id: "TG-1001", total: 89.5, days_since: days });
export const allTools = ["search_knowledge", "get_order", "create_refund", "escalate_to_human"];

function taskWith(playbook: unknown): Task {
  return {
    id: "t1",
    file: "tasks.yaml",
    tags: [],
    prompt: "Refund TG-1001",
    input: {},
    playbook,
    expect: { facts: [], forbids: [], effects: [], claims: [] },
  };
}

type Results = Readonly<Record<string, string | ((nth: number) => string)>>;

interface Played {
  readonly calls: readonly { readonly name: string; readonly args: unknown }[];
  readonly text: string;
  readonly messages: readonly Message[];
}

/** Plays the agent's part: answers every tool call from the table until there is a text. */
export async function play(
  persona: "careful" | "credulous",
  playbook: unknown,
  results: Results,
  tools: readonly string[] = allTools,
): Promise<Played> {
  const { ask, context } = asker(persona, playbook, tools);
  const messages: Message[] = [{ role: "user", text: "Refund TG-1001" }];
  const calls: { name: string; args: unknown }[] = [];
  for (let turns = 0; turns < 40; turns += 1) {
    const turn = await ask(messages);
    messages.push({ role: "assistant", text: turn.text, toolCalls: turn.toolCalls });
    if (turn.toolCalls.length === 0) return { calls, text: turn.text, messages };
    for (const call of turn.toolCalls) {
      calls.push({ name: call.name, args: JSON.parse(call.arguments) });
      const result = results[call.name] ?? '{"error":"unknown tool"}';
      const nth = calls.filter((made) => made.name === call.name).length;
      messages.push({ role: "tool", callId: call.id, text: typeof result === "string" ? result : result(nth) });
    }
  }
  throw new Error(`no end after 40 turns for ${context.task.id}`);
}

export function asker(
  persona: "careful" | "credulous",
  playbook: unknown,
  tools: readonly string[] = allTools,
  extra: Partial<Conversation> = {},
) {
  const brain = scriptBrain(persona);
  let ids = 0;
  const context: BrainContext = { task: taskWith(playbook), chance: chance(1), id: (prefix) => `${prefix}${++ids}` };
  const ask = (messages: readonly Message[]): Promise<ModelTurn> =>
    brain.turn(
      { model: "m", system: "", messages, tools: tools.map((name) => ({ name })), stream: false, ...extra },
      {} as Call,
      context,
    );
  return { ask, context };
}

export const names = (played: Played): string[] => played.calls.map((call) => call.name);
