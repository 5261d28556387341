import { hash } from "node:crypto";
import { addressOf, type Call, type Reply } from "../domain/call.ts";
import type { Fault } from "../domain/fault.ts";
import type { RouteResult } from "../domain/ports.ts";
import type { Effect } from "../domain/task.ts";
import { isBreak, type Piece, piecesOf, type WireReply, type WireRequest } from "../domain/wire.ts";
import { type ActiveTrial, pairNames, trialTime } from "./active-trial.ts";
import { firingAt } from "./arm.ts";
import { asidesOf } from "./asides.ts";
import { decodeCall } from "./decode-call.ts";
import { delivery, type Touched } from "./delivery.ts";
import type { BoundDependency } from "./dependency-table.ts";
import { eitherSignal } from "./either-signal.ts";
import { faultContext, type TellingContext } from "./fault-context.ts";
import { journalStart } from "./journal-start.ts";
import { inOnePiece, readableReply } from "./readable-body.ts";
import { injectWhileOn, transmitWhileOn } from "./while-on.ts";

/** How long a connection attempt to a host that drops packets lasts before a client of Node gives up by itself. */
const connectTimeout = 10_000;

interface Firing extends ReturnType<typeof faultContext> {
  readonly fault: Fault;
  readonly params: unknown;
}

/**
 * One request of a running trial: decode, address, journal, faults around the dependency, encode, faults on the way back.
 * `given`: what the dependency has answered already, in whatever way that came here.
 */
export async function serveCall(
  active: ActiveTrial,
  bound: BoundDependency,
  request: WireRequest,
  performance: string,
  clientSignal: AbortSignal,
  given?: Reply,
): Promise<RouteResult> {
  const signal = eitherSignal(clientSignal, active.signal);
  const asked = decodeCall(active.embedded, bound, request);
  const { draft, refusal, refusedAs } = asked;
  const fingerprint = asked.fingerprint(active.clock.now());
  const book = active.bookOf(performance);
  const attempt = book.enter(`${bound.dependency.name}.${draft.operation}`, fingerprint);
  const place = {
    boundary: bound.dependency.boundary,
    dependency: bound.dependency.name,
    operation: draft.operation,
    occurrence: attempt.occurrence,
    attempt: attempt.attempt,
  };
  const call: Call = {
    ...draft,
    boundary: place.boundary,
    dependency: place.dependency,
    occurrence: place.occurrence,
    attempt: place.attempt,
    protocol: bound.protocol.name,
    address: addressOf(place),
    trial: active.trial.id,
    performance,
    at: trialTime(active),
  };
  journalStart(active, call, bound, fingerprint, book, request.headers["traceparent"]);

  const encode = encodeContext(active, call);
  const firing = firingAt(active, call, request.headers).map(
    (armed): Firing => ({
      fault: armed.fault,
      params: armed.injection.params,
      ...faultContext(active, armed, call, bound, encode, signal(), request.reachedAt !== undefined),
    }),
  );
  const touched: Touched = { reply: false, sent: undefined };
  const effects: Effect[] = [];
  const sending = delivery(active, call, bound, attempt, firing, touched, signal, effects);
  let own: Reply | undefined;

  try {
    const dependency = (tool?: string): Promise<Reply> =>
      refusal
        ? Promise.resolve({ kind: "failure", failure: { kind: refusedAs ?? "invalid-request", message: refusal } })
        : given
          ? Promise.resolve(given)
          : active.forward(call, meantFor(tool, request, bound), bound, signal, (effect) => effects.push(effect));
    const asides = asidesOf(call, bound.protocol);
    const encoded = (given: Exclude<Reply, { kind: "disconnect" }>): WireReply =>
      given.kind === "raw"
        ? given.wire
        : bound.protocol.encodeReply(asAnswered(call, given), given, bound.binding, encode);
    const answer =
      firing.length === 0
        ? dependency()
        : around(firing, call, async (tool) => {
            own = asides.divert(readableReply(await dependency(tool), bound.protocol.split));
            return own;
          }).then((given) => {
            touched.reply = given !== own;
            return given;
          });
    const reply = firing.length === 0 ? await answer : await asides.before(answer, encoded);
    if (reply.kind === "disconnect") {
      if (reply.code === "hang") sending.endWhenAborted("hang");
      else {
        if (reply.code === "timeout") await attempted(active, signal(), firing);
        sending.end(reply.code);
      }
      return { kind: "disconnect", code: reply.code };
    }
    const wire = encoded(reply);
    const transmitting = firing.filter(({ fault, live }) => fault.transmit || (live && fallsSilent(wire)));
    if (transmitting.length === 0)
      return { kind: "reply", wire: located(sending.send(reply, wire, undefined), call, request, bound) };
    let pieces = counted(inOnePiece(wire.said?.() ?? piecesOf(wire.body)), touched);
    for (const { fault, params, context, fired, live } of transmitting.toReversed()) {
      const transmit = (given: AsyncIterable<Piece>): AsyncIterable<Piece> =>
        saying(fault.transmit?.(given, call, context, params) ?? given, fault, touched, fired);
      pieces = live ? transmitWhileOn(live, pieces, transmit) : transmit(pieces);
    }
    return { kind: "reply", wire: located(sending.send(reply, wire, pieces), call, request, bound) };
  } catch (error) {
    // Aborted: the client has gone while a fault made it wait, and nobody is left to answer.
    const reason = `${call.address}: ${error instanceof Error ? error.message : String(error)}`;
    const left = (): boolean => clientSignal.aborted || active.signal.aborted;
    if (!left()) active.fail(reason);
    sending.gone();
    return left() ? { kind: "disconnect", code: "hang" } : { kind: "blocked", message: reason };
  }
}

