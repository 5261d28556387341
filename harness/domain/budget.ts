/** What a suite may spend at the most. A run that would spend more stops, and is not whole. */
export interface Budget {
  /** Real time in ms. */
  readonly wallTime?: number;
  readonly trials?: number;
  /** Tokens of all model and embedding calls, input and output, by what providers said. */
  readonly tokens?: number;
  /** By the prices in the system map, in their currency. */
  readonly money?: number;
  /** `file:line:column` of the suite's budget. */
  readonly at: string;
}

/** Of several budgets the tightest of each kind. */
export function tightest(budgets: readonly Budget[]): Budget | undefined {
  const [first] = budgets;
  if (first === undefined) return undefined;
  const least = (key: "wallTime" | "trials" | "tokens" | "money"): Partial<Budget> => {
    const set = budgets.flatMap((budget) => budget[key] ?? []);
    return set.length === 0 ? {} : { [key]: Math.min(...set) };
  };
  return { at: first.at, ...least("wallTime"), ...least("trials"), ...least("tokens"), ...least("money") };
}
