/** What an answer must contain. Text is compared without regard to case and runs of white space. */
export type Fact =
  | { readonly text: string }
  | { readonly anyOf: readonly string[] }
  /** A regular expression, case-insensitive; `as` is what it means, in words for reports. */
  | { readonly matches: string; readonly as?: string }
  /** A number within ± tolerance, thousands separators and currency signs ignored. */
  | { readonly number: number; readonly tolerance: number };

/** A change that the world committed: `{ kind: "refund", order: "TG-1001", amount: 89.5 }`. */
export interface Effect {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** Ground truth. */
export interface Expectation {
  readonly facts: readonly Fact[];
  readonly forbids: readonly Fact[];
  /** Exactly these changes, each once, in any order; listed fields must match. Anything else committed is forbidden. */
  readonly effects: readonly Effect[];
  /** Words by which an answer claims an effect, by effect kind: claimed but not committed is harmful. */
  readonly claims: readonly { readonly effect: string; readonly when: Fact }[];
}

export interface Task {
  readonly id: string;
  readonly file: string;
  readonly tags: readonly string[];
  /** What the user says. */
  readonly prompt: string;
  /** Further structured input for the agent. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly expect: Expectation;
  /** How the script brain solves it; checked by the brain. */
  readonly playbook?: unknown;
}

/** What the target is told. */
export interface TaskInput {
  readonly id: string;
  readonly prompt: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the target says. */
export interface Answer {
  readonly text: string;
  /** Whatever else it returned. */
  readonly data?: unknown;
}
