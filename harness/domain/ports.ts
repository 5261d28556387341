import type { Call } from "./call.ts";
import type { Chance } from "./chance.ts";
import type { Conversation, ModelTurn } from "./conversation.ts";
import type { RunEvent } from "./events.ts";
import type { Isolated } from "./isolated.ts";
import type { Traffic, Witness } from "./page.ts";
import type { Answer, Effect, Grade, Task, TaskInput } from "./task.ts";
import type { WireReply, WireRequest } from "./wire.ts";

/** To whom a call belongs. `performance` is undefined when the route cannot tell (a long-lived server that propagates nothing). */
export interface Scope {
  readonly trial: string;
  readonly performance?: string;
}

/** In a gateway path: the trial that the request's baggage names, else the only one that is running. */
export const currentTrial = "current";

/** The stateful middle, as interceptors see it. */
export interface Router {
  /**
   * Answers one request. `signal` aborts when the client goes away.
   * A `WireReply`, or how the connection fails. Never rejects for a fault; rejects only if the harness itself is broken.
   */
  route(request: WireRequest, scope: Scope | undefined, signal: AbortSignal): Promise<RouteResult>;
  /** The address that a gateway path stands for: dependency name + rest of the path → absolute URL; undefined = no such dependency. */
  resolve(scope: Scope, dependency: string, rest: string): string | undefined;
  /**
   * For clients that connect before they ask: must the requests to this origin be routed one by one? `false` = no dependency is
   * there, and it may be reached. Absent = they all must.
   */
  claims?(origin: string, scope: Scope | undefined): boolean;
  /**
   * A connection that nobody of ours can look into (TLS that is not ended here, no HTTP) is asked for, to `scheme://host:port`.
   * `pass` = it may be made. A dependency at that address is blocked, and the trial fails: it would get past every fault. With `seen`,
   * somebody ends its TLS and asks for each request in it, so that a dependency passes.
   */
  tunnel?(origin: string, scope: Scope | undefined, seen?: "seen"): RouteResult;
  /** A name was looked up where nobody but us answers: may it be called? What may not is named in the journal. */
  lookup?(host: string, scope: Scope | undefined): boolean;
}
export type RouteResult =
  | { readonly kind: "reply"; readonly wire: WireReply }
  | { readonly kind: "disconnect"; readonly code: "refused" | "reset" | "timeout" | "dns" | "hang" }
  /** Not ours: let it through (loopback, or a host allowed by name). */
  | { readonly kind: "pass" }
  /** An undeclared host: blocked, named in the journal. */
  | { readonly kind: "blocked"; readonly message: string };

/** Starts programs where they reach nothing but an interception and this machine's loopback. */
export interface Isolation {
  /** @param listensAt where the program takes connections itself: they are let in. */
  enter(listensAt?: { readonly host: string; readonly port: number }): Promise<{
    /** The command that starts a program in there. */
    command(program: readonly string[], cwd: string): readonly string[];
    /** It has ended; said once. */
    leave(): Promise<void>;
  }>;
}

/** An open interception. */
export interface Interception extends AsyncDisposable {
  readonly route: "in-process" | "gateway";
  /** For the programs that it started for; absent = they start like any other. */
  readonly isolation?: Isolation;
  /** Absent = there is no program to start. */
  readonly isolated?: Isolated;
  /** The variables to hand the target for this trial: dependency addresses. */
  environment(
    scope: Scope,
    dependencies: readonly { readonly name: string; readonly url: string; readonly env?: string }[],
  ): Record<string, string>;
  /** Runs code whose calls belong to the scope. */
  run<T>(scope: Scope, body: () => Promise<T>): Promise<T>;
}
export interface Interceptor {
  open(router: Router): Promise<Interception>;
}

