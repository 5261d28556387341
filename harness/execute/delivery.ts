import type { AnswerPayload, Call, Reply } from "../domain/call.ts";
import type { Usage } from "../domain/conversation.ts";
import type { CallEnded } from "../domain/events.ts";
import type { PromptCaching } from "../domain/protocol.ts";
import type { Effect } from "../domain/task.ts";
import { bytesOf, isBreak, joined, type Piece, type WireReply } from "../domain/wire.ts";
import { type ActiveTrial, trialTime } from "./active-trial.ts";
import type { Attempt } from "./call-book.ts";
import type { BoundDependency } from "./dependency-table.ts";
import { digestBytes } from "./digest.ts";
import { readableBytes } from "./readable-body.ts";
import { cut, shortAnswer } from "./shorten.ts";

/** Bodies are kept for decoding and digest up to here; longer ones are digested by their beginning. */
const keptBytes = 4 * 1024 * 1024;
const nothing = new Uint8Array();

/** Whether faults changed what the dependency gave: mere slowness does not make a later call of the same kind a retry. */
export interface Touched {
  /** The reply is another one than the dependency's. */
  reply: boolean;
  /** Bytes that went into the faults on the way back; undefined without any. */
  sent: number | undefined;
  /** The dependency's body could not be read to its end: it broke off, or the client went away. */
  lost?: true;
}
const wasTouched = ({ reply, sent }: Touched, delivered = 0): boolean =>
  reply || (sent !== undefined && sent !== delivered);

/** Writes `call-ended` for one call, exactly once. */
export function delivery(
  active: ActiveTrial,
  call: Call,
  bound: BoundDependency,
  attempt: Attempt,
  firing: readonly { hasFired(): boolean; release(): void }[],
  touched: Touched,
  signal: () => AbortSignal,
  effects: readonly Effect[],
) {
  let ended = false;
  const end = (ending: CallEnded["ending"], rest: Partial<CallEnded> = {}): void => {
    if (ended) return;
    ended = true;
    active.open.delete(cutOff);
    const status = rest.status;
    const whole = ending === "complete" && (status ?? 0) < 400 && rest.unreadable !== true;
    if (whole && !(firing.some((one) => one.hasFired()) && wasTouched(touched, rest.bytes))) attempt.settle();
    for (const one of firing) one.release();
    active.journal({
      type: "call-ended",
      trial: call.trial,
      performance: call.performance,
      t: trialTime(active),
      address: call.address,
      ending,
      bytes: 0,
      digest: ending,
      ...rest,
      ...(effects.length > 0 ? { effects: [...effects] } : {}),
    });
  };
  const cutOff = (): void => end("trial-over");
  active.open.add(cutOff);
  const gone = (): CallEnded["ending"] => (active.signal.aborted ? "trial-over" : "aborted");

  return {
    end,
    /** Nothing will come: the call ends when the client gives up or the trial is over. */
    endWhenAborted(ending: "hang" | "silence", rest: Partial<CallEnded> = {}): void {
      if (signal().aborted) end(gone(), rest);
      else
        signal().addEventListener("abort", () => end(active.signal.aborted ? ending : "aborted", rest), { once: true });
    },
    gone: (): void => end(gone()),
    /** A reply on its way: notes it at once if it is whole, otherwise as its pieces pass. */
    send(reply: Reply, wire: WireReply, pieces: AsyncIterable<Piece> | undefined): WireReply {
      const known = reply.kind === "answer" ? reply.payload : undefined;
      const heading = { status: wire.status, ...retryAfter(wire.headers) };
      const about = (sent: Uint8Array): Partial<CallEnded> => {
        const bytes = readableBytes(wire.headers, sent, keptBytes);
        // What crosses a connection that has gone on to another protocol is none of this one's replies.
        const upgraded = pieces !== undefined && wire.tunnel !== undefined;
        const payload =
          known && !pieces
            ? known
            : upgraded
              ? undefined
              : bound.protocol.decodeReply(call, { ...wire, bytes }, bound.binding);
        return {
          ...heading,
          bytes: sent.length,
          digest: digestBytes(bytes),
          ...summary(payload, reply, upgraded ? nothing : bytes, bound.protocol.caching),
        };
      };
      if (!pieces && Array.isArray(wire.body)) {
        const whole = bytesOf(wire.body as readonly Piece[]);
        const firstContent = trialTime(active);
        const rest = { ...about(whole.bytes), firstContent };
        if (whole.ending === "silence") this.endWhenAborted("silence", rest);
        else if (whole.ending) end(whole.ending, rest);
        else end("complete", (wire.body as readonly Piece[]).some(isEvent) ? asRead(rest, call) : rest);
        return wire;
      }
      return { ...wire, body: pass(pieces ?? (wire.body as AsyncIterable<Piece>), about) };
    },
  };

  async function* pass(
    pieces: AsyncIterable<Piece>,
    about: (bytes: Uint8Array) => Partial<CallEnded>,
  ): AsyncIterable<Piece> {
    const kept: Uint8Array[] = [];
    const withPartial = (rest: Partial<CallEnded>, frames: readonly Uint8Array[]): Partial<CallEnded> => {
      const partial = isUnread(rest) ? partialOf(frames, bound.protocol) : "";
      return partial === "" ? rest : { ...rest, reply: { ...(rest.reply as object), partial: cut(partial) } };
    };
    let size = 0;
    let firstContent: number | undefined;
    let finished = false;
    let silent = false;
    let events = false;
    const all = (): Partial<CallEnded> => ({
      ...withPartial(about(joined(kept)), kept),
      bytes: size,
      ...(firstContent === undefined ? {} : { firstContent }),
    });
    try {
      for await (const piece of pieces) {
        if (isBreak(piece)) {
          if (piece.ending === "silence") {
            silent = true;
            const rest = all();
            if (signal().aborted) end(gone(), rest);
            else signal().addEventListener("abort", () => end("silence", rest), { once: true });
          } else end(signal().aborted ? gone() : piece.ending, all());
          yield piece;
          return;
        }
        size += piece.bytes.length;
        if (size <= keptBytes) kept.push(piece.bytes);
        events ||= isEvent(piece);
        if (piece.mark === "content" || piece.mark === "whole") firstContent ??= trialTime(active);
        // A client may leave after the terminal event without reading to the end: it has had everything.
        if (piece.mark === "close") finished = true;
        yield piece;
      }
      end("complete", events ? asRead(all(), call) : all());
    } catch (error) {
      if (signal().aborted) return;
      active.fail(`${call.address}: ${error instanceof Error ? error.message : String(error)}`);
      throw error;
    } finally {
      // Of a call that has ended everything was read already. The writer of a silent one has gone and its connection has not: it
      // ends when the client does.
      if (!ended && !silent) {
        if (finished) end("complete", all());
        else end(gone(), { ...all(), digest: "left early" });
      }
    }
  }
}