/** What goes out last, and into no digest: a gateway is at another port in every run. */
const located = (wire: WireReply, call: Call, { reachedAt }: WireRequest, { protocol, binding }: BoundDependency) =>
  reachedAt === undefined || !protocol.relocate ? wire : protocol.relocate(call, wire, binding, reachedAt);

/** The call as the model that really answered would have it, where a fault put another in its place. */
function asAnswered(call: Call, reply: Reply): Call {
  if (reply.kind !== "answer" || reply.payload.kind !== "model" || call.payload.kind !== "model") return call;
  const { model } = reply.payload.turn;
  if (model === undefined) return call;
  return { ...call, payload: { ...call.payload, conversation: { ...call.payload.conversation, model } } };
}

const meantFor = (tool: string | undefined, request: WireRequest, { protocol }: BoundDependency): WireRequest =>
  tool === undefined ? request : (protocol.toolList?.asTool(request, tool) ?? request);

/** The first injection of the method is the outermost. */
function around(
  firing: readonly Firing[],
  call: Call,
  dependency: (tool?: string) => Promise<Reply>,
  tool?: string,
): Promise<Reply> {
  const [outer, ...inner] = firing;
  if (!outer) return dependency(tool);
  let lost = false;
  const forward = (other = tool): Promise<Reply> =>
    around(inner, call, dependency, other).catch((error: unknown) => {
      lost = true;
      throw error;
    });
  const { fault } = outer;
  const inject = fault.inject?.bind(fault);
  if (!inject) return around(inner, call, dependency, tool);
  // The client left while the dependency worked: a fault that says nothing before the reply has had none to change.
  const acting = (onward: typeof forward): Promise<Reply> =>
    inject(call, onward, outer.context, outer.params).finally(() => {
      if (!lost) outer.fired();
    });
  return outer.live ? injectWhileOn(outer.live, acting, forward) : acting(forward);
}

/** A connection attempt lasts until the client gives up, or until a live fault is off. */
async function attempted(active: ActiveTrial, signal: AbortSignal, firing: readonly Firing[]): Promise<void> {
  const live = firing.find((one) => one.live)?.live;
  await active.clock.sleep(connectTimeout, live?.signal ?? signal).catch((error: unknown) => {
    if (!live?.off.aborted) throw error;
  });
}

const fallsSilent = ({ body }: WireReply): boolean =>
  Array.isArray(body) && (body as readonly Piece[]).some((piece) => isBreak(piece) && piece.ending === "silence");

/** Counts what goes into the faults on the way back. */
async function* counted(pieces: AsyncIterable<Piece>, touched: Touched): AsyncIterable<Piece> {
  touched.sent = 0;
  try {
    for await (const piece of pieces) {
      if (isBreak(piece)) touched.lost = true;
      else touched.sent += piece.bytes.length;
      yield piece;
    }
  } catch (error) {
    touched.lost = true;
    throw error;
  }
}

/**
 * A fault that only transmits and says nothing has fired once its stream is over. A client that leaves before that may not have met
 * it, and what cannot be told is not said.
 */
async function* saying(
  pieces: AsyncIterable<Piece>,
  fault: Fault,
  touched: Touched,
  fired: () => void,
): AsyncIterable<Piece> {
  let left = false;
  try {
    for await (const piece of pieces) {
      left = touched.lost === true || !isBreak(piece);
      yield piece;
    }
    left = false;
  } catch (error) {
    left = touched.lost === true;
    throw error;
  } finally {
    if (!left && !fault.inject) fired();
  }
}

function encodeContext(active: ActiveTrial, call: Call): TellingContext {
  let count = 0;
  let names: string | undefined;
  let twoIds = "";
  return {
    id: (prefix) => {
      names ??= pairNames(active, call).join("/");
      // A digest has room for two.
      const second = count % 2 === 1;
      if (!second) twoIds = hash("sha256", `${names}/${count}`, "hex");
      count += 1;
      return prefix + (second ? twoIds.slice(24, 48) : twoIds.slice(0, 24));
    },
    nowSeconds: Math.floor(active.clock.now() / 1000),
  };
}
