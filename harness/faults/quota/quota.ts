import type { Call, Failure, Reply } from "../../domain/call.ts";
import { formatDuration } from "../../domain/duration.ts";
import { defineFault, type FaultContext } from "../../domain/fault.ts";
import type { QuotaState, ServiceTier } from "../../domain/quota.ts";
import type { Piece, WireReply } from "../../domain/wire.ts";
import { isBreak } from "../../domain/wire.ts";
import { everywhere } from "../shared/boundaries.ts";
import { conversationOf, countsTokens, reservation, rulesOf, settlement, tierOf, tokensOf } from "./cost.ts";
import { type Admission, type Cost, meterWords, QuotaLedger, type QuotaLimits } from "./ledger.ts";
import { type Params, params } from "./params.ts";

interface Books {
  /** By bucket: limits are per model, per cross-Region profile, or for all of them. */
  readonly ledgers: Map<string, QuotaLedger>;
  /** Calls whose reply is on its way, by address. */
  readonly open: Map<
    string,
    { readonly reply: Reply; readonly input: number; readonly release: (used: Omit<Cost, "requests">) => void }
  >;
}

/** One minute: a call that no wait would admit is told what the provider's window is. */
const window = 60_000;

const booksOf = (context: FaultContext): Books => context.state(() => ({ ledgers: new Map(), open: new Map() }));

function ledgerOf(call: Call, context: FaultContext, given: Params): QuotaLedger {
  const { ledgers } = booksOf(context);
  const conversation = conversationOf(call);
  const own = rulesOf(context).bucketOf;
  const bucket =
    given.shared || !conversation ? "all" : (own?.(conversation, context.binding.url) ?? conversation.model);
  const ledger = ledgers.get(bucket) ?? new QuotaLedger(limitsOf(given), context.clock.now());
  ledgers.set(bucket, ledger);
  return ledger;
}

