import type { Injection, TargetDefinition } from "./experiment.ts";
import type { LiveBound } from "./live-bound.ts";
import type { Task } from "./task.ts";
import type { Outcome } from "./vocabulary.ts";

/** Who takes part, and as what. An observer may watch and annotate, and does not see what is planned. */
export const gamedayRoles = ["lead", "operator", "scribe", "observer"] as const;
export type GamedayRole = (typeof gamedayRoles)[number];

/** No injection stays armed for longer, in ms. */
export const longestLife = 86_400_000;

/** How far an injection may reach while it is armed. */
export interface LiveRadius {
  /** Share of the matching calls, 0 to 1. */
  readonly share: number;
  /** Firings, at the most. */
  readonly cap: number;
  /** Time to live in ms: then it is disarmed, whatever happens. */
  readonly for: number;
  /** Only calls whose request has these headers (lower case), by value or glob: a session, a tenant. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface PlannedInjection {
  readonly injection: Injection;
  readonly radius: LiveRadius;
  /** Milliseconds after the phase began, or when an operator says so. */
  readonly starts: number | "operator";
}

export interface GamedayPhase {
  readonly name: string;
  /** What is thought to happen, in words. */
  readonly expect?: string;
  /** Milliseconds; an operator may end it earlier. Absent = until an operator says so; where people lead, so are the last one
   *  and one whose time is up while it is halted. */
  readonly for?: number;
  readonly injections: readonly PlannedInjection[];
}

/** Requests per second over time. Open loop: a slow agent does not slow them. */
export type LoadShape =
  | { readonly kind: "constant"; readonly rate: number }
  | { readonly kind: "ramp"; readonly from: number; readonly to: number; readonly over: number }
  /** `rate`, but `peak` from `after` on, for `lasts` ms. */
  | {
      readonly kind: "spike";
      readonly rate: number;
      readonly peak: number;
      readonly after: number;
      readonly lasts: number;
    };

/** A file that says how a game day goes, with everything that it refers to resolved. */
export interface GamedayPlan {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly seed: string;
  readonly target: TargetDefinition;
  readonly hypotheses: readonly string[];
  readonly people: readonly { readonly name: string; readonly role: GamedayRole }[];
  readonly phases: readonly GamedayPhase[];
  readonly steadyState: readonly LiveBound[];
  readonly abortWhen: readonly LiveBound[];
  /** People who must agree before the first fault is armed. */
  readonly approvals: number;
  readonly checklist: readonly string[];
  /** What to do, by finding code or by phase name. */
  readonly playbooks: Readonly<Record<string, string>>;
  /** Absent = the users' own: whoever calls. */
  readonly traffic?: { readonly shape: LoadShape; readonly tasks: readonly Task[]; readonly deadline: number };
  /** Injections that are not in the method of a phase, and may be armed by hand. */
  readonly atHand: readonly PlannedInjection[];
}

/** Why a fault is off. */
export type DisarmReason =
  | "operator"
  | "time-to-live"
  | "cap"
  | "phase-over"
  | "halt"
  | "abort"
  | "heartbeat-lost"
  | "target-gone"
  | "closing";

/** What people, the plan and the safety net did. Journalled, and sent to consoles; `by` is a person's name, or `plan`. */
export type GamedayMoment =
  | { readonly what: "opened"; readonly plan: string; readonly title: string }
  | { readonly what: "phase"; readonly index: number; readonly name: string; readonly by: string }
  | {
      readonly what: "armed" | "changed";
      readonly injection: string;
      readonly description: string;
      readonly dependencies: readonly string[];
      readonly radius: LiveRadius;
      readonly by: string;
    }
  | {
      readonly what: "disarmed";
      readonly injection: string;
      readonly why: DisarmReason;
      readonly fired: number;
      readonly by: string;
    }
  | { readonly what: "halted"; readonly by: string; readonly reason: string; readonly tookMs: number }
  | { readonly what: "released"; readonly by: string }
  | {
      readonly what: "annotated";
      readonly kind: "detected" | "mitigated" | "recovered" | "note" | "action";
      readonly text: string;
      readonly by: string;
      /** The injection that it is about. */
      readonly injection?: string;
      /** Of an action item, who and until when (ISO date). */
      readonly owner?: string;
      readonly due?: string;
    }
  | {
      readonly what: "steady-state";
      readonly bound: string;
      readonly ok: boolean;
      readonly value: number;
      readonly n: number;
    }
  | { readonly what: "abort"; readonly bound: string; readonly value: number; readonly n: number }
  | { readonly what: "approved"; readonly by: string }
  | { readonly what: "checked"; readonly item: string; readonly done: boolean; readonly by: string }
  | { readonly what: "joined" | "left"; readonly by: string; readonly role: GamedayRole }
  | {
      readonly what: "closed";
      readonly why: string;
      /** Steady-state bounds of which nothing could be told at the end. */
      readonly untold?: readonly string[];
      /** Faults that the plan meant and nobody met, and why. */
      readonly unmet?: readonly UnmetFault[];
    };

