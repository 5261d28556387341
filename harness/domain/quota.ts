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
}