const present = <T extends object>(given: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<{
    [K in keyof T]: NonNullable<T[K]>;
  }>;

const limitsOf = (given: Params): QuotaLimits => ({
  perMinute: present({
    requests: given.requestsPerMinute,
    tokens: given.tokensPerMinute,
    inputTokens: given.inputTokensPerMinute,
    outputTokens: given.outputTokensPerMinute,
  }),
  perDay: present({ requests: given.requestsPerDay, tokens: given.tokensPerDay }),
  burst: given.burst,
});

const addressIn = (call: Call): string => `${call.performance} ${call.address}`;

/** The share of every limit that a call of its service tier may not touch. */
const outOfReach = (tier: ServiceTier | undefined, { keptForPriority: kept }: Params): number =>
  tier === "priority" ? 0 : tier === "flex" && kept > 0 ? kept + (1 - kept) / 2 : kept;

/** A relayed reply as it was sent: the body that went by, under its own status and headers. */
const sent = (wire: WireReply, pieces: readonly Piece[]): Reply => ({ kind: "raw", wire: { ...wire, body: pieces } });

/** A live service tells of its own quota, which is not the one that is kept here. */
function telling(reply: Reply, quota: QuotaState, { protocol, encode }: FaultContext): Reply {
  if (reply.kind !== "raw" || reply.wire.status >= 400 || !protocol.quotaHeaders) return reply;
  const headers = { ...reply.wire.headers, ...protocol.quotaHeaders(quota, encode) };
  return { kind: "raw", wire: { ...reply.wire, headers } };
}

function refusal(
  admission: Extract<Admission, { admitted: false }>,
  quota: QuotaState,
  context: FaultContext,
  given: Params,
): Failure {
  const wait = Number.isFinite(admission.waitMs) ? admission.waitMs : window;
  const announced = given.announce && context.protocol.announcesWait !== false;
  // A day's quota that is used up is a failure of its own where the provider has one.
  const spent = admission.per === "day" && context.protocol.failures.includes("quota-exhausted");
  return {
    kind: spent ? "quota-exhausted" : "throttled",
    limit: admission.meter === "requests" ? "requests" : "tokens",
    ...(announced && !spent ? { retryAfterMs: wait } : {}),
    quota,
  };
}

/** Limits as the provider keeps them: per minute and per day, reserved at admission and settled when the reply is over. */
export const quota = defineFault({
  name: "quota",
  summary:
    "The dependency admits so many requests and tokens a minute or a day and refuses (429) what is beyond, as a real quota does.",
  boundaries: everywhere,
  params,
  requires: () => ["failure:throttled"],
  describe: (given) =>
    [
      ...Object.entries(limitsOf(given).perMinute).map(
        ([meter, n]) => `${n} ${meterWords[meter as keyof typeof meterWords]} a minute`,
      ),
      ...Object.entries(limitsOf(given).perDay).map(
        ([meter, n]) => `${n} ${meterWords[meter as keyof typeof meterWords]} a day`,
      ),
      ...(given.keptForPriority > 0 ? [`${Math.round(given.keptForPriority * 100)} % kept for the priority tier`] : []),
      given.announce ? "a wait announced where the provider does" : "no wait announced",
    ].join(", "),
  async inject(call, forward, context, given) {
    const { clock, signal } = context;
    const { open } = booksOf(context);
    const ledger = ledgerOf(call, context, given);
    const key = addressIn(call);
    const { input, cost } = reservation(call, given, rulesOf(context));
    const tier = tierOf(call, rulesOf(context));
    const admission = ledger.admit(key, cost, outOfReach(tier, given), clock.now());
    const free = ledger.describe(clock.now());
    const state = ledger.state(clock.now(), tier === "priority" ? given.keptForPriority : 0);
    context.tellQuota(state);
    if (!admission.admitted) {
      const failure = refusal(admission, state, context, given);
      const why = Number.isFinite(admission.waitMs)
        ? `enough in ${formatDuration(admission.waitMs)}`
        : `needs more than the quota ever holds${admission.meter === "requests" ? "" : ` (${cost[admission.meter]} tokens)`}`;
      const what = `${meterWords[admission.meter]}${admission.per === "day" ? " of the day" : ""}`;
      context.note(`refused (${what}), ${why}; free: ${free}`);
      return { kind: "failure", failure };
    }
    const reserved = cost.tokens > 0 ? `, ${cost.tokens} tokens reserved` : "";
    context.idle(`admitted${reserved}; free: ${free}; in flight: ${ledger.inFlight}`);
    const release = (used: Omit<Cost, "requests">): void => {
      signal.removeEventListener("abort", leave);
      open.delete(key);
      ledger.settle(key, used, clock.now());
    };
    // A client that goes away never has its reply transmitted.
    const leave = (): void => release(tokensOf(input, 0, input));
    signal.addEventListener("abort", leave, { once: true });
    try {
      const reply = telling(await forward(), state, context);
      if (reply.kind === "failure" || reply.kind === "disconnect") release(tokensOf(0, 0, 0));
      else open.set(key, { reply, input, release });
      return reply;
    } catch (error) {
      release(tokensOf(0, 0, 0));
      throw error;
    }
  },
  async *transmit(pieces, call, context, given) {
    const entry = booksOf(context).open.get(addressIn(call));
    if (entry === undefined) {
      yield* pieces;
      return;
    }
    const { reply, input, release } = entry;
    // Only a model's reply tells what it used, and only limits in tokens ask.
    const reads = reply.kind === "raw" && call.payload.kind === "model" && countsTokens(given);
    const passed: Piece[] = [];
    try {
      for await (const piece of pieces) {
        if (reads && !isBreak(piece)) passed.push(piece);
        yield piece;
      }
    } finally {
      const whole = reply.kind === "raw" ? sent(reply.wire, passed) : reply;
      const used = reply.kind === "raw" && !reads ? tokensOf(input, 0, input) : undefined;
      release(used ?? (await settlement(context, call, whole, input, given)));
    }
  },
});
