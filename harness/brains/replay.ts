import type { Conversation, Message } from "../domain/conversation.ts";
import type { Playbook, PlaybookStep } from "../domain/playbook.ts";
import { fill, missingIn } from "./template.ts";
import { readToolResult, type ToolResult } from "./tool-result.ts";
import { holds, inventing, known } from "./values.ts";

export type Persona = "careful" | "credulous";

export interface StepState {
  readonly step: PlaybookStep;
  /** `unneeded`: its condition does not hold. `blocked`: what it needs was never learned. */
  readonly status: "done" | "failed" | "blocked" | "unneeded" | "open";
  /** Why it failed, in a few words. */
  readonly reason?: string;
  /** It failed because the agent offers no such tool. */
  readonly unoffered?: true;
}

export interface Progress {
  readonly states: readonly StepState[];
  readonly results: ReadonlyMap<string, ToolResult>;
  /** The call to make now; undefined = every step has come to something. */
  readonly next?: { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> };
  /** Calls in the conversation that belong to no step. */
  readonly rest: readonly Exchange[];
}

/** One tool call of the assistant and what came back for it. */
export interface Exchange {
  readonly name: string;
  readonly validArguments: boolean;
  readonly result?: ToolResult;
}

/** The agent did not run it, because the call itself was not right. A model that reads this sends it again. */
const refusedCall =
  /\b(invalid|malformed|bad|unknown|unexpected|no such) (tool|function|arguments?|json|parameters?)\b|\bnot valid json\b|\bno tool "/i;

/** How often a call that never arrived whole (cut arguments, a name that no tool has) is made again. */
const malformedLimit = 3;

/** The tool calls of a conversation in order, each with its result by call id. */
export function exchangesIn(messages: readonly Message[]): Exchange[] {
  const results = new Map<string, ToolResult>();
  for (const message of messages) {
    if (message.role === "tool") results.set(message.callId, readToolResult(message.text, message.isError));
  }
  const calls = messages.flatMap((message) => (message.role === "assistant" ? message.toolCalls : []));
  return calls.map((call) => {
    const result = results.get(call.id);
    return { name: call.name, validArguments: isObjectJson(call.arguments), ...(result ? { result } : {}) };
  });
}

/**
 * Plays the steps over the calls that the conversation shows, and so finds where the model is. Keeps no state.
 * @param learned what steps of earlier turns gave.
 */
export function replay(
  playbook: Playbook,
  persona: Persona,
  conversation: Conversation,
  learned: ReadonlyMap<string, ToolResult> = new Map(),
): Progress {
  const history = exchangesIn(conversation.messages);
  const offered = new Set(conversation.tools.map((tool) => tool.name));
  const results = new Map<string, ToolResult>(learned);
  const states: StepState[] = [];
  let at = 0;

  for (const [index, step] of playbook.steps.entries()) {
    const lookup = persona === "careful" ? known(playbook, results) : inventing(playbook, results);
    const needed = holds(step.when, playbook, results, lookup);
    if (needed === false) {
      states.push({ step, status: "unneeded" });
      continue;
    }
    // A credulous model goes on where it cannot tell; a careful one does not.
    if (missingIn(step.with, lookup).length > 0 || (needed === undefined && persona === "careful")) {
      states.push({ step, status: "blocked" });
      continue;
    }
    if (!offered.has(step.call) && !history.slice(at).some((exchange) => exchange.name === step.call)) {
      states.push({ step, status: "failed", reason: "no such tool is offered", unoffered: true });
      continue;
    }
    const outcome = attempt(step, history, at, persona);
    at = outcome.at;
    if (outcome.state.status === "open") {
      const open = playbook.steps.slice(index).map((later): StepState => ({ step: later, status: "open" }));
      const args = fill(step.with, lookup) as Record<string, unknown>;
      return { states: [...states, ...open], results, next: { name: step.call, arguments: args }, rest: [] };
    }
    states.push(outcome.state);
    if (outcome.result) results.set(step.as, outcome.result);
  }
  return { states, results, rest: history.slice(at) };
}

interface Attempt {
  readonly state: StepState;
  readonly at: number;
  readonly result?: ToolResult;
}

function attempt(step: PlaybookStep, history: readonly Exchange[], from: number, persona: Persona): Attempt {
  let at = from;
  let malformed = 0;
  let retried = false;
  for (let exchange = history[at]; exchange; exchange = history[at]) {
    at += 1;
    const { result } = exchange;
    const refused = result?.trouble !== undefined && (!exchange.validArguments || refusedCall.test(result.trouble));
    if (exchange.name !== step.call || !result || refused) {
      malformed += 1;
      if (malformed >= malformedLimit)
        return { state: { step, status: "failed", reason: "the call did not go through" }, at };
      continue;
    }
    if (result.trouble === undefined) return { state: { step, status: "done" }, at, result };
    if (persona === "careful" && result.retryable && !retried) {
      retried = true;
      continue;
    }
    return { state: { step, status: "failed", reason: result.trouble }, at };
  }
  return { state: { step, status: "open" }, at };
}

function isObjectJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
