import type { SystemMap } from "./system-map.ts";
import type { TargetSpec } from "./target-spec.ts";
import type { DisclosureWords, Task } from "./task.ts";
import type { TelemetrySpec } from "./telemetry.ts";
import type { Boundary, FailureMode, Outcome, RiskDimension } from "./vocabulary.ts";

export {
  type BrowserSpec,
  type InterceptionName,
  interceptions,
  isolations,
  isServer,
  type PageSpec,
  type TargetSpec,
} from "./target-spec.ts";

/** Which calls. */
export interface Selector {
  readonly boundary: Boundary;
  /** Dependency names; "*" = all of the boundary. */
  readonly dependencies: readonly string[];
  /** Operation names or globs; absent = all. */
  readonly operations?: readonly string[];
  /** Only calls whose payload has these values, by dotted path: `{ "request.arguments.order_id": "TG-1001" }`. */
  readonly where?: Readonly<Record<string, unknown>>;
}

/** When. Every part that is present must agree. Counts are of calls that the selector matches in one trial, attempts included. */
export interface Trigger {
  readonly never?: boolean;
  readonly nth?: readonly number[];
  readonly every?: number;
  readonly first?: number;
  readonly afterFirst?: number;
  readonly probability?: number;
  /** Trial time in ms. */
  readonly window?: { readonly from: number; readonly to: number };
  /** Flapping: on for `on` ms, then off for `off` ms, from the start of the trial. */
  readonly duty?: { readonly on: number; readonly off: number };
  /** The probability goes from one value to the other over this many ms of trial time. */
  readonly ramp?: { readonly from: number; readonly to: number; readonly over: number };
  readonly where?: Readonly<Record<string, unknown>>;
  /** After another injection of the method has fired, and within so many ms of it. */
  readonly after?: { readonly injection: string; readonly within?: number };
}

export interface Injection {
  /** Its name in the method: given or `fault`, `fault-2`, … */
  readonly id: string;
  readonly fault: string;
  readonly into: Selector;
  /** The injection says itself that it reaches results in the conversation. */
  readonly via?: "context";
  readonly when: Trigger;
  readonly params: unknown;
  /** The fault in its own words: `throttled, Retry-After 20s`. */
  readonly description: string;
  /** For messages: `file:line:column`. */
  readonly at: string;
}

/** A tolerance claimed to hold. */
export interface Claim {
  readonly probe: string;
  readonly params: unknown;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** The measure is treatment ÷ control, or treatment alone. */
  readonly of: "control" | "absolute";
  /** A claim that fails makes the experiment broken (`must`) or degraded (`should`). */
  readonly level: "must" | "should";
  /** `interval`: the whole interval must be on the right side. `point`: the estimate must. */
  readonly decide: "interval" | "point";
  readonly at: string;
}

export interface BlastRadius {
  readonly maxTrials: number;
  /** Faults fired in one trial, at the most. */
  readonly maxFaultsPerTrial: number;
  /** Only these dependencies may be touched; absent = those of the method. */
  readonly dependencies?: readonly string[];
}

export type AbortCondition =
  | { readonly outcome: Outcome; readonly count: number }
  | { readonly outcome: Outcome; readonly share: number; readonly after: number }
  | { readonly wallTime: number };

export interface TargetDefinition {
  readonly name: string;
  readonly file: string;
  readonly spec: TargetSpec;
  readonly map: SystemMap;
  readonly brain: BrainSpec;
  /** How this agent says that something is missing, in its own language or house style. */
  readonly discloses?: DisclosureWords;
  /** Absent = nothing is declared; what comes is taken all the same. */
  readonly telemetry?: TelemetrySpec;
}

export type BrainSpec =
  | { readonly kind: "script"; readonly persona: "careful" | "credulous" }
  /** Calls really reach the model provider's host. */
  | { readonly kind: "passthrough" };

/** A file that asks one question, with everything that it refers to resolved. */
export interface Experiment {
  /** The file's path as the user gave it, without extension: stable in addresses and reports. */
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly question: string;
  readonly tags: readonly string[];
  readonly failureMode: FailureMode;
  readonly dimension: RiskDimension;
  readonly target: TargetDefinition;
  readonly tasks: readonly Task[];
  /** Performed at the same time in the same target; harmed = the fault was not isolated. */
  readonly bystanders: readonly Task[];
  /**
   * Asked one after the other once the rest of a trial is over: in the same conversation, where the target has them, of the same target, `wait` ms later on its
   * clock, with every fault off; their ids are those of `afterwardsId`. What goes wrong there, the fault has left behind.
   */
  readonly afterwards?: { readonly tasks: readonly Task[]; readonly wait: number };
  readonly hypothesis: readonly Claim[];
  /** One method per cell of the matrix. */
  readonly cells: readonly Cell[];
  readonly repeats: number;
  readonly seed: string;
  readonly blastRadius: BlastRadius;
  readonly abortWhen: readonly AbortCondition[];
  /** Milliseconds for one task, on the target's clock. */
  readonly deadline: number;
}

export interface Cell {
  /** `{ delay: "5s" }`; empty without a matrix. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly method: readonly Injection[];
}
