/** How the script brain solves a task: the tool calls that a model would make, and the answer it would give from what came back. */
export interface Playbook {
  readonly steps: readonly PlaybookStep[];
  /** Values read from what the tools really returned in this conversation. */
  readonly reads: Readonly<Record<string, PlaybookRead>>;
  /** The first one whose condition holds is said. `{{name}}` is a read; `{{step.path}}` is a value in a tool's JSON result. */
  readonly answers: readonly PlaybookAnswer[];
  /** What a credulous model says when a read gives nothing: `{ days: "45" }`. */
  readonly invent: Readonly<Record<string, string>>;
}

export interface PlaybookStep {
  /** Tool name as the agent offers it. */
  readonly call: string;
  /** Arguments; strings may hold `{{name}}` or `{{step.path}}`. A lone placeholder keeps its type. */
  readonly with: Readonly<Record<string, unknown>>;
  readonly as: string;
  /** Left out if the condition does not hold. */
  readonly when?: PlaybookCondition;
}

export type PlaybookRead =
  /** A regular expression with one group, over the text of the tool's result: the first match counts, as for a model that trusts its context. */
  | { readonly from: string; readonly matches: string }
  /** A dotted path into the JSON of the tool's result. */
  | { readonly from: string; readonly path: string };

export interface PlaybookCondition {
  readonly value: string;
  readonly equals?: string | number | boolean;
  readonly atLeast?: string | number;
  readonly atMost?: string | number;
}

export interface PlaybookAnswer {
  readonly when?: PlaybookCondition;
  readonly say: string;
}
