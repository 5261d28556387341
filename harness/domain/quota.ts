import type { Conversation } from "./conversation.ts";

/** One limit as the provider tells it to its clients. */
export interface QuotaWindow {
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until the whole limit is free again. */
  readonly resetMs: number;
}

/** What a provider says of a client's quota, on success and on refusal alike. Absent limits are not told. */
export interface QuotaState {
  readonly requests?: QuotaWindow;
  readonly tokens?: QuotaWindow;
  readonly inputTokens?: QuotaWindow;
  readonly outputTokens?: QuotaWindow;
  /** What is kept of these for the priority tier. Present = the call was counted as one of it. */
  readonly priority?: Omit<QuotaState, "priority">;
}

/** What a limit's share that is kept for some means to a call: it may use it, may not, or may use half of the rest only. */
export type ServiceTier = "priority" | "default" | "flex";

export const reservations = ["output-limit", "larger", "nothing"] as const;
/**
 * What a call holds of the token quota while it is answered. `output-limit`: its input and its output limit. `larger`: the larger
 * of its input and its output limit. `nothing`: its input; output is counted when it has been generated.
 */
export type Reservation = (typeof reservations)[number];

/** How a provider counts calls against its limits (its own documentation). */
export interface QuotaRules {
  readonly reserves: Reservation;
  /** Tokens read from the prompt cache count against the input limit. */
  readonly countsCacheReads: boolean;
  /** Quota that one token of output uses up in the end; absent = 1. */
  burndown?(model: string): number;
  /** What the provider makes of a service tier by its own name, or of none. Absent = `priority` and `flex` are called so, all else is the default. */
  tierOf?(asked: string | undefined): ServiceTier;
  /** Calls with the same name share their limits; absent = those to the same model. `url` = base address of the dependency. */
  bucketOf?(conversation: Conversation, url: string): string;
}
