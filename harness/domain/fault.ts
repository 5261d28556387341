import type { ZodType } from "zod";
import type { AnswerPayload, Call, Reply } from "./call.ts";
import type { Chance } from "./chance.ts";
import type { Clock } from "./clock.ts";
import type { Feature } from "./features.ts";
import type { RestartOrder } from "./ports.ts";
import type { Binding, EncodeContext, Protocol } from "./protocol.ts";
import type { QuotaState } from "./quota.ts";
import type { Corpus } from "./retrieval.ts";
import type { Signs } from "./signs.ts";
import type { Boundary } from "./vocabulary.ts";
import type { Piece } from "./wire.ts";

export interface FaultContext {
  /** Named by seed, trial, address and injection: concurrency cannot change what it gives. */
  readonly chance: Chance;
  readonly clock: Clock;
  /** Aborts when the client has gone or the trial is over. Every wait must end with it. */
  readonly signal: AbortSignal;
  readonly protocol: Protocol;
  readonly binding: Binding;
  readonly encode: EncodeContext;
  /** The knowledge base's own documents, if the system map names them. */
  readonly corpus?: Corpus;
  /** The canonical answer in a reply, decoding relayed bytes where needed; undefined if it holds none. */
  decode(reply: Reply): Promise<AnswerPayload | undefined>;
  /** Says what is left of the client's quota, for the headers of this call's reply. */
  tellQuota(state: QuotaState): void;
  /** Empties the dependency's prompt cache; the number of prompts that were in it. */
  evictPrompts(): number;
  /** Something kept for the whole trial by this injection, such as a token bucket. */
  state<T>(create: () => T): T;
  /** Trial time of this call, and since when (trial time) this injection has been firing without a pause. */
  readonly at: number;
  readonly firingSince: number;
  /** How often this injection has fired in this trial, this time included. */
  readonly firings: number;
  /** The client's connection stands already, at the gateway: it can break, but no longer fail to come about. */
  readonly connected?: true;
  /**
   * Ends the agent's process and starts it again. Resolves once it was told (SIGTERM) or has ended (SIGKILL). Absent = its process
   * is not ours.
   */
  restartTarget?(order: Omit<RestartOrder, "told">): Promise<void>;
  /** Says, for the timeline, what was done to this call: `429, Retry-After 2 s`; and by what it is known again, for judging. */
  note(text: string, signs?: Signs): void;
  /** Says why this call was left as it is: then the fault has not fired at it. */
  idle(reason: string): void;
}

/**
 * One way of failing. Selector and trigger are not in it: any fault at any call on any schedule.
 * `inject` acts before, after or instead of the dependency; `transmit` acts on the way back.
 */
export interface Fault<P = unknown> {
  readonly name: string;
  /** One sentence: what happens, from the agent's side. */
  readonly summary: string;
  readonly boundaries: readonly Boundary[];
  readonly params: ZodType<P>;
  /** What the protocol must be able to show for these parameters; validation refuses the fault otherwise. */
  requires?(params: P): readonly Feature[];
  /** The fault needs documents with history (`corpus`) for these parameters. */
  needsCorpus?(params: P): boolean;
  /**
   * Why these parameters cannot be done to a tool's result that stands in a conversation already, and what is nearest, in sentences.
   * Undefined or absent = they can, unless the fault only transmits.
   */
  beyondContext?(params: P): string | undefined;
  /** The fault is done to the agent's own process, which Brownout must have started. */
  readonly needsProcess?: true;
  /** The fault does something only to streamed replies. */
  readonly streamsOnly?: boolean;
  /** `throttled, retry after 2 s`: for plans and reports. */
  describe(params: P): string;
  /** `forward(tool)`: as a call of another tool, where the protocol has a list of them. */
  inject?(call: Call, forward: (tool?: string) => Promise<Reply>, context: FaultContext, params: P): Promise<Reply>;
  transmit?(pieces: AsyncIterable<Piece>, call: Call, context: FaultContext, params: P): AsyncIterable<Piece>;
}

/** Gives a fault its parameter type and forgets it, so that faults can stand in one list. */
export const defineFault = <P>(fault: Fault<P>): Fault => fault as unknown as Fault;