/** Its protocol found no answer in it. */
const isUnread = ({ reply }: Partial<CallEnded>): boolean =>
  typeof reply === "object" && reply !== null && "body" in reply;

const isEvent = (piece: Piece): boolean => !isBreak(piece) && (piece.mark === "content" || piece.mark === "close");

/** What its protocol cut into events and cannot read as an answer, though all of it came, no client can read either. */
const asRead = (rest: Partial<CallEnded>, { payload }: Call): Partial<CallEnded> =>
  payload.kind === "model" && rest.status === 200 && (rest.bytes ?? 0) <= keptBytes && isUnread(rest)
    ? { ...rest, unreadable: true }
    : rest;

/** Says in so many words that nothing was read from a cache that would have held such a prompt. */
const countedBy = (caching: PromptCaching | undefined, usage: Usage): Usage =>
  caching && usage.cacheReadTokens === undefined && usage.inputTokens >= caching.minTokens
    ? { ...usage, cacheReadTokens: 0 }
    : usage;

/** What had been generated of a stream that its protocol cannot read as an answer, because it broke off. */
function partialOf(frames: readonly Uint8Array[], { textOf }: BoundDependency["protocol"]): string {
  return textOf ? frames.map((bytes) => textOf({ bytes, mark: "content" })).join("") : "";
}

function summary(
  payload: AnswerPayload | undefined,
  reply: Reply,
  bytes: Uint8Array,
  caching: PromptCaching | undefined,
): Partial<CallEnded> {
  if (payload) {
    const usage = payload.kind === "model" ? payload.turn.usage : undefined;
    const embeddedTokens = payload.kind === "embedding" ? payload.result.inputTokens : undefined;
    return {
      reply: shortAnswer(payload),
      ...(usage ? { usage: countedBy(caching, usage) } : {}),
      ...(embeddedTokens === undefined ? {} : { embeddedTokens }),
    };
  }
  if (reply.kind === "failure") {
    const { kind } = reply.failure;
    // Some providers say a used-up quota as they say a passing limit: what the client could read decides what it should have done.
    return { reply: kind === "quota-exhausted" ? { failure: kind, ...codeIn(bytes) } : { failure: kind } };
  }
  return { reply: shortBody(bytes) };
}

/** Relayed bytes that no protocol has read: a short JSON document as its value, anything else as the beginning of its text. */
function shortBody(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes.subarray(0, 2000)).toString("utf8");
  if (bytes.length < 2000 && /^\s*[[{]/.test(text)) {
    try {
      return { value: JSON.parse(text) as unknown };
    } catch {
      // Not JSON after all.
    }
  }
  return { body: text.slice(0, 500) };
}

/** The code by which an error body names itself. */
function codeIn(bytes: Uint8Array): { readonly code?: string } {
  const names = [
    ...Buffer.from(bytes)
      .toString("utf8")
      .matchAll(/"(?:code|type|status|__type)"\s*:\s*"([^"]{1,80})"/g),
  ];
  const code = names.map(([, name]) => name).join(" ");
  return code === "" ? {} : { code };
}

function retryAfter(headers: Readonly<Record<string, string>>): { retryAfterMs?: number } {
  const ms = Number(headers["retry-after-ms"] ?? Number.NaN);
  if (Number.isFinite(ms)) return { retryAfterMs: ms };
  const seconds = Number(headers["retry-after"] ?? Number.NaN);
  return Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {};
}