/** How a running agent is to be ended from outside, as a deployment, a crash or an eviction ends it, and started again. */
export interface RestartOrder {
  readonly signal: "SIGTERM" | "SIGKILL";
  /** Milliseconds after SIGTERM until SIGKILL. */
  readonly graceMs: number;
  /** Milliseconds between its end and its new start. */
  readonly downMs: number;
  /** Told once it is there again, or why it is not. */
  told(how: { readonly ended: string; readonly error?: string }): void;
}

/** An agent under test, started. */
export interface Session {
  /** `witness` is told of what a person sees, by targets that show something. */
  perform(task: TaskInput, signal: AbortSignal, scope: Scope, witness?: Witness): Promise<Answer>;
  /** A performance's time is up: whatever there is to be seen is seen now. Ends by itself, soon. */
  lastLook?(scope: Scope): Promise<void>;
  /** Nothing more is asked in this conversation; absent = nothing is kept of them beyond the target's own memory. */
  forget?(session: string): void;
  /**
   * Ends the agent's process and starts it again; whoever was being answered then asks again. Resolves once the process was told
   * (SIGTERM) or has ended (SIGKILL). Absent = no process of it is ours.
   */
  restart?(order: RestartOrder): Promise<void>;
  /** Idempotent. After it no process and no socket of the target is left, but for a process that trials share. */
  close(): Promise<void>;
}
export interface Target {
  /** One process for all trials: it is told the addresses of the trial that is running. */
  readonly shared?: true;
  /** Ends what trials share. Idempotent. */
  close?(): Promise<void>;
  /** @throws {TargetFailure} if it does not start. */
  boot(environment: Readonly<Record<string, string>>, signal: AbortSignal, more?: BootOptions): Promise<Session>;
}
export interface BootOptions {
  /** The variables for one performance, for targets that start a process for each: its calls can then be told apart. */
  readonly environmentOf?: (scope: Scope) => Readonly<Record<string, string>>;
  /** For targets whose requests the harness itself can steer. */
  readonly traffic?: Traffic;
  readonly isolation?: Isolation;
}
/** The target could not be started or asked: not a crash of the agent under a fault, a broken set-up. */
export class TargetFailure extends Error {
  override readonly name = "TargetFailure";
}
/** The agent itself failed while it performed the task: a crash. */
export class AgentCrash extends Error {
  override readonly name = "AgentCrash";
}

/** What answers in the model's place. */
export interface Brain {
  readonly name: string;
  turn(conversation: Conversation, call: Call, context: BrainContext): Promise<ModelTurn>;
}
export interface BrainContext {
  readonly task: Task;
  /** Which of the task's turns is being answered, from 0; absent = the first. */
  readonly turn?: number;
  readonly chance: Chance;
  /** Unique, and the same in every run of the same trial. */
  id(prefix: string): string;
  /** Told of a tool that the script wants and the agent does not offer, whenever an answer is given without it. */
  lacks?(tool: string): void;
}

/** Grades answers while the run is going on; never sees a fault, and is never intercepted. */
export interface Grader extends AsyncDisposable {
  /** One grade for each assertion of the task, in order, or one for all where a threshold is what counts. Never rejects: what cannot be told is a grade without `pass`. */
  grade(task: Task, answer: Answer, signal: AbortSignal): Promise<readonly Grade[]>;
}

/** What stands in for tools and knowledge bases in one trial. */
export interface World {
  /** Undefined = no handler for this request. `committed` is told of each change that this request leads to. */
  answer(
    request: WireRequest,
    performance: string,
    committed?: (effect: Effect) => void,
  ): Promise<WireReply | undefined>;
  /** Handlers that have answered nothing so far, as they are written: `GET http://orders.test/orders/:id`. Absent = it has none. */
  unused?(): readonly string[];
  /** Changes committed so far. */
  effects(performance?: string): readonly Effect[];
}
export interface WorldContext {
  readonly seed: string;
  readonly trial: string;
  /** Milliseconds since the Unix epoch on the trial's clock. */
  now(): number;
  readonly task: TaskInput;
}

/** Told of events as they happen, live or replayed. */
export interface Reporter {
  onEvent(event: RunEvent): void;
}
