import type { DisclosureKind } from "./vocabulary.ts";

/** What an answer must contain. Text is compared without regard to case and runs of white space. */
export type Fact =
  | { readonly text: string }
  | { readonly anyOf: readonly string[] }
  /** A regular expression, case-insensitive; `as` is what it means, in words for reports. */
  | { readonly matches: string; readonly as?: string }
  /** A number within ± tolerance, thousands separators and currency signs ignored. */
  | { readonly number: number; readonly tolerance: number };

/** By which words an answer says that something is missing, beside those that are known anyway. */
export type DisclosureWords = Readonly<Partial<Record<DisclosureKind, readonly Fact[]>>>;

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

/** Assertions of promptfoo, as a test of promptfoo would have them; promptfoo itself runs them. */
export interface Grading {
  readonly assert: readonly PromptfooAssertion[];
  /** The share of the weighted score that is enough; absent = every assertion must hold. */
  readonly threshold?: number;
  /** `provider` is the judge of model-graded assertions that name none of their own. */
  readonly options?: Readonly<Record<string, unknown>>;
}
export interface PromptfooAssertion {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What one assertion made of one answer. */
export interface Grade {
  /** `contains-any`, or the assertion's own `metric`. */
  readonly assertion: string;
  /** Absent: cannot tell, because there is no judge, or it failed, or the assertion itself is broken. */
  readonly pass?: boolean;
  readonly score?: number;
  readonly reason: string;
}

export interface Task {
  readonly id: string;
  readonly file: string;
  readonly tags: readonly string[];
  /** What the user says before, in the same conversation, a turn each; absent = `prompt` is all. */
  readonly earlier?: readonly Turn[];
  /** What the user says; of several turns the last. */
  readonly prompt: string;
  /** Further structured input for the agent. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Of the answer to `prompt`, and of the changes that it asks for. */
  readonly expect: Expectation;
  readonly grading?: Grading;
  /** How the script brain solves it; checked by the brain. */
  readonly playbook?: unknown;
  /** Where its playbooks name each tool, for messages: `file:line:column`. */
  readonly at?: Readonly<Record<string, string>>;
}

/** A message of the user before the last one. */
export interface Turn {
  readonly prompt: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Absent = whatever is answered is as good as anything, if it is an answer and nothing planted comes out in it. */
  readonly expect?: Expectation;
  readonly playbook?: unknown;
}

/** What the target is told. */
export interface TaskInput {
  readonly id: string;
  readonly prompt: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The conversation that it belongs to, in a task of several turns. */
  readonly session?: string;
}

/** What the target says. */
export interface Answer {
  readonly text: string;
  /** Whatever else it returned. */
  readonly data?: unknown;
}
