import type { Boundary } from "../domain/vocabulary.ts";

/** What a driver's call is given. Everything else about the client stays at its defaults. */
export interface DriverContext {
  /** Where the dependency is: its own address in process, the gateway's on the other routes. No trailing slash. */
  readonly baseUrl: string;
  /** Aborts the call from outside, as an agent with a deadline would. */
  readonly signal: AbortSignal;
  /** The client's own timeout in ms, where a case is about one. */
  readonly timeout?: number;
  /** Tells what came, as it comes: text of a stream, the answer, ids of hits, a tool's result as JSON. */
  say(text: string): void;
}

/** Where an expectation comes from. Never from a run of our own stand-in alone. */
export type Source =
  /** The same client against bytes of the real service, or against bare sockets without Brownout (`harness/conformance/bare.ts`): say which. */
  | `measured: ${string}`
  /** Read in the client's source: say which file. */
  | `read: ${string}`
  /** The provider's documentation: say which page. */
  | `docs: ${string}`;

/** What the real client must make of a case. */
export interface Expected {
  /** Constructor names from the raised error's own up to, but without, `Error`, joined by ‹; absent = nothing is raised. */
  readonly raises?: string;
  readonly name?: string;
  readonly status?: number;
  readonly code?: string | number;
  readonly type?: string;
  /** Code, or else constructor name, of the innermost `error.cause`. */
  readonly cause?: string;
  /** Part of the message. */
  readonly message?: string;
  /** The client waits for ever: the call goes on until it is given up from outside. */
  readonly hangs?: true;
  /** What it had said by then; absent = nothing. `answer` = all of the stand-in's answer. */
  readonly said?: string;
  /** Requests that reach the dependency, in all calls of the case. */
  readonly attempts: number;
  /** Milliseconds from the start of one attempt to that of the next, each [at least, at most]; absent for one attempt. */
  readonly gaps?: readonly (readonly [number, number])[];
  /** Milliseconds until the client gives up by itself, where that is long: the short form then leaves real time out. */
  readonly takes?: number;
  readonly source: Source;
}

/** One way of using one real client. */
export interface Driver {
  /** Unique: `openai chat, streamed`. */
  readonly id: string;
  /** npm package; its installed version is shown. */
  readonly package: string;
  /** Name of the protocol that it speaks. */
  readonly protocol: string;
  /** `helper`: the client's own accumulator over a stream (`messages.stream().finalMessage()`). */
  readonly mode: "whole" | "stream" | "helper";
  /** The client's transport by default. */
  readonly transport: "h1" | "h2";
  /**
   * `tool call`: it offers the model a tool, tells of the call that comes back, and is put through what can be wrong with one. `account`:
   * it tells what the reply says of itself, as `accountOf` does. Absent: it asks for words.
   */
  readonly asks?: "tool call" | "account";
  readonly dependency: {
    readonly boundary: Boundary;
    /** The address of production. */
    readonly url: string;
    readonly options?: Readonly<Record<string, unknown>>;
  };
  /** Faults strike, and attempts are counted, at these operations only; absent = all. For clients that introduce themselves first. */
  readonly operations?: readonly string[];
  call(context: DriverContext): Promise<void>;
  /** A real server that stands where the dependency is, for wires whose stand-in would be of our own making. */
  readonly live?: () => Promise<{ readonly url: string } & AsyncDisposable>;
  /** Absolute path of a module of MSW handlers that stand in for the dependency. */
  readonly mocks?: string;
  /** By case id. */
  readonly expected: Readonly<Record<string, Expected | { readonly notTried: string }>>;
}
