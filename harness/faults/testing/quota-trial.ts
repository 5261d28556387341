import type { Reply } from "../../domain/call.ts";
import type { Conversation } from "../../domain/conversation.ts";
import type { FaultContext } from "../../domain/fault.ts";
import type { Protocol } from "../../domain/protocol.ts";
import type { QuotaState } from "../../domain/quota.ts";
import { encodeText } from "../../domain/wire.ts";
import { quota } from "../quota/quota.ts";
import { fakeContext, fakeProtocol, flow, gather, keeping, LeapingClock, modelCall, turnReply } from "./fakes.ts";

/** 500 tokens: each of these words is one. */
export const fiveHundred = ` hello`.repeat(500);

/** Calls under one quota, on a clock of their own. */
export class QuotaTrial {
  readonly clock = new LeapingClock(0);
  readonly notes: string[] = [];
  readonly idles: string[] = [];
  readonly #state: FaultContext["state"] = keeping();
  readonly #given: unknown;
  #calls = 0;

  readonly told: QuotaState[] = [];
  readonly #protocol: Protocol;

  constructor(written: unknown, protocol: Protocol = fakeProtocol) {
    this.#given = quota.params.parse(written);
    this.#protocol = protocol;
  }

  /** Begins a call and leaves it in flight; `finish` transmits its reply. */
  async call(given: Partial<Conversation>, answer: Reply = turnReply({ text: "ok" }), signal?: AbortSignal) {
    this.#calls += 1;
    const call = modelCall({ system: fiveHundred, ...given }, { occurrence: this.#calls });
    const context = fakeContext({
      clock: this.clock,
      state: this.#state,
      protocol: this.#protocol,
      tellQuota: (state) => this.told.push(state),
      ...(signal && { signal }),
    });
    const reply = await quota.inject?.(call, async () => answer, context, this.#given);
    this.notes.push(...context.notes);
    this.idles.push(...context.idles);
    if (reply === undefined) throw new Error("quota has no inject");
    const body = [
      { bytes: encodeText(JSON.stringify(answer.kind === "answer" ? answer.payload : "")), mark: "whole" as const },
    ];
    const finish = () => gather(quota.transmit?.(flow(body), call, context, this.#given) ?? flow(body));
    return { reply, admitted: reply.kind !== "failure", finish };
  }

  async admittedAtOnce(given: Partial<Conversation>, most: number): Promise<number> {
    for (let n = 0; n < most; n += 1) if (!(await this.call(given)).admitted) return n;
    return most;
  }
}
