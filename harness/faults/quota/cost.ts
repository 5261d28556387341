import type { Call, Reply } from "../../domain/call.ts";
import type { Conversation, ModelTurn, Usage } from "../../domain/conversation.ts";
import type { FaultContext } from "../../domain/fault.ts";
import type { QuotaRules, ServiceTier } from "../../domain/quota.ts";
import { inputTokensOf, outputTokensOf } from "./count-tokens.ts";
import type { Cost } from "./ledger.ts";
import type { Params } from "./params.ts";

/** Dependencies whose protocol says nothing of quotas, and the strictest that is usual. */
const usualRules: QuotaRules = { reserves: "output-limit", countsCacheReads: true };
export const rulesOf = ({ protocol }: FaultContext): QuotaRules => protocol.quota ?? usualRules;

export const countsTokens = (given: Params): boolean => Object.keys(given).some((key) => /tokensPer/i.test(key));

/** What a call takes at admission, and its input alone. Tokens are o200k_base's: exact for its models, an estimate for others. */
export function reservation(
  call: Call,
  given: Params,
  rules: QuotaRules,
): { readonly input: number; readonly cost: Cost } {
  const conversation = conversationOf(call);
  if (!conversation || !countsTokens(given)) return { input: 0, cost: tokensOf(0, 0, 0) };
  const input = inputTokensOf(conversation);
  const output = conversation.maxOutputTokens ?? given.modelMaxTokens;
  switch (given.reserve ?? rules.reserves) {
    case "output-limit":
      return { input, cost: tokensOf(input, output, input + output) };
    case "larger":
      return { input, cost: tokensOf(input, output, Math.max(input, output)) };
    case "nothing":
      return { input, cost: tokensOf(input, 0, input) };
  }
}

/** What a whole reply used. A failed call uses nothing; one that cannot be read has used at least its input. */
export async function settlement(
  context: FaultContext,
  call: Call,
  reply: Reply,
  input: number,
  given: Params,
): Promise<Cost> {
  if (reply.kind === "failure" || reply.kind === "disconnect") return tokensOf(0, 0, 0);
  if (reply.kind === "raw" && reply.wire.status >= 400) return tokensOf(0, 0, 0);
  const payload = await context.decode(reply);
  if (payload?.kind !== "model") return tokensOf(input, 0, input);
  const rules = rulesOf(context);
  const usage = payload.turn.usage ?? estimate(payload.turn, input);
  const read = rules.countsCacheReads ? 0 : (usage.cacheReadTokens ?? 0);
  const rate = given.burndown ?? rules.burndown?.(conversationOf(call)?.model ?? "") ?? 1;
  const output = Math.ceil(usage.outputTokens * rate);
  const used = Math.max(0, usage.inputTokens - read);
  return tokensOf(used, output, used + output);
}

export const tokensOf = (inputTokens: number, outputTokens: number, tokens: number): Cost => ({
  requests: 1,
  inputTokens,
  outputTokens,
  tokens,
});

const estimate = (turn: ModelTurn, input: number): Usage => ({
  inputTokens: input,
  outputTokens: outputTokensOf(turn),
});

/** Undefined for calls that no model answers: they have no tiers. */
export function tierOf(call: Call, rules: QuotaRules): ServiceTier | undefined {
  const conversation = conversationOf(call);
  if (!conversation) return undefined;
  if (rules.tierOf) return rules.tierOf(conversation.tier);
  return conversation.tier === "priority" || conversation.tier === "flex" ? conversation.tier : "default";
}

export const conversationOf = ({ payload }: Call): Conversation | undefined =>
  payload.kind === "model" ? payload.conversation : undefined;
