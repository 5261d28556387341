import { z } from "zod";
import type { Call, Failure, Reply } from "../../domain/call.ts";
import type { ModelTurn } from "../../domain/conversation.ts";
import { formatDuration } from "../../domain/duration.ts";
import type { FaultContext } from "../../domain/fault.ts";
import { defineFault } from "../../domain/fault.ts";
import type { Piece, WireReply } from "../../domain/wire.ts";
import { isBreak } from "../../domain/wire.ts";
import { everywhere } from "../shared/boundaries.ts";
import { inputTokensOf, outputTokensOf } from "./count-tokens.ts";
import { QuotaLedger } from "./ledger.ts";

const limit = z.int().min(1).optional();
const params = z
  .strictObject({
    requestsPerMinute: limit.describe("Calls admitted a minute; absent = not limited."),
    tokensPerMinute: limit.describe(
      "Tokens admitted a minute (model calls only; cache tokens are not modelled); absent = not limited.",
    ),
    burst: z.number().positive().default(1).describe("How much may be used at once: 1 = a whole minute's quota."),
    reserveMaxTokens: z
      .boolean()
      .default(true)
      .describe(
        "A call reserves its output limit at admission, and not only its input; the reservation stands until the reply is over.",
      ),
    modelMaxTokens: z.int().min(1).default(64_000).describe("Reserved for output by a call that sets no output limit."),
    burndown: z.number().positive().default(1).describe("Quota that one token of output uses up in the end."),
    announce: z.boolean().default(true).describe("A refusal says by Retry-After when enough will be free."),
  })
  .refine(({ requestsPerMinute, tokensPerMinute }) => (requestsPerMinute ?? tokensPerMinute) !== undefined, {
    error: "A quota needs requestsPerMinute, tokensPerMinute or both",
    path: ["requestsPerMinute"],
  });
type Params = z.output<typeof params>;

interface Books {
  readonly ledger: QuotaLedger;
  /** Calls whose reply is on its way, by address. */
  readonly open: Map<
    string,
    { readonly reply: Reply; readonly input: number; readonly release: (used: number) => void }
  >;
}

/** One minute: a call that no wait would admit is told what the provider's window is. */
const window = 60_000;

const booksOf = (context: FaultContext, given: Params): Books =>
  context.state(() => ({ ledger: new QuotaLedger(given, context.clock.now()), open: new Map() }));

const addressIn = (call: Call): string => `${call.performance} ${call.address}`;

function reservation(call: Call, given: Params): { readonly input: number; readonly reserved: number } {
  if (call.payload.kind !== "model" || given.tokensPerMinute === undefined) return { input: 0, reserved: 0 };
  const { conversation } = call.payload;
  const input = inputTokensOf(conversation);
  const output = given.reserveMaxTokens ? (conversation.maxOutputTokens ?? given.modelMaxTokens) : 0;
  return { input, reserved: input + output };
}

function usedBy(turn: ModelTurn, input: number, burndown: number): number {
  const { inputTokens, outputTokens } = turn.usage ?? { inputTokens: input, outputTokens: outputTokensOf(turn) };
  return inputTokens + Math.ceil(outputTokens * burndown);
}

/** What a whole reply used. A failed call uses nothing; one that cannot be read has used at least its input. */
async function settlementOf(context: FaultContext, reply: Reply, input: number, burndown: number): Promise<number> {
  if (reply.kind === "failure" || reply.kind === "disconnect") return 0;
  if (reply.kind === "raw" && reply.wire.status >= 400) return 0;
  const payload = await context.decode(reply);
  return payload?.kind === "model" ? usedBy(payload.turn, input, burndown) : input;
}

/** A relayed reply as it was sent: the body that went by, under its own status and headers. */
const sent = (wire: WireReply, pieces: readonly Piece[]): Reply => ({ kind: "raw", wire: { ...wire, body: pieces } });

/**
 * A token bucket each for requests and tokens. Two things that some providers do are not modelled: a reservation is not
 * reduced while output is generated (the whole of it is settled when the reply is over), and tokens read from or written
 * to a prompt cache are not told from other input.
 */
export const quota = defineFault({
  name: "quota",
  summary:
    "The dependency admits so many requests and tokens a minute and refuses (429) what is beyond, as a real quota does.",
  boundaries: everywhere,
  params,
  requires: () => ["failure:throttled"],
  describe: ({ requestsPerMinute, tokensPerMinute, announce }) =>
    [
      ...(requestsPerMinute === undefined ? [] : [`${requestsPerMinute} requests a minute`]),
      ...(tokensPerMinute === undefined ? [] : [`${tokensPerMinute} tokens a minute`]),
      announce ? "Retry-After" : "no Retry-After",
    ].join(", "),
  async inject(call, forward, context, given) {
    const { clock, signal } = context;
    const books = booksOf(context, given);
    const key = addressIn(call);
    const { input, reserved } = reservation(call, given);
    const admission = books.ledger.admit(key, reserved, clock.now());
    const free = books.ledger.describe(clock.now());
    if (!admission.admitted) {
      const never = !Number.isFinite(admission.waitMs);
      const wait = never ? window : admission.waitMs;
      const failure: Failure = {
        kind: "throttled",
        limit: admission.limit,
        ...(given.announce ? { retryAfterMs: wait } : {}),
      };
      const why = never
        ? `needs more than the quota ever holds${admission.limit === "tokens" ? ` (${reserved} tokens)` : ""}`
        : `enough in ${formatDuration(wait)}`;
      context.note(`refused (${admission.limit}), ${why}; free: ${free}`);
      return { kind: "failure", failure };
    }
    context.idle(
      `admitted${reserved > 0 ? `, ${reserved} tokens reserved` : ""}; free: ${free}; in flight: ${books.ledger.inFlight}`,
    );
    const release = (used: number): void => {
      signal.removeEventListener("abort", leave);
      books.open.delete(key);
      books.ledger.settle(key, used, clock.now());
    };
    // A client that goes away never has its reply transmitted.
    const leave = (): void => release(input);
    signal.addEventListener("abort", leave, { once: true });
    try {
      const reply = await forward();
      if (reply.kind === "failure" || reply.kind === "disconnect") release(0);
      else books.open.set(key, { reply, input, release });
      return reply;
    } catch (error) {
      release(0);
      throw error;
    }
  },
  async *transmit(pieces, call, context, given) {
    const entry = booksOf(context, given).open.get(addressIn(call));
    if (entry === undefined) {
      yield* pieces;
      return;
    }
    const { reply, input, release } = entry;
    const passed: Piece[] = [];
    try {
      for await (const piece of pieces) {
        if (reply.kind === "raw" && !isBreak(piece)) passed.push(piece);
        yield piece;
      }
    } finally {
      const whole = reply.kind === "raw" ? sent(reply.wire, passed) : reply;
      release(await settlementOf(context, whole, input, given.burndown));
    }
  },
});