/** A fault that was to be armed and was not, or that never fired: what it would have done, nobody knows. */
export interface UnmetFault {
  readonly injection: string;
  readonly why: string;
}

/** What people, the plan or the safety net did at a game day. `t` is ms since the live trial began, as of its calls: `opened` has one too. */
export interface GamedayEvent {
  readonly type: "gameday";
  readonly t: number;
  readonly moment: GamedayMoment;
}

/** Counts and quantiles of a sliding window; undefined = nothing was seen. Latencies in ms. */
export interface LiveWindow {
  readonly perSecond: number;
  readonly n: number;
  readonly errors: number;
  readonly retries: number;
  readonly tokens: number;
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
}

export interface ArmedNow {
  readonly injection: string;
  readonly description: string;
  readonly fault: string;
  readonly dependencies: readonly string[];
  readonly radius: LiveRadius;
  readonly by: string;
  /** Milliseconds since the day was opened. */
  readonly since: number;
  readonly until: number;
  readonly fired: number;
}

/** All that a console shows, at one moment. Times are ms since the day was opened. */
export interface GamedayState {
  readonly run: string;
  readonly title: string;
  readonly t: number;
  readonly phase?: {
    readonly index: number;
    readonly name: string;
    readonly since: number;
    readonly until?: number;
    readonly expect?: string;
  };
  readonly phases: readonly string[];
  readonly halted?: { readonly by: string; readonly reason: string; readonly t: number };
  readonly closed?: string;
  readonly armed: readonly ArmedNow[];
  /** What may be armed by hand or waits for the operator. */
  readonly ready: readonly {
    readonly injection: string;
    readonly description: string;
    /** At which it would be. */
    readonly dependencies: readonly string[];
    readonly phase?: string;
    /** As planned; what an operator does not say is taken from it. */
    readonly radius?: LiveRadius;
  }[];
  readonly bounds: readonly {
    readonly name: string;
    readonly kind: "steady-state" | "abort";
    readonly value?: number;
    readonly n: number;
    readonly atMost: number;
    readonly ok?: boolean;
  }[];
  readonly agent: LiveWindow & { readonly open: number; readonly outcomes: Readonly<Partial<Record<Outcome, number>>> };
  readonly dependencies: Readonly<Record<string, LiveWindow & { readonly open: number }>>;
  readonly people: readonly { readonly name: string; readonly role: GamedayRole; readonly here: boolean }[];
  readonly approvals: { readonly needed: number; readonly given: readonly string[] };
  readonly checklist: readonly { readonly item: string; readonly done: boolean; readonly by?: string }[];
  readonly timeline: readonly (GamedayMoment & { readonly t: number })[];
}

type Annotation = Extract<GamedayMoment, { what: "annotated" }>;

/** Said to somebody who asked for what cannot be done, with the next step. */
export interface Refused {
  readonly refused: string;
}

/** Everything that can be done, alike from the page, the command line and the HTTP API. Each is idempotent where it can be. */
export interface GamedayControl {
  state(): GamedayState;
  /** Told of every moment, and of a new state about once a second. */
  watch(told: (state: GamedayState) => void): Disposable;
  arm(injection: string, by: string, radius?: Partial<LiveRadius>): Refused | undefined;
  change(injection: string, by: string, radius: Partial<LiveRadius>): Refused | undefined;
  disarm(injection: string, by: string): Refused | undefined;
  /** Removes all faults, now. Nothing can be armed until it is released. */
  halt(by: string, reason: string): void;
  release(by: string): Refused | undefined;
  next(by: string): Refused | undefined;
  /** `ago`: ms since it was begun to be written down, which is when it was seen. */
  annotate(note: Omit<Annotation, "what"> & { readonly ago?: number }): Refused | undefined;
  check(item: string, done: boolean, by: string): Refused | undefined;
  approve(by: string): Refused | undefined;
  /** A console shows that it is alive. */
  heartbeat(by: string, role: GamedayRole): void;
}
