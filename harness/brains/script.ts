import type { Conversation, ModelTurn, ToolCall } from "../domain/conversation.ts";
import type { Brain, BrainContext } from "../domain/ports.ts";
import { carefulAnswer, carefulDraft, credulousAnswer } from "./final-answer.ts";
import { obeyed } from "./obeyed.ts";
import { exchangesIn, type Persona, type Progress, replay } from "./replay.ts";
import { thisTurn } from "./this-turn.ts";
import { atPath } from "./tool-result.ts";
import { estimateTokens, estimateUsage } from "./usage.ts";

const escalation = "escalate_to_human";
const lastWord =
  /\b(answer|reply|respond)\b[^.]*\bwith what\b|\bno (more|further) tool calls\b|\bwithout (calling |using )?(any |more |further )*tools\b|\bfinal answer now\b/i;

/**
 * A deterministic stand-in for a model: it follows the task's playbook and derives where it is from the conversation alone.
 * Careful admits and hands over what it could not do; credulous makes it up, claims success, and does as the documents say.
 */
export function scriptBrain(persona: Persona): Brain {
  return {
    name: `script (${persona})`,
    turn(conversation, _call, context) {
      return Promise.resolve(decide(persona, conversation, context));
    },
  };
}

function decide(persona: Persona, conversation: Conversation, context: BrainContext): ModelTurn {
  const { task, turn = 0 } = context;
  const { playbook, problems, conversation: heard, learned } = thisTurn(task, turn, persona, conversation);
  if (!playbook) {
    const where = turn === (task.earlier?.length ?? 0) ? "" : `turn ${turn + 1} of `;
    return say(
      conversation,
      `There is no usable playbook for ${where}the task "${task.id}", so the script brain cannot answer it: ${problems.map(({ message }) => message).join(" ")}`,
    );
  }
  const progress = replay(playbook, persona, heard, learned);
  const mayCall = !mustAnswer(heard, playbook.steps.length);
  if (progress.next && mayCall) return call(conversation, context, progress.next.name, progress.next.arguments);

  const exchanges = exchangesIn(heard.messages);
  // An agent that takes its tools away wants an answer by then; one that never gave any lacks them.
  if (conversation.tools.length > 0 || exchanges.length === 0)
    for (const { step, unoffered } of progress.states) if (unoffered) context.lacks?.(step.call);
  const warnings = exchanges.flatMap((exchange) => exchange.result?.warnings ?? []);
  if (persona === "credulous")
    return say(conversation, [credulousAnswer(playbook, progress, warnings), ...obeyed(heard)].join(" "));

  const draft = carefulDraft(playbook, progress);
  const handover = draft.incomplete ? escalationOf(progress) : { asked: true };
  if (!handover.asked && mayCall && conversation.tools.some((tool) => tool.name === escalation)) {
    const summary = `A customer asked: "${firstUserText(heard)}" ${draft.problems.join(" ")}`;
    return call(conversation, context, escalation, { summary });
  }
  return say(conversation, carefulAnswer(draft, handover.sentence, warnings));
}

/** No tools are left, the agent asks for an answer, or the conversation goes round in circles. */
function mustAnswer(conversation: Conversation, steps: number): boolean {
  const first = conversation.messages.findIndex((message) => message.role === "user");
  const later = conversation.messages.slice(first + 1).filter((message) => message.role === "user");
  const calls = conversation.messages.reduce(
    (sum, message) => sum + (message.role === "assistant" ? message.toolCalls.length : 0),
    0,
  );
  return (
    conversation.tools.length === 0 ||
    lastWord.test(later.at(-1)?.text ?? "") ||
    /\bno more tool calls\b/i.test(conversation.system) ||
    calls > 4 * steps + 8
  );
}

/** Was it handed to a person already, and what is there to say of it? */
function escalationOf(progress: Progress): { asked: boolean; sentence?: string } {
  const planned = progress.states.find((state) => state.step.call === escalation && state.status !== "unneeded");
  const result = planned
    ? progress.results.get(planned.step.as)
    : progress.rest.find((exchange) => exchange.name === escalation)?.result;
  if (!result)
    return planned && planned.status === "failed"
      ? { asked: true, sentence: "I could not reach a colleague either." }
      : { asked: false };
  if (result.trouble !== undefined) return { asked: true, sentence: "I could not reach a colleague either." };
  const ticket = ["ticket_id", "ticket", "id"]
    .map((path) => atPath(result.value, path))
    .find((id) => typeof id === "string");
  return {
    asked: true,
    sentence: `I have passed this to a colleague${ticket === undefined ? "" : ` (ticket ${String(ticket)})`}.`,
  };
}

const firstUserText = (conversation: Conversation): string =>
  (conversation.messages.find((message) => message.role === "user")?.text ?? "").replace(/\s+/g, " ").slice(0, 200);

function call(
  conversation: Conversation,
  context: BrainContext,
  name: string,
  args: Readonly<Record<string, unknown>>,
): ModelTurn {
  const toolCalls: ToolCall[] = [{ id: context.id("call_"), name, arguments: JSON.stringify(args) }];
  return { text: "", toolCalls, stopReason: "tool-calls", usage: estimateUsage(conversation, "", toolCalls) };
}

function say(conversation: Conversation, full: string): ModelTurn {
  const limit = conversation.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  const cut = estimateTokens(full.length) > limit;
  const text = cut ? full.slice(0, limit * 4) : full;
  return { text, toolCalls: [], stopReason: cut ? "length" : "stop", usage: estimateUsage(conversation, text, []) };
}
